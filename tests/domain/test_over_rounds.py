"""What counts over rounds, and predictions that must not be above the true number."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.contest_rules import CHAIN_B, ChainStep
from app.domain.ranking import (
    Facts,
    Truth,
    chosen_rounds,
    parted_by,
    rank_key,
    total,
    values_of,
)

START = datetime(2026, 11, 24, tzinfo=UTC)
GUESS = (ChainStep.PREDICTION,)


def week(correct: int, seconds: int = 100) -> Facts:
    return Facts(correct * 1000, correct, seconds * 1000, START)


WEEKS = [week(18), week(20, 300), week(20, 200), week(12)]


@pytest.mark.parametrize(
    ("over_rounds", "best_k", "places"),
    [
        ("sum", 1, [0, 1, 2, 3]),
        ("last", 1, [3]),
        ("best_k", 1, [2]),  # 20 right in 200 s is better than 20 in 300 s
        ("best_k", 2, [1, 2]),
        ("best_k", 3, [0, 1, 2]),
        ("best_k", 9, [0, 1, 2, 3]),  # fewer than K rounds taken: all of them
    ],
)
def test_the_rules_say_which_rounds_count(over_rounds: str, best_k: int, places: list[int]) -> None:
    assert chosen_rounds(WEEKS, over_rounds, best_k, CHAIN_B) == places


PARTS = st.lists(st.builds(week, st.integers(0, 20), st.integers(1, 600)), min_size=1, max_size=8)


@given(PARTS, st.integers(1, 9))
def test_the_best_rounds_are_never_more_than_all_and_grow_with_their_number(
    parts: list[Facts], k: int
) -> None:
    def correct(number: int) -> int:
        places = chosen_rounds(parts, "best_k", number, CHAIN_B)
        return total([parts[place] for place in places]).correct

    assert correct(k) <= correct(k + 1) <= total(parts).correct
    assert len(chosen_rounds(parts, "best_k", k, CHAIN_B)) == min(k, len(parts))


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        (100, 99),
        (0, 101),  # far below is before a little above
        (101, 102),
        (102, None),
        (0, 10**9),
    ],
)
def test_a_guess_above_the_true_number_stands_behind_all_that_are_not(
    better: int | None, worse: int | None
) -> None:
    truth = Truth(100, not_over=True)
    one, other = (
        rank_key(GUESS, Facts(0, 0, 0, START, prediction=guess), truth) for guess in (better, worse)
    )
    assert one < other
    assert parted_by(GUESS, one, other) is ChainStep.PREDICTION


def test_without_that_rule_the_side_does_not_matter() -> None:
    keys = {rank_key(GUESS, Facts(0, 0, 0, START, prediction=g), Truth(100)) for g in (99, 101)}
    assert len(keys) == 1


@given(
    st.lists(st.sampled_from(list(ChainStep)), min_size=1, unique=True),
    st.builds(
        Facts,
        st.integers(-300_000, 300_000),
        st.integers(0, 200),
        st.integers(0, 10**9),
        st.integers(0, 10**9).map(lambda ms: START + timedelta(milliseconds=ms)),
        st.integers(1, 1000),
        st.none() | st.integers(0, 10**9),
    ),
)
def test_a_key_can_be_read_again_step_by_step(chain: list[ChainStep], facts: Facts) -> None:
    values = values_of(chain, rank_key(chain, facts))
    expected = {
        ChainStep.POINTS: -facts.mills,
        ChainStep.CORRECT: -facts.correct,
        ChainStep.TIME: facts.time_ms,
        ChainStep.ATTEMPTS: facts.attempts,
        ChainStep.DRAW: 0,
    }
    assert list(values) == chain
    assert all(values[step] == expected[step] for step in chain if step in expected)
