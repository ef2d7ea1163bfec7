"""Drawing lots: a fixed order of equal people that depends on nothing but seed and attempt."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from app.domain.contest_rules import ChainStep
from app.domain.lots import HeldDraw
from app.domain.ranking import Facts, Truth, counting, parting_step, rank_key, ranks

NOW = datetime(2026, 11, 24, tzinfo=UTC)
CHAIN = (ChainStep.CORRECT, ChainStep.TIME, ChainStep.DRAW)
DRAWS = st.builds(HeldDraw, st.text(max_size=9), st.text(max_size=9), st.just(NOW))
IDS = st.lists(st.integers(1, 10**12), min_size=2, max_size=20, unique=True)


def equal(attempt_id: int, **more: Any) -> Facts:
    """Somebody like everybody else, but for the attempt's number."""
    return replace(Facts(20_000, 20, 300_000, NOW, ticket=attempt_id), **more)


def test_a_lot_can_be_worked_out_by_hand() -> None:
    draw = HeldDraw("ab12", "Tuyên Quang", NOW)
    digest = sha256("ab12\nTuyên Quang\n7".encode()).hexdigest()
    assert draw.lot(7) == int(digest[:16], 16) // 4


def test_before_the_draw_equal_people_share_a_rank() -> None:
    keys = [rank_key(CHAIN, equal(number)) for number in (1, 2, 3)]
    assert ranks(sorted(keys)) == [1, 1, 1]


@given(DRAWS, IDS, st.randoms(use_true_random=False))
def test_the_draw_is_an_order_of_all_that_the_order_of_a_list_does_not_change(
    draw: HeldDraw, ids: list[int], chance: Any
) -> None:
    truth = Truth(draw=draw)

    def order(some: list[int]) -> list[int]:
        return sorted(some, key=lambda one: rank_key(CHAIN, equal(one), truth))

    shuffled = list(ids)
    chance.shuffle(shuffled)
    assert order(ids) == order(shuffled)
    assert sorted(order(ids)) == sorted(ids)
    keys = sorted(rank_key(CHAIN, equal(one), truth) for one in ids)
    assert ranks(keys) == list(range(1, len(ids) + 1))


@given(DRAWS, st.integers(1, 10**9), st.integers(1, 10**9))
def test_a_lot_never_lifts_anybody_above_a_better_one(draw: HeldDraw, one: int, other: int) -> None:
    truth = Truth(draw=draw)
    better, worse = equal(one), equal(other, correct=19)
    assert rank_key(CHAIN, better, truth) < rank_key(CHAIN, worse, truth)
    assert parting_step(CHAIN, better, worse, truth) is ChainStep.CORRECT


@given(DRAWS, IDS)
def test_nobody_draws_lots_with_oneself(draw: HeldDraw, ids: list[int]) -> None:
    attempts = [equal(one) for one in sorted(ids)]
    assert counting(attempts, "best", CHAIN, Truth(draw=draw)) == 0


def test_other_words_said_in_public_give_another_order() -> None:
    ids = range(1, 30)
    orders = {
        tuple(sorted(ids, key=HeldDraw("seed", phrase, NOW).lot)) for phrase in ("", "a", "b")
    }
    assert len(orders) == 3
