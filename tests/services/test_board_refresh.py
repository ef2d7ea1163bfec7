"""Boards follow results: once, completely, after any crash, and at no cost when nothing waits."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update

from app.domain.contest_rules import CHAIN_A, ChainStep, Prediction
from app.domain.ranking import Facts, rank_key
from app.services import board_refresh, boards, contests, people, unit_derivation
from app.services.contests import ContestView
from app.services.transactions import writing
from app.storage.db import db
from app.storage.tables import Result, Standing
from tests.factories import DONG_VAN, MINH_XUAN, a_person
from tests.factories_contests import (
    DAY,
    a_bank,
    a_contest,
    a_result,
    a_round,
    identity_of,
)
from tests.kept_boards import everything, from_scratch, some_people
from tests.queries import counted_queries, writes

POINTS_FIRST = (ChainStep.POINTS, ChainStep.TIME)


def two_rounds(now: datetime, **rules: Any) -> ContestView:
    a_bank()
    later = a_round(opens_at=now + 2 * DAY, closes_at=now + 3 * DAY)
    return a_contest(attempts_allowed=None, rounds=[a_round(), later], **rules)


def standing_of(person_id: int, scope: int = 0) -> Standing:
    db.session.remove()
    query = select(Standing).where(Standing.person_id == person_id, Standing.scope == scope)
    return db.session.scalars(query).one()


def random_results(
    chance: random.Random, person_ids: Sequence[int], contest: ContestView, now: datetime
) -> None:
    for person_id in person_ids:
        for round_ in contest.rounds:
            for number in range(1, chance.randint(1, 3)):
                a_result(
                    person_id,
                    round_.id,
                    number=number,
                    mills=chance.randint(-1000, 3000),
                    correct=chance.randint(0, 3),
                    time_ms=chance.randint(1, 5) * 1000,
                    ended_at=now + timedelta(seconds=chance.randint(0, 9)),
                )


# Standings


@pytest.mark.parametrize(("counts", "mills"), [("best", 2000), ("first", 1000), ("last", 500)])
def test_the_attempt_that_the_rules_name_counts(
    app: Flask, now: datetime, counts: str, mills: int
) -> None:
    contest = a_contest(attempts_allowed=None, counts=counts, chain=POINTS_FIRST)
    who = a_person().person_id
    for number, earned in enumerate((1000, 2000, 500), start=1):
        a_result(who, contest.rounds[0].id, number=number, mills=earned)
    assert boards.refresh(now) == 3
    for scope in (0, contest.rounds[0].id):
        row = standing_of(who, scope)
        assert (row.mills, row.entries, row.max_mills) == (mills, 3, 3000)


def test_the_whole_contest_adds_the_rounds(app: Flask, now: datetime) -> None:
    contest = two_rounds(now)
    who = a_person().person_id
    a_result(who, contest.rounds[0].id, mills=1000, correct=1, time_ms=5000, ended_at=now)
    a_result(who, contest.rounds[0].id, number=2, mills=2000, correct=2, time_ms=6000)
    boards.refresh(now)
    assert standing_of(who).mills == 2000
    later = now + DAY
    a_result(who, contest.rounds[1].id, mills=3000, correct=3, time_ms=7000, ended_at=later)
    boards.refresh(now)
    row = standing_of(who)
    assert (row.mills, row.max_mills, row.correct, row.time_ms) == (5000, 6000, 5, 13_000)
    assert (row.entries, row.ended_at) == (3, later)
    assert row.rank_key == rank_key(contest.rules.chain, Facts(5000, 5, 13_000, later, attempts=3))


def test_fewer_attempts_rank_higher_where_the_chain_says_so(app: Flask, now: datetime) -> None:
    contest = a_contest(attempts_allowed=None, chain=(ChainStep.POINTS, ChainStep.ATTEMPTS))
    once, twice = a_person().person_id, a_person().person_id
    a_result(twice, contest.rounds[0].id)
    a_result(twice, contest.rounds[0].id, number=2)
    a_result(once, contest.rounds[0].id)
    boards.refresh(now)
    assert standing_of(once).rank_key < standing_of(twice).rank_key


def test_unit_and_group_follow_the_profile(app: Flask, now: datetime) -> None:
    contest = a_contest()
    who = a_person(commune=MINH_XUAN, group="student")
    a_result(who.person_id, contest.rounds[0].id)
    boards.refresh(now)
    people.update_profile(
        identity=identity_of(who),
        full_name="Nguyễn Thị Hạnh",
        group="resident",
        commune=DONG_VAN,
        organisation=None,
        now=now,
    )
    boards.refresh(now)
    row = standing_of(who.person_id)
    assert (row.commune_code, row.group) == (DONG_VAN, "resident")
    incremental = everything()
    assert {row[3] for row in incremental[1]} == {"", "resident"}
    assert incremental == from_scratch(contest, now)


def test_predictions_are_equal_until_settled(app: Flask, now: datetime) -> None:
    contest = a_contest(chain=CHAIN_A, prediction=Prediction("Bao nhiêu?"))
    near, far, none = (a_person().person_id for _ in range(3))
    for who, guess in ((far, 900), (near, 101), (none, None)):
        a_result(who, contest.rounds[0].id, prediction=guess)
    boards.refresh(now)
    keys = {standing_of(who).rank_key for who in (near, far, none)}
    assert len(keys) == 1
    after = now + 2 * DAY
    contests.settle_prediction("cuoc-thi", round_number=1, value=100, account_id=None, now=after)
    for scope in (0, contest.rounds[0].id):
        ordered = [standing_of(who, scope).rank_key for who in (near, far, none)]
        assert ordered == sorted(set(ordered))


def test_a_settled_prediction_may_make_another_attempt_count(app: Flask, now: datetime) -> None:
    contest = a_contest(attempts_allowed=None, chain=CHAIN_A, prediction=Prediction("Bao nhiêu?"))
    who = a_person().person_id
    a_result(who, contest.rounds[0].id, prediction=900, time_ms=1000)
    a_result(who, contest.rounds[0].id, number=2, prediction=100, time_ms=2000)
    boards.refresh(now)
    assert standing_of(who).prediction == 900
    after = now + 2 * DAY
    contests.settle_prediction("cuoc-thi", round_number=1, value=100, account_id=None, now=after)
    assert standing_of(who).prediction == 100


# Again, and after a crash


def test_a_refresh_with_nothing_waiting_is_one_query(app: Flask, now: datetime) -> None:
    contest = a_contest()
    for _ in range(2):
        with counted_queries() as sent:
            assert boards.refresh(now) == 0
        assert (len(sent), writes(sent)) == (1, [])
        db.session.remove()
        a_result(a_person().person_id, contest.rounds[0].id)
        assert boards.refresh(now) == 1
    before = everything()
    boards.refresh(now + DAY)
    assert everything() == before


@pytest.mark.parametrize("seed", range(4))
def test_boards_step_by_step_are_those_from_scratch(
    app: Flask, now: datetime, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(board_refresh, "BATCH", 4)
    chance = random.Random(seed)
    contest = two_rounds(now, chain=POINTS_FIRST, top_n=2, min_unit_size=2)
    person_ids = some_people(9)
    for start in range(0, 9, 3):
        random_results(chance, person_ids[start : start + 3], contest, now)
        boards.refresh(now)
    step_by_step = everything()
    assert step_by_step == from_scratch(contest, now)
    boards.refresh(now)
    assert step_by_step == everything()


@pytest.mark.parametrize("good_writes", range(4))
def test_a_crash_at_any_write_loses_nothing(
    app: Flask, now: datetime, good_writes: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(board_refresh, "BATCH", 2)
    contest = two_rounds(now)
    for who in some_people(5):
        a_result(who, contest.rounds[0].id)
    left = [good_writes]

    def failing_write() -> Any:
        if left[0] == 0:
            raise RuntimeError("power cut")
        left[0] -= 1
        return writing()

    for module in (board_refresh, unit_derivation):
        monkeypatch.setattr(module, "writing", failing_write)
    with pytest.raises(RuntimeError, match="power cut"):
        boards.refresh(now)
    left[0] = 99
    boards.refresh(now)
    assert everything() == from_scratch(contest, now)
    assert len(everything()[0]) == 10


def test_a_result_marked_again_is_carried_again(app: Flask, now: datetime) -> None:
    contest = a_contest()
    who = a_person().person_id
    attempt_id = a_result(who, contest.rounds[0].id, mills=1000)
    boards.refresh(now)
    with writing() as session:
        session.execute(
            update(Result).where(Result.attempt_id == attempt_id).values(mills=2000, on_board=0)
        )
    assert boards.refresh(now) == 1
    assert standing_of(who).mills == 2000


def test_a_batch_costs_the_same_for_one_and_for_many(app: Flask, now: datetime) -> None:
    contest = a_contest()
    costs = []
    for count in (1, 8):
        for who in some_people(count):
            a_result(who, contest.rounds[0].id)
        with counted_queries() as sent:
            boards.refresh(now)
        costs.append(len(sent))
    assert costs[1] <= costs[0]


# Turns that are not eager


def test_a_turn_that_is_not_eager_is_short(
    app: Flask, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(board_refresh, "BATCH", 2)
    monkeypatch.setattr(board_refresh, "TURN", 4)
    contest = a_contest()
    for who in some_people(5):
        a_result(who, contest.rounds[0].id)
    assert boards.refresh(now, eager=False) == 4
    assert boards.refresh(now, eager=False) == 1
    assert everything() == from_scratch(contest, now)


def test_unit_boards_of_a_large_contest_wait_between_two_derivations(
    app: Flask, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(board_refresh, "PEOPLE_A_SECOND", 1)
    contest = a_contest()
    a_result(a_person().person_id, contest.rounds[0].id)
    boards.refresh(now, eager=False)
    a_result(a_person().person_id, contest.rounds[0].id)

    def participants() -> int:
        db.session.remove()
        return sum(row.participants for row in boards.unit_board("cuoc-thi", "commune").rows)

    assert boards.refresh(now + timedelta(seconds=1), eager=False) == 1
    assert participants() == 1
    boards.refresh(now + timedelta(seconds=2), eager=False)
    assert participants() == 2
