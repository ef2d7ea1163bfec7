"""Time given back while the sweeper closes, people submit, save and are shown their papers."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.domain.errors import AlreadySubmitted, AttemptClosed, Refusal
from app.services import attempts, boards, closing, receipts, showing, starting
from app.services.accounts import SignedIn
from app.storage import attempts as storage
from app.storage.db import db
from app.storage.tables import AdjustmentGrant, Attempt
from tests.answering import save, submit
from tests.factories import a_person
from tests.factories_contests import a_contest, a_started_attempt, identity_of
from tests.lengthening import SLUG, at, extend, facts_of, outage

PEOPLE = 6


@pytest.fixture
def everybody(app: Flask) -> list[tuple[SignedIn, int]]:
    a_contest(minutes=10, grace_seconds=10)
    people = [a_person() for _ in range(PEOPLE)]
    return [(who, a_started_attempt(who)) for who in people]


def together(app: Flask, *works: Callable[[], Any]) -> list[Any]:
    """What each work returned, or the refusal that it met; all begun at one moment."""
    gate = threading.Barrier(len(works))
    found: list[Any] = [None] * len(works)

    def run(place: int) -> None:
        with app.app_context():
            gate.wait()
            try:
                found[place] = works[place]()
            except Refusal as refusal:
                found[place] = refusal
            except Exception as error:
                found[place] = error
            finally:
                db.session.remove()

    threads = [threading.Thread(target=run, args=(place,)) for place in range(len(works))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    db.session.remove()
    failed = [one for one in found if isinstance(one, Exception) and not isinstance(one, Refusal)]
    assert failed == []
    return found


def everything_fits() -> None:
    """Each attempt has the deadline that its acts gave it, and a genuine receipt when closed."""
    for row in db.session.scalars(select(Attempt)):
        after = db.session.scalar(
            select(AdjustmentGrant.deadline_after)
            .where(AdjustmentGrant.attempt_id == row.id)
            .order_by(AdjustmentGrant.deadline_after.desc())
        )
        if after is not None:
            assert row.deadline_at == after
        if row.receipt is not None:
            assert receipts.verify(row.receipt).superseded_at is None
    earlier = db.session.scalars(
        select(AdjustmentGrant.receipt).where(AdjustmentGrant.receipt.is_not(None))
    )
    for code in earlier:
        assert receipts.verify(str(code)).superseded_at is not None


def test_an_outage_against_the_sweeper_leaves_every_attempt_lengthened(
    app: Flask, everybody: list[tuple[SignedIn, int]]
) -> None:
    late = at(10.5)
    reach, *_ = together(
        app,
        lambda: outage(2, 9, now=10.5),
        lambda: closing.close_overdue(late),
        lambda: closing.close_overdue(late),
        lambda: boards.refresh(late),
    )
    assert reach.lengthened == PEOPLE
    for who, attempt_id in everybody:
        facts = facts_of(who, attempt_id)
        assert (facts.closed_at, facts.deadline_at) == (None, at(17))
    everything_fits()
    assert closing.close_overdue(at(17.3)) == PEOPLE


def test_an_outage_against_submissions_touches_each_attempt_or_leaves_it(
    app: Flask, everybody: list[tuple[SignedIn, int]]
) -> None:
    reach, *ended = together(
        app,
        lambda: outage(2, 9, now=9.2),
        *[lambda who=who, one=one: submit(who, one, at(9.2)) for who, one in everybody],
    )
    assert all(one.closed_by == "submission" for one in ended)
    lengthened = sum(one.deadline_at == at(17) for one in (facts_of(*p) for p in everybody))
    assert reach.lengthened == lengthened
    everything_fits()


def test_a_late_submission_against_an_outage_is_never_a_lost_submission(
    app: Flask, everybody: list[tuple[SignedIn, int]]
) -> None:
    late = at(10.4)  # After the grace: without the outage each is closed by its deadline.
    _reach, *ended = together(
        app,
        lambda: outage(2, 9, now=10.4),
        *[lambda who=who, one=one: submit(who, one, late) for who, one in everybody],
    )
    for (who, attempt_id), outcome in zip(everybody, ended, strict=True):
        facts = facts_of(who, attempt_id)
        assert facts.deadline_at == at(17)
        if isinstance(outcome, AttemptClosed):  # It came first; the outage opened it again.
            assert facts.closed_at is None
        else:
            assert (facts.closed_by, facts.closed_at) == ("submission", late)
    everything_fits()


def test_a_submission_read_before_an_outage_counts_as_in_time(
    app: Flask, everybody: list[tuple[SignedIn, int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    who, attempt_id = everybody[0]
    close = closing.close_attempt

    def lengthen_first(*args: Any, **given: Any) -> Any:
        monkeypatch.setattr(closing, "close_attempt", close)
        outage(2, 9, now=10.4)
        return close(*args, **given)

    monkeypatch.setattr(closing, "close_attempt", lengthen_first)
    assert submit(who, attempt_id, at(10.4)).closed_by == "submission"
    assert closing.close_overdue(at(10.5)) == 0


def test_saves_go_on_while_an_outage_is_recorded(
    app: Flask, everybody: list[tuple[SignedIn, int]]
) -> None:
    works = [
        lambda who=who, one=one, seq=seq: save(who, one, at(9.2), (seq, 0, "a"))
        for who, one in everybody
        for seq in (1, 2)
    ]
    _reach, *saved = together(app, lambda: outage(2, 9, now=9.2), *works)
    assert not [one for one in saved if isinstance(one, Refusal)]
    everything_fits()


def test_two_outages_recorded_at_once_both_count(
    app: Flask, everybody: list[tuple[SignedIn, int]]
) -> None:
    together(app, lambda: outage(2, 4, now=9), lambda: outage(3, 6, now=9))
    for who, attempt_id in everybody:
        facts = facts_of(who, attempt_id)
        assert (facts.deadline_at, facts.paused_ms) == (at(14), 240_000)
    everything_fits()


def test_extra_time_and_an_outage_at_once_both_count(
    app: Flask, everybody: list[tuple[SignedIn, int]]
) -> None:
    who, attempt_id = everybody[0]
    together(app, lambda: outage(2, 4, now=9), lambda: extend(attempt_id, 5, now=9))
    assert facts_of(who, attempt_id).deadline_at == at(17)
    everything_fits()


def test_a_new_start_against_an_outage_leaves_one_attempt_open(app: Flask) -> None:
    a_contest(minutes=10, attempts_allowed=None)
    who = a_person()
    a_started_attempt(who)
    closing.close_overdue(at(11))
    together(
        app,
        lambda: outage(2, 9, now=12),
        *[lambda: starting.start(slug=SLUG, who=who, now=at(12), seed="0" * 32)] * 3,
    )
    assert storage.find_open(who.person_id, 1) is not None
    count = len(list(db.session.scalars(select(Attempt).where(Attempt.closed_at.is_(None)))))
    assert count == 1
    everything_fits()


def test_a_paper_shown_against_a_first_answer_moves_the_start_or_not_at_all(
    app: Flask, everybody: list[tuple[SignedIn, int]]
) -> None:
    moment = at(0) + timedelta(seconds=9)
    works: list[Callable[[], Any]] = []
    for who, attempt_id in everybody:
        who_is = identity_of(who)
        works.append(
            lambda one=attempt_id, who_is=who_is: showing.mark_shown(  # type: ignore[misc]
                attempt_id=one, identity=who_is, now=moment
            )
        )
        works.append(lambda who=who, one=attempt_id: save(who, one, moment, (1, 0, "a")))  # type: ignore[misc]
    together(app, *works)
    for who, attempt_id in everybody:
        facts = facts_of(who, attempt_id)
        moved = facts.shown_at is not None
        assert facts.started_at == (moment if moved else at(0))
        assert facts.deadline_at - facts.started_at == timedelta(minutes=10)


def test_nothing_is_saved_after_a_submission_that_met_an_outage(
    app: Flask, everybody: list[tuple[SignedIn, int]]
) -> None:
    who, attempt_id = everybody[0]
    together(
        app,
        lambda: outage(2, 9, now=9.2),
        lambda: submit(who, attempt_id, at(9.2)),
        *[lambda seq=seq: save(who, attempt_id, at(9.2), (seq, 1, "b")) for seq in range(1, 5)],
    )
    with pytest.raises((AlreadySubmitted, AttemptClosed)):
        save(who, attempt_id, at(9.3), (9, 1, "a"))
    everything_fits()
    assert attempts.own_facts(attempt_id, identity_of(who)).closed_by == "submission"
