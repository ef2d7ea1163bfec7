"""The audit chain: every act in order, and no row altered, lost or moved unnoticed."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import delete, text, update
from sqlalchemy.exc import DatabaseError

from app.services import audit
from app.services.transactions import writing
from app.storage.db import db
from app.storage.tables import AuditEntry
from tests.factories import an_organiser


@pytest.fixture
def chain(app: Flask, now: datetime) -> list[int]:
    """Five acts; returns their numbers."""
    numbers = []
    for number in range(5):
        with writing() as session:
            made = audit.record(
                session,
                account_id=None,
                act="contest.update",
                subject=f"contest/{number}",
                detail={"minutes": number, "tên": "Đợt"},
                now=now + timedelta(seconds=number),
            )
        numbers.append(made)
    return numbers


def allow_tampering() -> None:
    """Take away the triggers, as somebody with the database in hand could."""
    with writing() as session:
        if db.engine.dialect.name == "sqlite":
            for act in ("update", "delete"):
                session.execute(text(f"DROP TRIGGER audit_entries_no_{act}"))
        else:
            session.execute(text("DROP TRIGGER audit_entries_append_only ON audit_entries"))


def tamper(*statements: object) -> None:
    allow_tampering()
    with writing() as session:
        for statement in statements:
            session.execute(statement)  # type: ignore[call-overload]


def test_a_chain_that_was_left_alone_holds(chain: list[int]) -> None:
    assert chain == [1, 2, 3, 4, 5]
    assert audit.find_broken_link() is None


def test_an_empty_chain_holds(app: Flask) -> None:
    assert audit.find_broken_link() is None


@pytest.mark.parametrize(
    "values",
    [
        {"detail": '{"minutes":9}'},
        {"subject": "contest/9"},
        {"act": "contest.publish"},
        {"at": datetime(2020, 1, 1).astimezone()},
        {"digest": "f" * 64},
        {"previous": "f" * 64},
    ],
)
def test_an_altered_row_is_named(chain: list[int], values: dict[str, object]) -> None:
    tamper(update(AuditEntry).where(AuditEntry.number == 3).values(**values))
    assert audit.find_broken_link() == 3


def test_an_act_put_on_somebody_else_is_named(chain: list[int]) -> None:
    other = an_organiser().account_id
    tamper(update(AuditEntry).where(AuditEntry.number == 2).values(account_id=other))
    assert audit.find_broken_link() == 2


@pytest.mark.parametrize("lost", [1, 3])
def test_a_removed_row_is_named(chain: list[int], lost: int) -> None:
    tamper(delete(AuditEntry).where(AuditEntry.number == lost))
    assert audit.find_broken_link() == lost


def test_a_removed_row_is_named_even_when_the_rest_is_numbered_anew(chain: list[int]) -> None:
    renumber = [
        update(AuditEntry).where(AuditEntry.number == number).values(number=number - 1)
        for number in (4, 5)
    ]
    tamper(delete(AuditEntry).where(AuditEntry.number == 3), *renumber)
    assert audit.find_broken_link() == 3


def test_rows_that_changed_places_are_named(chain: list[int]) -> None:
    moves = [(2, 99), (4, 2), (99, 4)]
    tamper(
        *(
            update(AuditEntry).where(AuditEntry.number == old).values(number=new)
            for old, new in moves
        )
    )
    assert audit.find_broken_link() == 2


def test_rows_can_be_neither_changed_nor_removed(chain: list[int]) -> None:
    for statement in (
        update(AuditEntry).where(AuditEntry.number == 1).values(act="x"),
        delete(AuditEntry).where(AuditEntry.number == 1),
    ):
        with pytest.raises(DatabaseError), writing() as session:
            session.execute(statement)
    assert audit.find_broken_link() is None


def test_an_act_that_is_undone_leaves_no_entry(chain: list[int], now: datetime) -> None:
    with pytest.raises(RuntimeError), writing() as session:
        audit.record(session, account_id=None, act="a", subject="s", detail={}, now=now)
        raise RuntimeError
    with writing() as session:
        number = audit.record(session, account_id=None, act="a", subject="s", detail={}, now=now)
    assert number == 6
    assert audit.find_broken_link() is None
