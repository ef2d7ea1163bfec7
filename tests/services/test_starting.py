"""Starting: who may, how often, and that two taps are one attempt."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.domain.errors import AttemptLimitReached, ContestNotOpen, NotEligible, NotFound
from app.services import attempts, closing, contests, starting
from app.storage.db import db
from app.storage.tables import Attempt
from tests.factories import a_person
from tests.factories_contests import (
    DAY,
    HOUR,
    a_bank,
    a_contest,
    a_draft,
    a_finished_attempt,
    a_round,
    a_started_attempt,
    identity_of,
    some_rules,
)

SLUG = "cuoc-thi"
MINUTE = timedelta(minutes=1)


def count_attempts() -> int:
    db.session.remove()
    return db.session.scalar(select(func.count()).select_from(Attempt)) or 0


def test_a_start_draws_a_paper_and_sets_the_deadline(app: Flask, now: datetime) -> None:
    a_contest(minutes=10)
    who = a_person()
    started = starting.start(slug=SLUG, who=who, now=now, seed="s")
    assert started.fresh
    sitting = attempts.get_sitting(
        attempt_id=started.attempt_id, identity=identity_of(who), now=now
    )
    assert (sitting.facts.number, sitting.facts.rules_number) == (1, 1)
    assert (sitting.facts.started_at, sitting.facts.deadline_at) == (now, now + 10 * MINUTE)
    assert len({question.id for question in sitting.questions}) == 3


def test_a_deadline_never_lies_after_the_closing(app: Flask, now: datetime) -> None:
    a_bank()
    a_contest(minutes=10, rounds=[a_round(closes_at=now + MINUTE)])
    facts = attempts.own_facts(a_started_attempt(who := a_person()), identity_of(who))
    assert facts.deadline_at == now + MINUTE


def test_the_seed_decides_the_paper(app: Flask, now: datetime) -> None:
    a_contest()
    papers = []
    for seed in ("same", "same", "other", "third", "fourth"):
        who = a_person()
        made = starting.start(slug=SLUG, who=who, now=now, seed=seed)
        papers.append(attempts.own_facts(made.attempt_id, identity_of(who)).paper)
    assert papers[0] == papers[1]
    assert len(set(papers)) > 1


def test_a_second_tap_goes_on_with_the_open_attempt(app: Flask, now: datetime) -> None:
    a_contest()
    who = a_person()
    first = starting.start(slug=SLUG, who=who, now=now, seed="a")
    again = starting.start(slug=SLUG, who=who, now=now + MINUTE, seed="b")
    assert (again.attempt_id, again.fresh) == (first.attempt_id, False)
    assert count_attempts() == 1


def test_many_taps_at_once_open_one_attempt(app: Flask, now: datetime) -> None:
    a_contest(attempts_allowed=None)
    who = a_person()
    found: list[int] = []
    failed: list[Exception] = []

    def tap(number: int) -> None:
        try:
            with app.app_context():
                made = starting.start(slug=SLUG, who=who, now=now, seed=str(number))
                found.append(made.attempt_id)
        except Exception as error:
            failed.append(error)

    threads = [threading.Thread(target=tap, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    assert (len(found), len(set(found)), count_attempts()) == (6, 1, 1)


def test_a_tap_beside_the_one_that_began_the_last_attempt_leads_to_it_too(
    app: Flask, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_contest(attempts_allowed=1)
    who = a_person()
    look, opened = starting._still_open, []

    def quicker(*given: Any) -> Any:
        found = look(*given)
        if not opened:  # The other tap comes between our look and our attempt.
            opened.append(0)
            opened[0] = starting.start(slug=SLUG, who=who, now=now, seed="other").attempt_id
        return found

    monkeypatch.setattr(starting, "_still_open", quicker)
    made = starting.start(slug=SLUG, who=who, now=now, seed="own")
    assert (made.attempt_id, made.fresh) == (opened[0], False)
    assert count_attempts() == 1


def test_no_round_is_open_before_between_and_after(app: Flask, now: datetime) -> None:
    a_bank()
    later = a_round(opens_at=now + 2 * DAY, closes_at=now + 3 * DAY)
    contest = a_contest(rounds=[a_round(), later])
    who = a_person()
    for moment in (now - 2 * HOUR, now + DAY, now + 3 * DAY):
        with pytest.raises(ContestNotOpen):
            a_started_attempt(who, at=moment)
        assert not starting.may_start(contest, who.person_id, moment)
    assert count_attempts() == 0
    a_started_attempt(who, at=now - HOUR)
    a_started_attempt(who, at=now + 2 * DAY)
    assert count_attempts() == 2


def test_a_draft_cannot_be_taken(app: Flask, now: datetime) -> None:
    a_draft()
    with pytest.raises(NotFound):
        a_started_attempt(a_person())
    with pytest.raises(NotFound):
        a_started_attempt(a_person(), "khong-co")


def test_only_the_groups_of_the_rules_may_take_part(app: Flask, now: datetime) -> None:
    contest = a_contest(groups=("student", "resident"))
    other, student = a_person(group="cadre"), a_person(group="student")
    with pytest.raises(NotEligible):
        a_started_attempt(other)
    assert not starting.may_start(contest, other.person_id, now)
    assert starting.may_start(contest, student.person_id, now)
    a_started_attempt(student)


def test_the_limit_holds_for_each_round(app: Flask, now: datetime) -> None:
    a_bank()
    later = a_round(opens_at=now + 2 * DAY, closes_at=now + 3 * DAY)
    contest = a_contest(attempts_allowed=2, rounds=[a_round(), later])
    who = a_person()
    numbers = [a_finished_attempt(who, at=now + n * 5 * MINUTE).number for n in range(2)]
    assert numbers == [1, 2]
    with pytest.raises(AttemptLimitReached):
        a_started_attempt(who, at=now + HOUR)
    assert not starting.may_start(contest, who.person_id, now + HOUR)
    assert a_finished_attempt(who, at=now + 2 * DAY).number == 1
    a_started_attempt(a_person(), at=now + HOUR)


def test_the_limit_of_a_day_ends_at_midnight_in_vietnam(app: Flask, now: datetime) -> None:
    a_bank()
    rounds = [a_round(closes_at=now + 3 * DAY)]
    a_contest(attempts_allowed=1, attempts_per="day", rounds=rounds)
    who = a_person()
    a_finished_attempt(who, at=now)
    midnight = datetime(2026, 11, 24, 17, 0, tzinfo=UTC)  # 00:00 on the 25th in Vietnam
    with pytest.raises(AttemptLimitReached):
        a_started_attempt(who, at=midnight - timedelta(microseconds=1))
    assert a_finished_attempt(who, at=midnight).number == 2
    with pytest.raises(AttemptLimitReached):
        a_started_attempt(who, at=midnight + HOUR)


def test_without_a_limit_attempts_go_on(app: Flask, now: datetime) -> None:
    a_contest(attempts_allowed=None)
    who = a_person()
    numbers = [a_finished_attempt(who, at=now + n * 5 * MINUTE).number for n in range(4)]
    assert numbers == [1, 2, 3, 4]


def test_an_attempt_left_open_is_closed_before_the_next_begins(app: Flask, now: datetime) -> None:
    a_contest(minutes=10, attempts_allowed=2)
    who = a_person()
    first = a_started_attempt(who)
    inside_grace = now + 10 * MINUTE + timedelta(seconds=10)
    assert a_started_attempt(who, at=inside_grace) == first
    second = a_started_attempt(who, at=now + HOUR)
    assert second != first
    facts = attempts.own_facts(first, identity_of(who))
    assert (facts.closed_by, facts.closed_at) == ("deadline", now + 10 * MINUTE)
    with pytest.raises(AttemptLimitReached):
        closing.close_overdue(now + 3 * HOUR)
        a_started_attempt(who, at=now + 3 * HOUR)


@pytest.mark.parametrize("change", ["rules", "bank"])
def test_a_paper_drawn_from_what_has_just_changed_is_drawn_again(
    app: Flask, now: datetime, change: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = a_contest()
    if change == "bank":
        a_bank("other", count=9)

    def update() -> None:
        contests.update_contest(
            SLUG,
            account_id=None,
            title="Cuộc thi",
            summary="",
            description="",
            prizes="",
            rules=some_rules(minutes=5) if change == "rules" else some_rules(),
            rounds=[a_round("other" if change == "bank" else "bank")],
            now=now,
        )

    stale = contests.get_contest(SLUG)
    update()
    answers = iter([stale])
    read = contests.get_contest
    monkeypatch.setattr(contests, "get_contest", lambda slug: next(answers, None) or read(slug))
    facts = attempts.own_facts(a_started_attempt(who := a_person()), identity_of(who))
    assert facts.rules_number == (2 if change == "rules" else 1)
    assert facts.bank_version_id == read(SLUG).rounds[0].bank_version_id
    assert made.id == facts.contest_id
    assert count_attempts() == 1
