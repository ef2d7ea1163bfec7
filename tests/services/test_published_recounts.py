"""Published boards follow from the journal, as of their own moment."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import update

from app.domain.corrections import Kind
from app.domain.errors import NotFound
from app.domain.publishing import Reason
from app.services import boards, corrections, freezing, published_recounts, publishing, rescoring
from app.services.published_recounts import PublishedRecount
from app.services.transactions import writing
from app.storage.tables import Attempt, PublishedBoards
from tests.factories import a_person, an_organisation, an_organiser
from tests.factories_contests import a_bank, a_contest, a_finished_attempt, a_round

SLUG = "cuoc-thi"
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def played(app: Flask, now: datetime) -> datetime:
    """Five people in two organisations, boards kept under number 1; returns when."""
    a_bank(count=3)
    a_contest(SLUG, attempts_allowed=None, rounds=[a_round(closes_at=now + 20 * DAY)])
    an_organisation("tren", "Sở Y tế")
    an_organisation("duoi", "Trung tâm Y tế", parent="tren")
    for number in range(5):
        who = a_person(organisation=("duoi", "tren", None)[number % 3])
        a_finished_attempt(who, SLUG, right=number % 4, seconds=60 + number, at=now)
    boards.refresh(now + 10 * MINUTE)
    then = now + 15 * MINUTE
    publishing.publish_now(SLUG, Reason.CHANGE, then)
    return then


def recounted(moment: datetime) -> PublishedRecount:
    return published_recounts.recount_at(SLUG, moment)


def worst(number: int) -> int:
    board = publishing.get_published(SLUG, number, kind="individual").board
    return min(row.mills for row in board.rows)  # type: ignore[union-attr]


def test_boards_just_kept_are_identical(played: datetime) -> None:
    made = recounted(played)
    assert made.found.differences == []
    assert (made.facts.number, made.mixed) == (1, False)
    assert (made.found.attempts, made.found.people, made.found.boards) == (5, 5, 6)


def test_what_came_later_counts_for_nothing(played: datetime) -> None:
    a_finished_attempt(a_person(), SLUG, right=3, at=played + HOUR)
    boards.refresh(played + 2 * HOUR)
    publishing.publish_now(SLUG, Reason.CHANGE, played + 2 * HOUR)
    first, second = recounted(played + HOUR), recounted(played + 3 * HOUR)
    assert (first.facts.number, first.found.people, first.found.differences) == (1, 5, [])
    assert (second.facts.number, second.found.people, second.found.differences) == (2, 6, [])


def test_a_result_that_waited_for_the_boards_then_is_left_out(played: datetime) -> None:
    a_finished_attempt(a_person(), SLUG, right=3, at=played)
    later = played + 11 * MINUTE
    with writing() as session:  # It ended before, and is not on the boards that are kept.
        session.execute(update(PublishedBoards).values(published_at=played, change=0))
    assert publishing.publish_now(SLUG, Reason.REPORT, later) == 2
    boards.refresh(later + MINUTE)
    made = recounted(later)
    assert (made.facts.number, made.found.people, made.found.differences) == (2, 5, [])


def test_a_later_correction_does_not_count(played: datetime) -> None:
    first, second = (an_organiser().account_id for _ in range(2))
    contest = publishing.list_published(SLUG).contest
    version = contest.rounds[0].bank_version_id
    made = corrections.propose(
        SLUG, bank_version_id=version, question="q1", kind=Kind.VOID,
        reason="sai", public_note="sửa", account_id=first, now=played + HOUR,
    )  # fmt: skip
    corrections.approve(made, account_id=second, now=played + HOUR)
    rescoring.rescore(played + HOUR, None)
    boards.refresh(played + HOUR)
    publishing.publish_now(SLUG, Reason.CHANGE, played + 2 * HOUR)
    before, after = recounted(played + MINUTE), recounted(played + 2 * HOUR)
    assert (before.facts.number, before.found.differences) == (1, [])
    assert (after.facts.number, after.found.differences) == (2, [])
    assert worst(2) > worst(1)


def test_boards_kept_under_a_freeze_agree_after_the_reveal(played: datetime) -> None:
    freezing.plan_freeze(SLUG, freeze_at=played + HOUR, reveal_at=None, account_id=None, now=played)
    a_finished_attempt(a_person(), SLUG, right=3, at=played + 2 * HOUR)
    boards.refresh(played + 3 * HOUR)
    publishing.publish_due(played + 3 * HOUR)
    freezing.reveal(SLUG, account_id=None, now=played + 4 * HOUR)
    boards.refresh(played + 4 * HOUR)
    publishing.publish_due(played + 4 * HOUR)
    for hours, people in ((3, 5), (4, 6)):
        made = recounted(played + hours * HOUR)
        assert (made.found.people, made.found.differences) == (people, [])


def forge_content() -> None:
    with writing() as session:
        row = session.query(PublishedBoards).one()
        text = zlib.decompress(row.content).replace(b'"mills":3000', b'"mills":2000')
        row.content = zlib.compress(text)


def forge_journal() -> None:
    with writing() as session:
        session.execute(update(Attempt).values(paused_ms=5000).where(Attempt.id == 1))


@pytest.mark.parametrize(
    ("forge", "what"), [(forge_content, {"digest", "row"}), (forge_journal, {"row"})]
)
def test_what_was_altered_is_named(
    played: datetime, forge: Callable[[], None], what: set[str]
) -> None:
    forge()
    assert {one.what for one in recounted(played).found.differences} == what


def test_before_anything_was_published_there_is_nothing_to_recount(played: datetime) -> None:
    with pytest.raises(NotFound):
        recounted(played - MINUTE)
