"""Previews: the contest at any moment for anybody, drawn and marked, and nothing kept."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.domain.contest_moments import Moment
from app.domain.contests import State
from app.services import banks, contest_previews
from app.services.contest_previews import as_if, draw_paper, invent_result
from app.services.contests import ContestView
from app.storage.db import db
from tests.factories_contests import DAY, a_bank, a_contest, a_draft, a_round


def a_two_round_contest(now: datetime, **settings: object) -> ContestView:
    a_bank(count=9)
    second = a_round(title="Đợt 2", opens_at=now + 7 * DAY, closes_at=now + 8 * DAY)
    return a_contest(rounds=[a_round(), second], **settings)


def row_counts() -> dict[str, int]:
    """How many rows every table has."""
    return {
        name: db.session.scalar(select(func.count()).select_from(table)) or 0
        for name, table in db.metadata.tables.items()
    }


@pytest.mark.parametrize(
    ("moment", "state", "way_in"),
    [
        (Moment.BEFORE, State.SCHEDULED, "closed"),
        (Moment.WAITING, State.SCHEDULED, "wait"),
        (Moment.OPENED, State.OPEN, "start"),
        (Moment.DURING, State.OPEN, "start"),
        (Moment.LAST_MINUTE, State.OPEN, "start"),
        (Moment.CLOSED, State.CLOSED, "closed"),
        (Moment.FINAL, State.FINAL, "closed"),
    ],
)
def test_a_draft_is_seen_as_if_it_were_published(
    app: Flask, moment: Moment, state: State, way_in: str
) -> None:
    contest = a_draft()
    seen = as_if(contest, contest.rounds[0], moment)
    assert seen.state is state
    assert seen.way_in("resident") == way_in
    assert contest.published_at is None


def test_who_may_not_take_part_and_who_is_not_signed_in_are_led_elsewhere(
    app: Flask, now: datetime
) -> None:
    contest = a_two_round_contest(now, groups=("cadre",))
    seen = as_if(contest, contest.rounds[0], Moment.DURING)
    assert [seen.way_in(who) for who in ("cadre", "resident", None)] == [
        "start",
        "none_left",
        "sign_in",
    ]


def test_between_two_rounds_people_wait_for_the_next(app: Flask, now: datetime) -> None:
    contest = a_two_round_contest(now)
    first, second = contest.rounds
    assert as_if(contest, first, Moment.CLOSED).coming == second
    assert as_if(contest, second, Moment.WAITING).coming == second
    assert as_if(contest, second, Moment.CLOSED).coming is None
    assert as_if(contest, first, Moment.FINAL).state is State.FINAL


def test_a_seed_always_draws_the_same_paper_and_another_another(app: Flask, now: datetime) -> None:
    contest = a_two_round_contest(now)
    seen = as_if(contest, contest.rounds[0], Moment.DURING)
    papers = {seed: draw_paper(seen, seed).paper for seed in "123456"}
    assert draw_paper(seen, "1").paper == papers["1"]
    assert len({tuple(one.id for one in paper.questions) for paper in papers.values()}) > 1
    assert all(len(paper.questions) == 3 for paper in papers.values())


def test_an_attempt_of_the_last_minute_ends_with_the_round(app: Flask, now: datetime) -> None:
    contest = a_two_round_contest(now)
    round_ = contest.rounds[0]
    late = draw_paper(as_if(contest, round_, Moment.LAST_MINUTE), "1")
    assert late.deadline_at == round_.closes_at
    early = draw_paper(as_if(contest, round_, Moment.BEFORE), "1")
    assert (early.started_at, early.deadline_at - early.started_at) == (
        round_.opens_at,
        timedelta(minutes=10),
    )


@pytest.mark.parametrize(
    ("policy", "moment", "score", "answers", "explained"),
    [
        ("nothing", Moment.CLOSED, False, False, False),
        ("score", Moment.CLOSED, True, False, False),
        ("answers", Moment.CLOSED, True, True, False),
        ("explanations", Moment.DURING, True, True, False),
        ("explanations", Moment.LAST_MINUTE, True, True, False),
        ("explanations", Moment.CLOSED, True, True, True),
    ],
)
def test_a_result_shows_what_the_policy_shows_at_that_moment(
    app: Flask,
    now: datetime,
    policy: str,
    moment: Moment,
    score: bool,
    answers: bool,
    explained: bool,
) -> None:
    contest = a_two_round_contest(now, result_policy=policy)
    made = invent_result(as_if(contest, contest.rounds[0], moment), "1")
    assert made is not None
    assert (made.earned is not None, made.answers is not None, made.explained) == (
        score,
        answers,
        explained,
    )
    for one in made.answers or ():
        assert (one.key is not None) is (one.mark is not None) is explained


def test_before_the_opening_nobody_has_a_result(app: Flask, now: datetime) -> None:
    contest = a_two_round_contest(now)
    assert invent_result(as_if(contest, contest.rounds[1], Moment.WAITING), "1") is None


def test_the_score_is_that_of_the_answers_shown(app: Flask, now: datetime) -> None:
    contest = a_two_round_contest(now, result_policy="explanations")
    made = invent_result(as_if(contest, contest.rounds[0], Moment.CLOSED), "4")
    assert made is not None and made.earned is not None and made.answers is not None
    marks = [one.mark for one in made.answers if one.mark]
    assert made.earned.correct == sum(one.correct for one in marks)
    assert made.earned.mills == sum(one.mills for one in marks)
    assert 0 <= made.earned.time_ms <= 10 * 60_000
    assert made.started_at < made.ended_at


def test_nothing_at_all_is_written(app: Flask, now: datetime) -> None:
    contest = a_two_round_contest(now, result_policy="explanations")
    before = row_counts()
    for moment in Moment:
        seen = as_if(contest, contest.rounds[0], moment)
        draw_paper(seen, "1")
        invent_result(seen, "1")
    db.session.rollback()
    assert row_counts() == before
    assert before["contests"] == 1
    assert banks.list_banks()[0].latest.number == 1
    assert contest_previews.may_take_part(contest.rules, "resident")
