"""Submitting: once, in time, and with a prediction only where the rules ask for one."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from flask import Flask

from app.domain.contest_rules import Prediction
from app.domain.errors import AlreadySubmitted, AttemptClosed, InvalidRequest
from app.services import attempts, receipts
from app.services.accounts import SignedIn
from tests.answering import responses, save, sitting, submit
from tests.factories import a_person
from tests.factories_contests import a_contest, a_finished_attempt, a_started_attempt, identity_of

TICK = timedelta(microseconds=1)
DEADLINE = timedelta(minutes=10)
GRACE = timedelta(seconds=10)


@pytest.fixture
def who(app: Flask) -> SignedIn:
    a_contest(minutes=10, grace_seconds=10, attempts_allowed=None)
    return a_person()


@pytest.fixture
def attempt_id(who: SignedIn) -> int:
    return a_started_attempt(who)


def test_a_submission_ends_the_attempt_once(who: SignedIn, attempt_id: int, now: datetime) -> None:
    save(who, attempt_id, now, (1, 0, "a"))
    end = now + timedelta(seconds=90)
    first = submit(who, attempt_id, end)
    again = submit(who, attempt_id, end + timedelta(hours=9), prediction=3)
    assert (first.closed_at, first.closed_by) == (end, "submission")
    assert again == first
    assert receipts.receipt_of(again) == receipts.receipt_of(first)


def test_nothing_is_saved_after_the_submission(
    who: SignedIn, attempt_id: int, now: datetime
) -> None:
    submit(who, attempt_id, now)
    with pytest.raises(AlreadySubmitted):
        save(who, attempt_id, now, (1, 0, "a"))
    assert responses(who, attempt_id, now) == [None, None, None]


def test_a_submission_within_the_grace_counts_as_one(
    who: SignedIn, attempt_id: int, now: datetime
) -> None:
    closed = submit(who, attempt_id, now + DEADLINE + GRACE)
    assert (closed.closed_by, closed.closed_at) == ("submission", now + DEADLINE)
    earned = receipts.earned(closed)
    assert earned is not None
    assert earned.time_ms == 600_000


def test_a_submission_after_the_grace_keeps_what_was_saved_in_time(
    who: SignedIn, attempt_id: int, now: datetime
) -> None:
    save(who, attempt_id, now, (1, 0, "a"))
    with pytest.raises(AttemptClosed):
        submit(who, attempt_id, now + DEADLINE + GRACE + TICK)
    with pytest.raises(AttemptClosed):
        submit(who, attempt_id, now + DEADLINE + GRACE + TICK)
    facts = attempts.own_facts(attempt_id, identity_of(who))
    assert (facts.closed_by, facts.closed_at) == ("deadline", now + DEADLINE)
    assert receipts.receipt_of(facts).counted == 1


def test_looking_at_an_overdue_attempt_closes_it(
    who: SignedIn, attempt_id: int, now: datetime
) -> None:
    save(who, attempt_id, now, (1, 0, "a"))
    assert sitting(who, attempt_id, now + DEADLINE + GRACE).facts.closed_at is None
    seen = sitting(who, attempt_id, now + timedelta(hours=1))
    assert (seen.facts.closed_by, seen.facts.closed_at) == ("deadline", now + DEADLINE)
    assert list(seen.answers.values()) == ["a"]


@pytest.mark.parametrize("asked", [True, False])
def test_a_prediction_counts_only_where_the_rules_ask_for_one(
    app: Flask, now: datetime, asked: bool
) -> None:
    a_contest(prediction=Prediction("Bao nhiêu?") if asked else None)
    closed = a_finished_attempt(a_person(), prediction=123)
    assert closed.prediction == (123 if asked else None)


@pytest.mark.parametrize("prediction", [-1, 1_000_000_001])
def test_a_prediction_that_cannot_be_is_refused_and_the_attempt_goes_on(
    app: Flask, now: datetime, prediction: int
) -> None:
    a_contest(prediction=Prediction("Bao nhiêu?"))
    who = a_person()
    attempt_id = a_started_attempt(who)
    with pytest.raises(InvalidRequest):
        submit(who, attempt_id, now, prediction=prediction)
    assert submit(who, attempt_id, now, prediction=5).prediction == 5
