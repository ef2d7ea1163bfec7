"""Watching: exact counts, kept for a few seconds, and what is wrong said plainly."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from flask import Flask

from app.domain.errors import NotFound
from app.domain.watching import Flow
from app.services import attempts, boards, closing, leases, watching
from app.services.attempts import RawAnswer
from app.services.transactions import writing
from app.services.watching import Live
from app.storage.tables import Job
from tests.factories import DONG_VAN, MINH_XUAN, SON_DUONG, a_person, an_organisation, some_communes
from tests.factories_contests import (
    a_contest,
    a_draft,
    a_finished_attempt,
    a_started_attempt,
    identity_of,
)
from tests.queries import counted_queries, writes

SLUG = "cuoc-thi"
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


@pytest.fixture
def slug(app: Flask) -> str:
    some_communes()
    an_organisation()
    return a_contest(SLUG, attempts_allowed=None, minutes=10).slug


def live(now: datetime) -> Live:
    return watching.watch(SLUG, now=now).live


def save(attempt_id: int, who: object, now: datetime, seq: int = 1) -> None:
    identity = identity_of(who)  # type: ignore[arg-type]
    sitting = attempts.get_sitting(attempt_id=attempt_id, identity=identity, now=now)
    answer = RawAnswer(seq, sitting.questions[0].id, "a")
    attempts.save_answers(attempt_id=attempt_id, identity=identity, answers=[answer], now=now)


def test_people_are_counted_once_however_they_take_part(slug: str, now: datetime) -> None:
    on_board, waiting, answering = a_person(), a_person(), a_person()
    a_finished_attempt(on_board, at=now)
    boards.refresh(now)
    a_finished_attempt(on_board, at=now + MINUTE)
    a_finished_attempt(waiting, at=now)
    for who in (on_board, waiting, answering):
        a_started_attempt(who, at=now + 3 * MINUTE)
    shown = live(now + 4 * MINUTE)
    assert (shown.people, shown.attempts, shown.open) == (3, 6, 3)


def test_another_contest_is_not_mixed_in(slug: str, now: datetime) -> None:
    other = a_contest("cuoc-khac")
    a_finished_attempt(a_person(), other.slug, at=now)
    a_started_attempt(a_person(), other.slug, at=now)
    boards.refresh(now)
    shown = watching.watch(SLUG, now=now)
    assert (shown.live.people, shown.live.attempts, shown.live.open) == (0, 0, 0)
    assert sum(flow.began for _day, flow in shown.history.days) == 0
    assert shown.history.scores == ()


def test_answers_of_the_last_minute_are_counted(slug: str, now: datetime) -> None:
    who = a_person()
    attempt_id = a_started_attempt(who, at=now)
    save(attempt_id, who, now + MINUTE)
    save(attempt_id, who, now + 3 * MINUTE, seq=2)
    save(attempt_id, who, now + 3 * MINUTE, seq=3)
    assert live(now + 3 * MINUTE + timedelta(seconds=30)).saves_a_minute == 2


def test_starts_and_ends_are_shown_by_hour_and_by_day(slug: str, now: datetime) -> None:
    a_finished_attempt(a_person(), at=now, seconds=60)
    a_finished_attempt(a_person(), at=now + 58 * MINUTE, seconds=300)
    a_started_attempt(a_person(), at=now + HOUR)
    shown = watching.watch(SLUG, now=now + HOUR + 5 * MINUTE).history
    assert [flow for _hour, flow in shown.hours][-2:] == [Flow(2, 1), Flow(1, 1)]
    assert shown.days[-1][1] == Flow(3, 2)
    assert shown.ended_today == 2


def test_of_a_contest_that_is_over_its_last_hours_are_shown(slug: str, now: datetime) -> None:
    later = now + timedelta(days=30)
    shown = watching.watch(SLUG, now=later)
    assert shown.history.hours[-1][0] <= shown.contest.closes_at
    assert shown.history.days[-1][0] == (shown.contest.closes_at + timedelta(hours=7)).date()
    assert shown.history.ended_today == 0


def test_scores_are_spread_over_columns(slug: str, now: datetime) -> None:
    for right in (3, 3, 1):
        a_finished_attempt(a_person(), right=right, at=now)
    boards.refresh(now)
    columns = watching.watch(SLUG, now=now).history.scores
    assert [column.people for column in columns] == [0, 1, 0, 2]


def test_units_with_their_people_and_those_with_nobody(slug: str, now: datetime) -> None:
    an_organisation("doan", "Tỉnh Đoàn")
    a_finished_attempt(a_person(commune=MINH_XUAN, organisation="so-khcn"), at=now)
    a_finished_attempt(a_person(commune=DONG_VAN), at=now)
    boards.refresh(now)
    shown = watching.watch(SLUG, now=now)
    assert {row.unit.id: row.participants for row in shown.communes.rows} == {
        MINH_XUAN: 1,
        DONG_VAN: 1,
        SON_DUONG: 0,
    }
    assert [row.unit.name for row in shown.communes.absent] == ["Xã Sơn Dương"]
    assert [row.unit.name for row in shown.organisations.absent] == ["Tỉnh Đoàn"]


def test_a_contest_in_order_has_no_problems(slug: str, now: datetime) -> None:
    a_finished_attempt(a_person(), at=now)
    boards.refresh(now)
    leases.take(duty="ticker", holder="one", now=now)
    assert live(now).is_well


def test_a_background_that_stands_still_is_a_problem(slug: str, now: datetime) -> None:
    assert live(now).background_is_gone
    leases.take(duty="ticker", holder="one", now=now)
    shown = live(now + timedelta(seconds=10))
    assert (shown.background_age, shown.background_is_gone) == (10, False)
    assert live(now + MINUTE).background_is_gone


def test_results_that_no_board_shows_make_it_late(slug: str, now: datetime) -> None:
    a_finished_attempt(a_person(), at=now, seconds=0)
    assert not live(now + timedelta(seconds=4)).board_is_late
    assert live(now + timedelta(seconds=20)).board_age == 20
    boards.refresh(now)
    assert live(now + timedelta(seconds=40)).board_age == 0


def test_an_attempt_closed_after_its_grace_does_not_make_the_board_look_late(
    slug: str, now: datetime
) -> None:
    a_started_attempt(a_person(), at=now)
    moment = now + 10 * MINUTE
    while closing.close_overdue(moment) == 0:
        moment += timedelta(seconds=1)
    shown = live(moment)
    assert shown.board_age <= 5
    assert (shown.open, shown.overdue) == (0, 0)


def test_attempts_that_nobody_closes_are_a_problem(slug: str, now: datetime) -> None:
    a_started_attempt(a_person(), at=now)
    assert live(now + 10 * MINUTE).overdue == 0
    assert live(now + 12 * MINUTE).overdue == 1


def test_jobs_that_failed_today_are_told_and_older_ones_are_not(slug: str, now: datetime) -> None:
    jobs = (("one", now - timedelta(days=2)), ("two", now - HOUR), ("three", None))
    with writing() as session:
        for token, ended in jobs:
            session.add(
                Job(
                    token=token,
                    kind="k",
                    params="{}",
                    state="failed" if ended else "waiting",
                    error="failed" if ended else None,
                    finished_at=ended,
                    done=0,
                    total=0,
                    tries=1,
                    created_at=now,
                )
            )
    shown = live(now)
    assert (shown.jobs_failed, shown.jobs_waiting) == (1, 1)


def test_all_who_watch_share_one_count_and_nothing_is_written(slug: str, now: datetime) -> None:
    with counted_queries() as first:
        watching.watch(SLUG, now=now)
    a_started_attempt(a_person(), at=now)
    with counted_queries() as second:
        shown = watching.watch(SLUG, now=now)
    assert shown.live.attempts == 0
    assert len(second) < len(first)
    assert writes(first) == writes(second) == []
    assert live(now + timedelta(seconds=watching.COUNTED_EVERY)).attempts == 1


def test_drafts_and_unknown_contests_cannot_be_watched(slug: str, now: datetime) -> None:
    a_draft("nhap")
    for name in ("nhap", "khong-co"):
        with pytest.raises(NotFound):
            watching.watch(name, now=now)
