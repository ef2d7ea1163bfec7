"""Heads are kept outside the database, once a day and at each final, and compared."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask, current_app
from sqlalchemy import text

from app.domain.audit_heads import Damage
from app.services import audit, audit_heads, boards, contests
from app.services.transactions import writing
from app.storage.db import db
from tests.factories_contests import a_contest

DAY = timedelta(days=1)


def act(now: datetime, name: str = "contest.update") -> None:
    with writing() as session:
        audit.record(
            session, account_id=None, act=name, subject="contest/x", detail={"n": 1}, now=now
        )


def tamper(*statements: str) -> None:
    """What somebody with the database in hand can do, the guards taken off."""
    with writing() as session:
        if session.get_bind().dialect.name == "postgresql":
            session.execute(text("ALTER TABLE audit_entries DISABLE TRIGGER USER"))
        else:
            for name in ("audit_entries_no_update", "audit_entries_no_delete"):
                session.execute(text(f"DROP TRIGGER {name}"))
        for statement in statements:
            session.execute(text(statement))


@pytest.fixture
def acts(app: Flask, now: datetime) -> int:
    """Six entries, of which the head is published."""
    for _ in range(6):
        act(now)
    assert audit_heads.publish_due(now)
    return 6


CASES = {
    "altered": (
        ["UPDATE audit_entries SET subject = 'contest/y' WHERE number = 3"],
        3,
        Damage.ALTERED,
    ),
    "detail altered": (
        ["UPDATE audit_entries SET detail = '{}' WHERE number = 6"],
        6,
        Damage.ALTERED,
    ),
    "deleted": (["DELETE FROM audit_entries WHERE number = 3"], 3, Damage.DELETED),
    "reordered": (
        [
            "UPDATE audit_entries SET number = 99 WHERE number = 2",
            "UPDATE audit_entries SET number = 2 WHERE number = 4",
            "UPDATE audit_entries SET number = 4 WHERE number = 99",
        ],
        2,
        Damage.MOVED,
    ),
    "truncated": (["DELETE FROM audit_entries WHERE number > 4"], 5, Damage.TRUNCATED),
    "emptied": (["DELETE FROM audit_entries"], 1, Damage.TRUNCATED),
}


@pytest.mark.parametrize("case", CASES)
def test_tampering_is_named(acts: int, case: str) -> None:
    assert audit_heads.find_damage() is None
    statements, number, damage = CASES[case]
    tamper(*statements)
    found = audit_heads.find_damage()
    assert found is not None
    assert (found.number, found.damage) == (number, damage)


def test_a_chain_begun_anew_after_cutting_is_not_the_published_one(
    acts: int, now: datetime
) -> None:
    tamper("DELETE FROM audit_entries WHERE number > 4")
    db.session.remove()
    for _ in range(3):
        act(now, "forged")
    assert audit.find_broken_link() is None
    found = audit_heads.find_damage()
    assert found is not None
    assert (found.number, found.damage, found.after) == (6, Damage.REWRITTEN, 0)


def test_the_head_is_published_once_a_day_and_not_twice(acts: int, now: datetime) -> None:
    act(now)
    assert not audit_heads.publish_due(now + DAY / 2)
    assert audit_heads.publish_due(now + DAY)
    assert not audit_heads.publish_due(now + 3 * DAY)
    assert [one.number for one in audit_heads.list_published()] == [6, 7]


def test_a_contest_that_becomes_final_publishes_the_head_at_once(app: Flask, now: datetime) -> None:
    slug = a_contest().slug
    assert audit_heads.publish_due(now)
    end = now + 2 * DAY
    boards.refresh(end)
    contests.finalise(slug, account_id=None, now=end)
    moment = now + timedelta(minutes=1)  # No day has passed since the last line.
    assert audit_heads.publish_due(moment)
    assert not audit_heads.publish_due(moment)
    assert len(audit_heads.list_published()) == 2


def test_a_line_that_a_crash_cut_short_does_not_count(acts: int) -> None:
    path = Path(current_app.config["SETTINGS"].instance) / audit_heads.FILE
    with path.open("a") as file:
        file.write('{"number": 9, "dig')
    assert [one.number for one in audit_heads.list_published()] == [6]
    assert audit_heads.find_damage() is None


def test_many_who_look_are_shown_one_head_for_some_seconds(acts: int, now: datetime) -> None:
    shown = audit_heads.show_head(now)
    act(now)
    assert audit_heads.show_head(now) == shown
    later = audit_heads.show_head(now + timedelta(seconds=audit_heads.SHOWN_FOR))
    assert later is not None
    assert later.number == 7
