"""The clock begins when the paper is on the screen: once, soon, and before any answer."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from app.domain.attempts import SHOWING_BOUND
from app.domain.errors import AlreadySubmitted, AttemptClosed, NotFound
from app.services import receipts, showing, starting
from app.services.accounts import SignedIn
from app.storage.attempts import AttemptFacts
from tests.answering import save, submit
from tests.factories import a_person
from tests.factories_contests import a_bank, a_contest, a_round, a_started_attempt, identity_of
from tests.lengthening import extend, facts_of, outage
from tests.queries import counted_queries, writes

SECOND = timedelta(seconds=1)
TEN_MINUTES = timedelta(minutes=10)


@pytest.fixture
def who(app: Flask) -> SignedIn:
    a_contest(minutes=10)
    return a_person()


def show(who: SignedIn, attempt_id: int, now: datetime) -> AttemptFacts:
    return showing.mark_shown(attempt_id=attempt_id, identity=identity_of(who), now=now)


def test_the_time_runs_from_the_moment_the_paper_was_seen(who: SignedIn, now: datetime) -> None:
    attempt_id = a_started_attempt(who)
    seen = now + 12 * SECOND
    facts = show(who, attempt_id, seen)
    assert (facts.started_at, facts.deadline_at) == (seen, seen + TEN_MINUTES)
    assert facts.shown_at == seen
    ended = submit(who, attempt_id, seen + 60 * SECOND)
    earned = receipts.earned(ended)
    assert earned is not None
    assert earned.time_ms == 60_000


def test_only_the_first_call_counts(who: SignedIn, now: datetime) -> None:
    attempt_id = a_started_attempt(who)
    first = show(who, attempt_id, now + 2 * SECOND)
    with counted_queries() as sent:
        again = show(who, attempt_id, now + 25 * SECOND)
    assert again == first
    assert writes(sent) == []


def test_after_the_bound_nothing_moves(who: SignedIn, now: datetime) -> None:
    attempt_id = a_started_attempt(who)
    before = facts_of(who, attempt_id)
    assert show(who, attempt_id, now + SHOWING_BOUND + SECOND) == before


def test_once_an_answer_is_saved_nothing_moves(who: SignedIn, now: datetime) -> None:
    attempt_id = a_started_attempt(who)
    save(who, attempt_id, now + 5 * SECOND, (1, 0, "a"))
    before = facts_of(who, attempt_id)
    assert show(who, attempt_id, now + 9 * SECOND) == before


def test_the_closing_of_the_round_still_cuts(app: Flask, now: datetime) -> None:
    a_bank()
    a_contest(minutes=10, rounds=[a_round(closes_at=now + TEN_MINUTES + 4 * SECOND)])
    who = a_person()
    facts = show(who, a_started_attempt(who), now + 20 * SECOND)
    assert facts.started_at == now + 20 * SECOND
    assert facts.deadline_at == now + TEN_MINUTES + 4 * SECOND


def test_time_that_organisers_gave_is_not_lost(who: SignedIn, now: datetime) -> None:
    attempt_id = a_started_attempt(who)
    later = extend(attempt_id, 5, now=0.1)
    facts = show(who, attempt_id, now + 20 * SECOND)
    assert facts.deadline_at == later + 20 * SECOND


def test_after_an_outage_the_start_stays(who: SignedIn, now: datetime) -> None:
    attempt_id = a_started_attempt(who)
    assert outage(-1, 0.1, now=0.2).lengthened == 1
    before = facts_of(who, attempt_id)
    assert show(who, attempt_id, now + 20 * SECOND) == before


def test_an_attempt_begun_before_midnight_stays_one_of_that_day(app: Flask) -> None:
    a_contest(minutes=10, attempts_allowed=1, attempts_per="day")
    who = a_person()
    midnight = datetime(2026, 11, 24, 17, 0, tzinfo=UTC)
    attempt_id = a_started_attempt(who, at=midnight - 5 * SECOND)
    before = facts_of(who, attempt_id)
    assert show(who, attempt_id, midnight + 5 * SECOND) == before
    submit(who, attempt_id, midnight + 60 * SECOND)
    again = starting.start(slug="cuoc-thi", who=who, now=midnight + 90 * SECOND, seed="0" * 32)
    assert again.fresh


def test_what_is_over_or_somebody_else_s_is_refused(who: SignedIn, now: datetime) -> None:
    attempt_id = a_started_attempt(who)
    with pytest.raises(NotFound):
        show(a_person(), attempt_id, now)
    with pytest.raises(AttemptClosed):
        show(who, attempt_id, now + timedelta(hours=1))
    submit(who, attempt_id, now + SECOND)
    with pytest.raises(AlreadySubmitted):
        show(who, attempt_id, now + 2 * SECOND)
