"""One act lengthens every attempt that an outage fell into, by what it took of its time."""

from __future__ import annotations

from datetime import timedelta
from itertools import permutations

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.domain.errors import InvalidRequest, NotFound
from app.services import adjustments, closing, contests, receipts, starting
from app.services.adjustments import Reach
from app.storage.audit import list_entries
from app.storage.db import db
from app.storage.tables import Adjustment, Result
from tests.answering import save, submit
from tests.conftest import NOW
from tests.factories import a_person
from tests.factories_contests import (
    a_bank,
    a_contest,
    a_draft,
    a_finished_attempt,
    a_round,
    a_started_attempt,
)
from tests.lengthening import SLUG, at, facts_of, outage
from tests.queries import counted_queries


def test_open_attempts_get_back_exactly_what_they_lost(app: Flask) -> None:
    a_contest(minutes=10)
    people = [a_person() for _ in range(4)]
    starts = (0, 4, 8, 9.5)
    ids = [a_started_attempt(who, at=at(one)) for who, one in zip(people, starts, strict=True)]
    assert outage(2, 9, now=9.7) == Reach(3, 0, 0)
    ends = [facts_of(who, one).deadline_at for who, one in zip(people, ids, strict=True)]
    assert ends == [at(17), at(19), at(19), at(19.5)]


def test_the_outage_is_not_counted_as_used_time(app: Flask) -> None:
    a_contest(minutes=10)
    who = a_person()
    attempt_id = a_started_attempt(who)
    outage(2, 9, now=9)
    earned = receipts.earned(submit(who, attempt_id, at(12)))
    assert earned is not None
    assert earned.time_ms == 5 * 60_000


def test_the_closing_of_the_round_does_not_cut_what_is_given_back(app: Flask) -> None:
    a_bank()
    a_contest(minutes=10, rounds=[a_round(closes_at=at(10))])
    who = a_person()
    attempt_id = a_started_attempt(who)
    outage(2, 9, now=9)
    assert facts_of(who, attempt_id).deadline_at == at(17)
    assert save(who, attempt_id, at(16), (1, 0, "a")).deadline_at == at(17)


def test_an_attempt_that_ran_out_meanwhile_is_opened_again(app: Flask) -> None:
    a_contest(minutes=10)
    who = a_person()
    attempt_id = a_started_attempt(who)
    save(who, attempt_id, at(1), (1, 0, "a"))
    assert closing.close_overdue(at(11)) == 1
    earlier = facts_of(who, attempt_id).receipt
    assert outage(2, 9, now=12) == Reach(1, 1, 0)
    facts = facts_of(who, attempt_id)
    assert (facts.closed_at, facts.receipt, facts.deadline_at) == (None, None, at(17))
    assert db.session.get(Result, attempt_id) is None
    save(who, attempt_id, at(13), (2, 1, "a"))
    closed = submit(who, attempt_id, at(14))
    assert closed.receipt != earlier
    earned = receipts.earned(closed)
    assert earned is not None
    assert (earned.correct, earned.time_ms) == (2, 7 * 60_000)


def test_what_the_page_submitted_by_itself_at_the_end_had_run_out_too(app: Flask) -> None:
    a_contest(minutes=10)
    who = a_person()
    attempt_id = a_started_attempt(who)
    assert submit(who, attempt_id, at(10.02)).closed_by == "submission"
    assert outage(2, 9, now=12) == Reach(1, 1, 0)
    assert facts_of(who, attempt_id).closed_at is None


def test_what_its_owner_submitted_stays_as_it_is(app: Flask) -> None:
    a_contest(minutes=10)
    before = a_finished_attempt(who := a_person(), seconds=8 * 60)
    assert outage(2, 9, now=9) == Reach(0, 0, 0)
    assert facts_of(who, before.id) == before


def test_where_even_the_lengthened_time_is_over_nothing_is_opened(app: Flask) -> None:
    a_contest(minutes=10)
    who = a_person()
    attempt_id = a_started_attempt(who)
    closing.close_overdue(at(11))
    before = facts_of(who, attempt_id)
    assert outage(2, 9, now=17) == Reach(0, 0, 1)
    assert facts_of(who, attempt_id) == before


def test_an_attempt_after_which_another_was_begun_stays_closed(app: Flask) -> None:
    a_contest(minutes=10, attempts_allowed=None)
    who = a_person()
    first = a_started_attempt(who)
    closing.close_overdue(at(11))
    a_started_attempt(who, at=at(11))
    assert outage(2, 9, now=12) == Reach(0, 0, 0)
    assert facts_of(who, first).closed_by == "deadline"


def test_other_contests_are_not_touched(app: Flask) -> None:
    a_contest(minutes=10)
    a_contest("khac", minutes=10)
    who = a_person()
    attempt_id = a_started_attempt(who, "khac")
    assert outage(2, 9, now=9) == Reach(0, 0, 0)
    assert facts_of(who, attempt_id).deadline_at == at(10)


def test_an_outage_recorded_twice_counts_once(app: Flask) -> None:
    a_contest(minutes=10)
    who = a_person()
    attempt_id = a_started_attempt(who)
    outage(2, 9, now=9)
    assert outage(2, 9, now=9.1) == Reach(0, 0, 0)
    assert outage(5, 9.5, now=9.6) == Reach(1, 0, 0)
    facts = facts_of(who, attempt_id)
    assert (facts.deadline_at, facts.paused_ms) == (at(17.5), 450_000)


@pytest.mark.parametrize("order", list(permutations([(2, 9), (5, 10), (11, 14)])))
def test_the_order_of_recording_does_not_matter(
    app: Flask, order: tuple[tuple[float, float], ...]
) -> None:
    # The last span lies in time that only the others give back.
    a_contest(minutes=10)
    who = a_person()
    attempt_id = a_started_attempt(who)
    for start, end in order:
        outage(start, end, now=14)
    facts = facts_of(who, attempt_id)
    assert (facts.deadline_at, facts.paused_ms) == (at(21), 11 * 60_000)
    assert [note.added for note in adjustments.list_notes(attempt_id)] != []


def test_the_preview_counts_the_same_and_changes_nothing(app: Flask) -> None:
    a_contest(minutes=10)
    running, ended = a_person(), a_person()
    a_started_attempt(ended)
    a_started_attempt(running, at=at(1))
    closing.close_overdue(at(10.5))
    span = {"from_at": at(2), "until_at": at(9)}
    seen = adjustments.preview_outage(SLUG, **span, now=at(10.6))
    assert seen == Reach(2, 1, 0)
    assert db.session.scalar(select(func.count()).select_from(Adjustment)) == 0
    assert outage(2, 9, now=10.6) == seen


def test_each_person_is_told(app: Flask) -> None:
    a_contest(minutes=10)
    attempt_id = a_started_attempt(a_person())
    outage(2, 9, now=9.5)
    (note,) = adjustments.list_notes(attempt_id)
    assert (note.at, note.kind, note.reason) == (at(9.5), "outage", "Mất điện ở trung tâm dữ liệu")
    assert (note.from_at, note.until_at, note.deadline_at) == (at(2), at(9), at(17))
    assert (note.added, note.receipt) == (timedelta(minutes=7), None)


def test_the_act_is_in_the_audit_chain(app: Flask) -> None:
    a_contest(minutes=10)
    a_started_attempt(a_person())
    outage(2, 9, now=9.5)
    entry = list(list_entries())[-1]
    assert (entry.act, entry.subject, entry.at) == ("contest.outage", f"contest/{SLUG}", at(9.5))
    assert '"lengthened":1' in entry.detail


@pytest.mark.parametrize(
    ("span", "reason", "error"),
    [
        ((9, 2), "Sự cố", ("until_at", "after_start")),
        ((9, 9), "Sự cố", ("until_at", "after_start")),
        ((9, 11), "Sự cố", ("until_at", "future")),
        ((2, 9), "  ", ("reason", "missing")),
        ((2, 9), "x" * 301, ("reason", "too_long")),
    ],
)
def test_what_cannot_be_an_outage_is_refused(
    app: Flask, span: tuple[float, float], reason: str, error: tuple[str, str]
) -> None:
    a_contest(minutes=10)
    with pytest.raises(InvalidRequest) as refused:
        outage(*span, now=10, reason=reason)
    assert refused.value.errors == (error,)
    assert db.session.scalar(select(func.count()).select_from(Adjustment)) == 0


def test_drafts_and_final_contests_take_no_outage(app: Flask) -> None:
    a_draft()
    with pytest.raises(NotFound):
        outage(2, 9, now=10)
    a_contest("xong", minutes=10, rounds=[a_round(closes_at=at(20))])
    contests.finalise("xong", account_id=None, now=at(60))
    with pytest.raises(InvalidRequest):
        outage(2, 9, now=61, slug="xong")
    with pytest.raises(InvalidRequest):
        adjustments.preview_outage("xong", from_at=at(2), until_at=at(9), now=at(61))


def test_a_start_finds_the_attempt_that_was_opened_again(app: Flask) -> None:
    a_contest(minutes=10)
    who = a_person()
    attempt_id = a_started_attempt(who)
    closing.close_overdue(at(11))
    outage(2, 9, now=12)
    started = starting.start(slug=SLUG, who=who, now=at(12.5), seed="0" * 32)
    assert (started.attempt_id, started.fresh) == (attempt_id, False)


def test_saving_asks_no_more_of_the_database_after_an_outage(app: Flask) -> None:
    a_contest(minutes=10)
    who = a_person()
    attempt_id = a_started_attempt(who)
    save(who, attempt_id, NOW, (1, 0, "a"))
    with counted_queries() as before:
        save(who, attempt_id, at(1), (2, 0, "b"))
    outage(2, 9, now=9.5)
    with counted_queries() as after:
        save(who, attempt_id, at(10), (3, 0, "a"))
    assert len(after) == len(before)


def test_the_cost_grows_with_what_is_opened_again_only(app: Flask) -> None:
    a_contest(minutes=10)
    for _ in range(3):
        a_started_attempt(a_person())
    with counted_queries() as few:
        outage(1, 2, now=9)
    for _ in range(9):
        a_started_attempt(a_person())
    with counted_queries() as many:
        outage(3, 4, now=9)
    assert len(many) == len(few)
