"""The end of an attempt: closed once, with what was saved in time, and marked by the key."""

from __future__ import annotations

import threading
from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.domain.attempts import SWEEP_MARGIN, ClosedBy
from app.domain.errors import NotFound
from app.services import attempts, closing, receipts
from app.services.accounts import SignedIn
from app.services.attempts import RawAnswer
from app.storage.attempts import AttemptFacts
from app.storage.db import db
from app.storage.tables import Result
from tests.factories import a_person
from tests.factories_contests import (
    RIGHT,
    WRONG,
    a_contest,
    a_finished_attempt,
    a_started_attempt,
    identity_of,
)

DEADLINE = timedelta(minutes=10)
GRACE = timedelta(seconds=10)
TICK = timedelta(microseconds=1)
OVERDUE = DEADLINE + GRACE + SWEEP_MARGIN


def answer(who: SignedIn, attempt_id: int, now: datetime, *given: str) -> None:
    """Answer the first questions of the paper."""
    ids = attempts.question_ids(attempts.own_facts(attempt_id, identity_of(who)))
    answers = [RawAnswer(seq, ids[seq - 1], one) for seq, one in enumerate(given, start=1)]
    attempts.save_answers(
        attempt_id=attempt_id, identity=identity_of(who), answers=answers, now=now
    )


def facts_of(who: SignedIn, attempt_id: int) -> AttemptFacts:
    db.session.remove()
    return attempts.own_facts(attempt_id, identity_of(who))


def result_of(facts: AttemptFacts) -> receipts.Earned:
    earned = receipts.earned(facts)
    assert earned is not None
    return earned


def test_the_sweep_closes_with_what_was_saved(app: Flask, now: datetime) -> None:
    a_contest(minutes=10, grace_seconds=10)
    who = a_person()
    attempt_id = a_started_attempt(who)
    answer(who, attempt_id, now + DEADLINE + GRACE, RIGHT, WRONG)
    assert closing.close_overdue(now + OVERDUE) == 0
    assert closing.close_overdue(now + OVERDUE + TICK) == 1
    facts = facts_of(who, attempt_id)
    assert (facts.closed_by, facts.closed_at) == ("deadline", now + DEADLINE)
    assert facts.prediction is None
    earned = result_of(facts)
    assert (earned.mills, earned.max_mills, earned.correct, earned.total) == (1000, 3000, 1, 3)
    assert earned.time_ms == 600_000
    assert receipts.receipt_of(facts).counted == 2


def test_the_sweep_leaves_alone_what_is_closed_or_still_running(app: Flask, now: datetime) -> None:
    a_contest(minutes=10, grace_seconds=10)
    done = a_finished_attempt(a_person())
    running = a_person()
    a_started_attempt(running, at=now + OVERDUE)
    assert closing.close_overdue(now + OVERDUE + TICK) == 0
    assert done.closed_by == "submission"


def test_the_sweep_respects_the_grace_of_each_contest(app: Flask, now: datetime) -> None:
    a_contest(minutes=10, grace_seconds=120)
    a_started_attempt(a_person())
    assert closing.close_overdue(now + OVERDUE + TICK) == 0
    assert closing.close_overdue(now + OVERDUE + timedelta(seconds=110) + TICK) == 1


def test_the_sweep_takes_the_longest_overdue_first_and_so_many_only(
    app: Flask, now: datetime
) -> None:
    a_contest(minutes=10)
    people = [a_person() for _ in range(3)]
    ids = [
        a_started_attempt(who, at=now + timedelta(seconds=5 - number))
        for number, who in enumerate(people)
    ]
    late = now + timedelta(hours=1)
    assert closing.close_overdue(late, limit=2) == 2
    assert [facts_of(who, one).closed_at is None for who, one in zip(people, ids, strict=True)] == [
        True,
        False,
        False,
    ]
    assert closing.close_overdue(late) == 1
    assert closing.close_overdue(late) == 0


@pytest.mark.parametrize(
    ("seconds", "time_ms"),
    [(0, 0), (0.0015, 1), (599.9999, 599_999), (600, 600_000), (609, 600_000)],
)
def test_the_time_is_in_whole_milliseconds_up_to_the_limit(
    app: Flask, now: datetime, seconds: float, time_ms: int
) -> None:
    a_contest(minutes=10)
    facts = a_finished_attempt(a_person(), seconds=seconds)
    assert result_of(facts).time_ms == time_ms


@pytest.mark.parametrize(
    ("right", "negative", "mills"),
    [(3, "0", 3000), (2, "0", 2000), (2, "0.5", 1500), (0, "1", -3000)],
)
def test_marks_follow_the_key_and_the_rules(
    app: Flask, now: datetime, right: int, negative: str, mills: int
) -> None:
    a_contest(negative=Decimal(negative))
    earned = result_of(a_finished_attempt(a_person(), right=right))
    assert (earned.mills, earned.correct) == (mills, right)


def test_an_unanswered_question_costs_nothing(app: Flask, now: datetime) -> None:
    a_contest(negative=Decimal(1))
    who = a_person()
    attempt_id = a_started_attempt(who)
    answer(who, attempt_id, now, RIGHT)
    closed = closing.close_attempt(
        attempt_id, closed_by=ClosedBy.SUBMISSION, prediction=None, now=now
    )
    assert result_of(closed).mills == 1000


def test_a_closed_attempt_stays_as_it_was(app: Flask, now: datetime) -> None:
    a_contest()
    first = a_finished_attempt(a_person())
    again = closing.close_attempt(
        first.id, closed_by=ClosedBy.DEADLINE, prediction=7, now=now + timedelta(days=1)
    )
    assert again == first
    with pytest.raises(NotFound):
        closing.close_overdue_attempt(first.id + 99, now)


def test_a_closed_attempt_waits_for_the_boards_once(app: Flask, now: datetime) -> None:
    a_contest()
    facts = a_finished_attempt(a_person())
    row = db.session.get_one(Result, facts.id)
    assert (row.on_board, row.key_number, row.person_id) == (0, 1, facts.person_id)
    assert (row.round_id, row.ended_at) == (facts.round_id, facts.closed_at)


def test_closing_from_many_sides_closes_once(app: Flask, now: datetime) -> None:
    a_contest(minutes=10)
    who = a_person()
    attempt_id = a_started_attempt(who)
    late = now + timedelta(hours=1)
    found: list[str | None] = []
    failed: list[Exception] = []

    def close(by: ClosedBy) -> None:
        try:
            with app.app_context():
                closed = closing.close_attempt(attempt_id, closed_by=by, prediction=None, now=late)
                found.append(closed.receipt)
        except Exception as error:
            failed.append(error)

    threads = [threading.Thread(target=close, args=(by,)) for by in [*ClosedBy, *ClosedBy]]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    db.session.remove()
    assert failed == []
    assert (len(found), len(set(found))) == (4, 1)
    assert db.session.scalar(select(func.count()).select_from(Result)) == 1
