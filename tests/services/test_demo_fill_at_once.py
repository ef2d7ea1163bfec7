"""Filling in bulk keeps the rules: what comes in that way stands every check."""

from __future__ import annotations

import random
from collections import Counter
from datetime import datetime
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.domain.contest_rules import CHAIN_A, Prediction
from app.domain.errors import ContestNotOpen, InvalidRequest, NotFound
from app.services import (
    audit,
    boards,
    closing,
    demo_fill,
    receipts,
    recount_sources,
)
from app.services.demo_fill import Filled
from app.storage import attempts as attempt_storage
from app.storage import contests as contest_storage
from app.storage.db import db
from app.storage.tables import Account, AnswerEntry, Attempt, Person, Result
from tests.factories import a_person, an_organisation, some_communes
from tests.factories_contests import DAY, HOUR, a_bank, a_contest, a_finished_attempt, a_round

pytestmark = pytest.mark.long

SLUG = "cuoc-thi"


def filled(now: datetime, *, people: int = 7, attempts: int = 12, **given: Any) -> Filled:
    chance = random.Random(given.pop("seed", 1))
    return demo_fill.fill(SLUG, chance, people=people, attempts=attempts, first=1, now=now, **given)


def counted(table: Any) -> int:
    db.session.remove()
    return db.session.scalar(select(func.count()).select_from(table)) or 0


@pytest.fixture
def units(app: Flask) -> None:
    some_communes()
    an_organisation()


def test_a_filled_contest_recounts_identically(units: None, now: datetime) -> None:
    a_contest(SLUG, attempts_allowed=3, chain=CHAIN_A, prediction=Prediction("Bao nhiêu?"))
    assert filled(now) == Filled(7, 12)
    assert boards.refresh(now) == 12
    found = recount_sources.recount_contest(SLUG)
    assert found.differences == []
    assert (found.attempts, found.people) == (12, 7)
    assert (counted(Person), counted(AnswerEntry), counted(Result)) == (7, 36, 12)


def test_every_receipt_is_genuine(units: None, now: datetime) -> None:
    a_contest(SLUG, attempts_allowed=3)
    filled(now)
    codes = list(db.session.scalars(select(Attempt.receipt)))
    assert len(set(codes)) == 12
    for code in codes:
        assert receipts.verify(code or "").counted == 3


def test_results_are_those_that_closing_gives(units: None, now: datetime) -> None:
    a_contest(SLUG, attempts_allowed=3)
    filled(now)
    for attempt_id in db.session.scalars(select(Attempt.id)).all():
        facts = attempt_storage.find_attempt(attempt_id)
        assert facts is not None and facts.closed_at is not None
        again = closing.score(facts, closing.answers_of(facts), facts.closed_at)
        kept = db.session.get(Result, attempt_id)
        assert kept is not None
        names = ("mills", "max_mills", "correct", "time_ms", "ended_at", "key_number")
        assert [getattr(kept, one) for one in names] == [getattr(again, one) for one in names]


def test_nobody_has_more_attempts_than_the_rules_allow(units: None, now: datetime) -> None:
    a_contest(SLUG, attempts_allowed=2)
    filled(now, people=6, attempts=12)
    taken = Counter(db.session.scalars(select(Attempt.person_id)))
    assert set(taken.values()) == {2}
    with pytest.raises(InvalidRequest) as refused:
        filled(now, people=6, attempts=13)
    assert refused.value.errors == (("attempts", "from 0 to 12"),)


def test_attempts_lie_one_after_another_within_the_round(units: None, now: datetime) -> None:
    contest = a_contest(SLUG, attempts_allowed=None, minutes=10)
    filled(now, people=3, attempts=15)
    query = select(Attempt).order_by(Attempt.person_id, Attempt.number)
    before: Attempt | None = None
    for one in db.session.scalars(query):
        assert one.closed_at is not None
        assert contest.rounds[0].opens_at <= one.started_at <= one.closed_at <= one.deadline_at
        assert one.closed_at <= now
        if before is not None and before.person_id == one.person_id:
            assert before.closed_at is not None and before.closed_at <= one.started_at
            assert one.number == before.number + 1
        before = one


def test_answers_were_saved_between_start_and_end(units: None, now: datetime) -> None:
    a_contest(SLUG, attempts_allowed=None)
    filled(now)
    query = select(AnswerEntry.saved_at, Attempt.started_at, Attempt.closed_at).join(
        Attempt, Attempt.id == AnswerEntry.attempt_id
    )
    rows = db.session.execute(query).all()
    assert len(rows) == 36
    assert all(started <= saved <= closed for saved, started, closed in rows)


def test_only_who_may_take_part_is_invented(units: None, now: datetime) -> None:
    a_contest(SLUG, groups=("student", "other"), min_age=14, max_age=20, attempts_allowed=2)
    assert filled(now, people=9, attempts=9).attempts == 9
    people = list(db.session.scalars(select(Person)))
    assert {one.group for one in people} == {"student"}
    assert all(14 <= 2026 - (one.birth_year or 0) <= 20 for one in people)


def test_filling_again_adds_others_and_harms_nobody(units: None, now: datetime) -> None:
    a_contest(SLUG, attempts_allowed=None)
    mine = a_finished_attempt(a_person(phone="+84980000003"), SLUG, right=3, at=now)
    filled(now, people=4, attempts=4)
    filled(now, people=4, attempts=4)
    phones = sorted(str(one) for one in db.session.scalars(select(Account.phone)))
    assert phones == [f"+8498{number:07d}" for number in range(1, 10)]
    after = attempt_storage.find_attempt(mine.id)
    assert after is not None and after.receipt == mine.receipt


def test_real_people_start_beside_the_invented_ones(units: None, now: datetime) -> None:
    a_contest(SLUG, attempts_allowed=None)
    filled(now)
    a_finished_attempt(a_person(), SLUG, right=3, at=now)
    assert (counted(Attempt), counted(Person)) == (13, 8)


def test_a_fill_is_written_into_the_audit_chain(units: None, now: datetime) -> None:
    a_contest(SLUG)
    filled(now, people=2, attempts=2)
    newest = audit.list_newest(1)[0]
    assert (newest.act, newest.subject) == ("demo.fill", SLUG)
    assert newest.detail == '{"attempts":2,"people":2}'
    assert audit.find_broken_link() is None


def test_papers_of_a_contest_changed_meanwhile_are_drawn_again(
    units: None, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_contest(SLUG, attempts_allowed=None)
    answers = iter([False])
    hold = contest_storage.hold_for_start

    def changed_once(*given: Any, **named: Any) -> bool:
        return next(answers, True) and hold(*given, **named)

    monkeypatch.setattr(contest_storage, "hold_for_start", changed_once)
    assert filled(now).attempts == 12
    assert (counted(Attempt), counted(Person)) == (12, 7)


@pytest.mark.parametrize("closed", [False, True])
def test_a_contest_that_is_not_open_is_refused(units: None, now: datetime, closed: bool) -> None:
    a_bank()
    opens = now - 2 * DAY if closed else now + HOUR
    a_contest(SLUG, rounds=[a_round(opens_at=opens, closes_at=opens + HOUR)])
    with pytest.raises(ContestNotOpen):
        filled(now)
    assert counted(Person) == 0


def test_an_unknown_contest_is_refused(units: None, now: datetime) -> None:
    with pytest.raises(NotFound):
        filled(now)


def test_all_is_told_to_the_progress_bar(units: None, now: datetime, monkeypatch: Any) -> None:
    monkeypatch.setattr(demo_fill, "BATCH", 3)
    a_contest(SLUG, attempts_allowed=None)
    told: list[int] = []
    filled(now, people=5, attempts=11, advance=told.append)
    assert sum(told) == 11 and len(told) >= 3
    assert counted(Attempt) == 11
