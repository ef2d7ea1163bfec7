"""While boards stand still nothing that came after the freeze can be read from them."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from flask import Flask

from app.domain.errors import ContestFrozen, InvalidRequest, NotFound
from app.services import (
    boards,
    ceremonies,
    contest_ending,
    contests,
    freezing,
    own_results,
    recount_sources,
)
from app.services.accounts import SignedIn
from app.services.board_views import Board
from tests.factories import a_person, an_organisation
from tests.factories_contests import a_bank, a_contest, a_finished_attempt, a_round

SLUG = "cuoc-thi"
HOUR = timedelta(hours=1)


@pytest.fixture
def frozen(app: Flask, now: datetime) -> str:
    """One result before the freeze, an hour from now."""
    a_bank()
    a_contest(SLUG, attempts_allowed=None, rounds=[a_round(closes_at=now + 4 * HOUR)])
    an_organisation("a", "Sở A")
    early = a_person(organisation="a", full_name="Lò Văn Sớm")
    a_finished_attempt(early, SLUG, right=1, at=now)
    freezing.plan_freeze(SLUG, freeze_at=now + HOUR, reveal_at=None, account_id=None, now=now)
    boards.refresh(now)
    return SLUG


def late_result(now: datetime, right: int = 3) -> SignedIn:
    who = a_person(organisation="a", full_name="Hà Thị Muộn")
    a_finished_attempt(who, SLUG, right=right, at=now + 2 * HOUR)
    boards.refresh(now + 3 * HOUR)
    return who


def people(board: Board) -> list[str]:
    return [row.name for row in board.rows]


def test_what_ended_after_the_freeze_is_on_no_board(frozen: str, now: datetime) -> None:
    who = late_result(now)
    assert people(boards.individual_board(frozen)) == ["Lò V. S."]
    for kind in ("organisation", "commune"):
        assert sum(row.participants for row in boards.unit_board(frozen, kind).rows) == 1
    own = own_results.get_own_part(frozen, person_id=who.person_id, now=now + 3 * HOUR)
    assert (own.rank, own.total) == (None, None)
    assert own.attempts[0].earned is not None
    assert own.attempts[0].earned.mills == 3000
    assert freezing.count_withheld(frozen) == 1


def test_somebody_who_goes_on_keeps_the_place_of_before(frozen: str, now: datetime) -> None:
    who = a_person(full_name="Mã A Tỏa")
    a_finished_attempt(who, SLUG, right=2, at=now + HOUR / 2)
    a_finished_attempt(who, SLUG, right=3, at=now + 2 * HOUR)
    boards.refresh(now + 3 * HOUR)
    first = boards.individual_board(frozen).rows[0]
    assert (first.name, first.mills, first.entries) == ("Mã A. T.", 2000, 1)


def test_revealing_brings_everything(frozen: str, now: datetime) -> None:
    late_result(now)
    freezing.reveal(frozen, account_id=None, now=now + 4 * HOUR)
    boards.refresh(now + 4 * HOUR)
    assert people(boards.individual_board(frozen)) == ["Hà T. M.", "Lò V. S."]
    assert freezing.count_withheld(frozen) == 0
    freezing.reveal(frozen, account_id=None, now=now + 5 * HOUR)


def test_a_recount_of_a_frozen_contest_agrees(frozen: str, now: datetime) -> None:
    late_result(now)
    assert recount_sources.recount_contest(frozen).differences == []


def test_a_planned_reveal_comes_by_itself(frozen: str, now: datetime) -> None:
    late_result(now)
    freezing.plan_freeze(
        frozen, freeze_at=now + HOUR, reveal_at=now + 5 * HOUR, account_id=None, now=now + 3 * HOUR
    )
    assert freezing.reveal_due(now + 5 * HOUR - timedelta(seconds=1)) == 0
    assert freezing.reveal_due(now + 5 * HOUR) == 1
    assert freezing.reveal_due(now + 6 * HOUR) == 0
    boards.refresh(now + 6 * HOUR)
    assert len(people(boards.individual_board(frozen))) == 2


@pytest.mark.parametrize(
    ("freeze", "reveal", "path"),
    [(-1, None, "freeze_at"), (2, 1, "reveal_at"), (None, 3, "reveal_at")],
)
def test_a_plan_that_cannot_be_says_why(
    app: Flask, now: datetime, freeze: int | None, reveal: int | None, path: str
) -> None:
    a_contest(SLUG)
    with pytest.raises(InvalidRequest) as refused:
        freezing.plan_freeze(
            SLUG,
            freeze_at=None if freeze is None else now + freeze * HOUR,
            reveal_at=None if reveal is None else now + reveal * HOUR,
            account_id=None,
            now=now,
        )
    assert [one for one, _ in refused.value.errors] == [path]


def test_a_freeze_that_has_begun_is_ended_by_revealing_only(frozen: str, now: datetime) -> None:
    with pytest.raises(InvalidRequest):
        freezing.plan_freeze(
            frozen, freeze_at=None, reveal_at=None, account_id=None, now=now + 2 * HOUR
        )


def test_a_frozen_contest_is_not_declared_final(frozen: str, now: datetime) -> None:
    with pytest.raises(ContestFrozen):
        contest_ending.finalise(frozen, account_id=None, now=now + 30 * HOUR)


# The ceremony


def test_the_ceremony_reveals_one_place_after_the_other_from_the_last(
    frozen: str, now: datetime
) -> None:
    late_result(now)
    then = now + 4 * HOUR
    contest = contests.get_contest(frozen)
    with pytest.raises(NotFound):
        ceremonies.watch(contest)
    assert ceremonies.prepare(frozen, places=10, account_id=None, now=then) == 2
    assert ceremonies.watch(contest).shown == ()
    ceremonies.advance(frozen, step=1, account_id=None, now=then)
    ceremonies.advance(frozen, step=1, account_id=None, now=then)  # Pressed twice.
    shown = ceremonies.watch(contest)
    assert [(one.rank, one.name) for one in shown.shown] == [(2, "Lò V. S.")]
    assert shown.waiting == 1
    ceremonies.advance(frozen, step=2, account_id=None, now=then)
    assert [one.name for one in ceremonies.watch(contest).shown] == ["Hà T. M.", "Lò V. S."]
    ceremonies.advance(frozen, step=3, account_id=None, now=then)
    assert len(ceremonies.watch(contest).shown) == 2
    assert people(boards.individual_board(frozen)) == ["Lò V. S."]  # Until it is revealed.
    freezing.reveal(frozen, account_id=None, now=then)
    with pytest.raises(NotFound):
        ceremonies.watch(contest)


def test_no_ceremony_without_a_freeze(app: Flask, now: datetime) -> None:
    a_contest(SLUG)
    with pytest.raises(InvalidRequest):
        ceremonies.prepare(SLUG, places=3, account_id=None, now=now)
