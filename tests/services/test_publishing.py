"""Boards are kept under numbers, and an old one can be shown again."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import update

from app.domain.errors import NotFound
from app.domain.publishing import Reason
from app.services import boards, contest_ending, freezing, publishing
from app.services.accounts import SignedIn
from app.services.transactions import writing
from app.storage import derivations
from app.storage import published as storage
from app.storage.db import db
from app.storage.tables import Person, Round
from tests.factories import a_person, an_organisation
from tests.factories_contests import a_bank, a_contest, a_draft, a_finished_attempt, a_round

SLUG = "cuoc-thi"
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def play(right: int, at: datetime, name: str = "Lò Văn Sớm") -> SignedIn:
    who = a_person(full_name=name, organisation="a")
    a_finished_attempt(who, SLUG, right=right, at=at)
    boards.refresh(at + 10 * MINUTE)
    return who


@pytest.fixture
def played(app: Flask, now: datetime) -> datetime:
    """One person on the boards, kept under number 1; returns when."""
    a_bank()
    an_organisation("a", "Sở A")
    a_contest(SLUG, attempts_allowed=None, rounds=[a_round(closes_at=now + 20 * DAY)])
    play(1, now)
    then = now + 15 * MINUTE
    assert publishing.publish_due(then) == 1
    return then


def numbers() -> list[tuple[int, str]]:
    found = publishing.list_published(SLUG)
    assert found.total == len(found.rows)
    return [(one.number, one.reason) for one in found.rows]


def names(number: int, kind: str = "individual", **which: int) -> list[str]:
    board = publishing.get_published(SLUG, number, kind=kind, **which).board  # type: ignore[arg-type]
    return [row.name if hasattr(row, "name") else row.unit.name for row in board.rows]


def test_nothing_is_kept_of_boards_that_never_changed(app: Flask, now: datetime) -> None:
    a_contest(SLUG)
    assert publishing.publish_due(now) == 0
    assert numbers() == []


def test_an_old_board_is_shown_as_it_was(played: datetime) -> None:
    play(3, played + MINUTE, "Hà Thị Muộn")
    assert publishing.publish_due(played + 12 * MINUTE) == 1
    assert numbers() == [(2, "change"), (1, "change")]
    assert names(1) == ["Lò V. S."]
    assert names(2) == ["Hà T. M.", "Lò V. S."]
    assert names(1, round_number=1) == ["Lò V. S."]
    assert names(2, "organisation") == ["Sở A"]
    first, second = (publishing.get_published(SLUG, one, kind="organisation") for one in (1, 2))
    assert [row.participants for row in first.board.rows] == [1]  # type: ignore[union-attr]
    assert [row.participants for row in second.board.rows] == [2]  # type: ignore[union-attr]
    assert (first.before, first.after, second.before, second.after) == (None, 2, 1, None)


def test_a_row_is_kept_at_most_every_ten_minutes(played: datetime) -> None:
    play(3, played - 5 * MINUTE)
    assert publishing.publish_due(played + 9 * MINUTE) == 0
    assert publishing.publish_due(played + 10 * MINUTE) == 1
    assert publishing.publish_due(played + 21 * MINUTE) == 0


def test_the_digest_is_of_the_very_text_and_names_nobody(played: datetime) -> None:
    facts, text = publishing.get_content(SLUG, 1)
    assert hashlib.sha256(text).hexdigest() == facts.digest
    assert b"V. S." not in text
    assert json.loads(text)["boards"][0]["rows"][0]["mills"] == 1000


def test_somebody_who_is_gone_is_gone_from_old_boards_and_the_digest_stays(
    played: datetime,
) -> None:
    before = publishing.get_content(SLUG, 1)
    with writing() as session:
        session.execute(update(Person).values(full_name=""))
    db.session.remove()
    assert names(1) == [""]
    assert publishing.get_content(SLUG, 1) == before


def test_the_turns_of_a_contest_are_kept(played: datetime) -> None:
    freezing.plan_freeze(SLUG, freeze_at=played + HOUR, reveal_at=None, account_id=None, now=played)
    assert publishing.publish_due(played + MINUTE) == 0
    play(3, played + 2 * HOUR, "Hà Thị Muộn")
    publishing.publish_due(played + 3 * HOUR)
    assert names(2) == ["Lò V. S."]
    assert publishing.get_published(SLUG, 2, kind="individual").frozen
    freezing.reveal(SLUG, account_id=None, now=played + 4 * HOUR)
    boards.refresh(played + 4 * HOUR)
    publishing.publish_due(played + 4 * HOUR + MINUTE)
    assert names(3) == ["Hà T. M.", "Lò V. S."]
    end = played + 30 * DAY
    contest_ending.finalise(SLUG, account_id=None, now=end)
    publishing.publish_due(end + MINUTE)
    assert publishing.publish_due(end + 2 * DAY) == 0
    assert numbers()[0] == (4, "final")
    assert [reason for _, reason in numbers()] == ["final", "reveal", "freeze", "change"]


def test_before_a_report_boards_are_kept_only_if_they_changed(played: datetime) -> None:
    assert publishing.publish_now(SLUG, Reason.REPORT, played + MINUTE) == 1
    play(2, played + MINUTE)
    assert publishing.publish_now(SLUG, Reason.REPORT, played + 12 * MINUTE) == 2
    assert numbers()[0] == (2, "report")


def test_boards_that_are_being_scored_anew_are_not_kept_as_a_mixture(played: datetime) -> None:
    play(2, played + MINUTE)
    with writing() as session:
        session.execute(update(Round).values(key_number=2))
    assert publishing.publish_due(played + HOUR) == 0
    with writing() as session:
        session.execute(update(Round).values(scored_key_number=2))
    assert publishing.publish_due(played + HOUR) == 1


def test_results_that_wait_to_be_ranked_anew_are_a_mixture(played: datetime) -> None:
    view = publishing.list_published(SLUG).contest
    who = a_person()
    a_finished_attempt(who, SLUG, right=2, at=played)
    assert not storage.has_mixture(view.id)  # It waits, and no board shows it.
    assert len(storage.list_left_out(view.id)) == 1
    boards.refresh(played + HOUR)
    assert storage.list_left_out(view.id) == []
    with writing() as session:
        derivations.reopen(session, view.id)
    assert storage.has_mixture(view.id)


def test_rows_made_by_mere_change_go_after_a_week_and_numbers_are_never_reused(
    played: datetime,
) -> None:
    play(2, played + MINUTE)
    publishing.publish_due(played + DAY)  # A daily one.
    play(3, played + 3 * DAY)
    publishing.publish_now(SLUG, Reason.CHANGE, played + 3 * DAY + 20 * MINUTE)
    assert publishing.forget_old(played + 20 * DAY) == 1
    assert numbers() == [(3, "change"), (2, "daily")]  # The newest stays in any case.
    with pytest.raises(NotFound):
        publishing.get_published(SLUG, 1, kind="individual")
    play(1, played + 4 * DAY)
    assert publishing.publish_now(SLUG, Reason.REPORT, played + 20 * DAY) == 4


@pytest.mark.parametrize(
    ("number", "kind", "which"),
    [
        (9, "individual", {}),
        (1, "school", {}),
        (1, "individual", {"round_number": 7}),
        (1, "individual", {"division": "x"}),
    ],
)
def test_what_was_not_kept_is_not_found(
    played: datetime, number: int, kind: str, which: dict[str, object]
) -> None:
    with pytest.raises(NotFound):
        publishing.get_published(SLUG, number, kind=kind, **which)  # type: ignore[arg-type]


def test_drafts_have_no_boards_to_keep(app: Flask, now: datetime) -> None:
    a_draft(SLUG)
    assert publishing.publish_due(now) == 0
    with pytest.raises(NotFound):
        publishing.publish_now(SLUG, Reason.REPORT, now)
    with pytest.raises(NotFound):
        publishing.list_published(SLUG)
