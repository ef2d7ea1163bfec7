"""Statistics follow the journal, count first attempts, and are derived when they are due."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from flask import Flask

from app.domain.contest_rules import Draw
from app.domain.corrections import Kind
from app.services import contests, corrections, statistics
from tests.answering import save, sitting, submit
from tests.factories import a_person, an_organiser
from tests.factories_contests import (
    RIGHT,
    WRONG,
    a_contest,
    a_finished_attempt,
    a_started_attempt,
)

LATER = timedelta(hours=1)


@pytest.fixture
def slug(app: Flask) -> str:
    return a_contest(shuffle_questions=False, attempts_allowed=None).slug


def found(slug: str) -> statistics.Snapshot:
    snapshot = statistics.get_statistics(slug)
    assert snapshot is not None
    return snapshot


def test_there_are_none_before_somebody_has_finished(slug: str, now: datetime) -> None:
    assert statistics.refresh(now) == 0
    assert statistics.get_statistics(slug) is None


def test_first_attempts_are_counted_question_by_question(slug: str, now: datetime) -> None:
    who, other = a_person(), a_person()
    first = a_finished_attempt(who, slug, right=2)
    a_finished_attempt(who, slug, right=3, at=now + LATER)
    a_finished_attempt(other, slug, right=1, at=now + LATER)
    assert statistics.refresh(now + 2 * LATER) == 1
    snapshot = found(slug)
    [bank] = snapshot.banks
    assert (snapshot.results, bank.paper.count, bank.paper.mean) == (3, 2, 1.5)
    assert sum(item.count for item in bank.items) == 6
    item = next(one for one in bank.items if one.question == f"q{first.places[0] + 1}")
    assert item.right == {'"a"'}
    assert sum(item.choices.values()) == item.count


def test_nothing_is_derived_again_until_there_is_more_or_another_key(
    slug: str, now: datetime
) -> None:
    a_finished_attempt(a_person(), slug)
    assert statistics.refresh(now) == 1
    assert statistics.refresh(now + LATER) == 0
    a_finished_attempt(a_person(), slug)
    ticks = iter([0.0, 600.0])
    assert statistics.refresh(now + LATER, lambda: next(ticks)) == 1
    a_finished_attempt(a_person(), slug)
    assert statistics.refresh(now + LATER * 2) == 0  # Ten minutes of work are not done hourly.
    first, second = an_organiser(), an_organiser()
    version = contests.get_contest(slug).rounds[0].bank_version_id
    proposed = corrections.propose(
        slug, bank_version_id=version, question="q1", kind=Kind.VOID, reason="Câu sai",
        public_note="Câu 1 bị huỷ.", account_id=first.account_id, now=now,
    )  # fmt: skip
    corrections.approve(proposed, account_id=second.account_id, now=now)
    assert statistics.refresh(now + LATER * 2) == 1


def test_a_wrong_key_is_seen_in_the_kept_statistics(app: Flask, now: datetime) -> None:
    slug = a_contest(draws=(Draw(None, None, 6),), shuffle_questions=False).slug
    for number in range(36):
        who, good = a_person(), number % 2 == 0
        attempt_id = a_started_attempt(who, slug, at=now)
        ids = [question.id for question in sitting(who, attempt_id, now).questions]
        # Of one question the key calls wrong what the good ones answer.
        answers = [(place + 1, place, RIGHT if good != (one == "q1") else WRONG)
                   for place, one in enumerate(ids)]  # fmt: skip
        save(who, attempt_id, now, *answers)
        submit(who, attempt_id, now)
    statistics.derive_now(slug, now)
    [bank] = found(slug).banks
    assert [(one.question, one.rival) for one in bank.alarms] == [("q1", '"b"')]
