"""Tails agree with counting everything, and corrections with the textbook."""

from __future__ import annotations

from itertools import product
from math import prod

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.evidence_chance import adjusted, tail

CHANCES = st.lists(st.floats(0, 1), max_size=8)


@given(CHANCES, st.integers(-1, 9))
def test_a_tail_is_the_sum_over_everything_that_could_happen(
    chances: list[float], at_least: int
) -> None:
    whole = sum(
        prod(one if came else 1 - one for one, came in zip(chances, coins, strict=True))
        for coins in product((False, True), repeat=len(chances))
        if sum(coins) >= at_least
    )
    assert tail(chances, at_least) == pytest.approx(whole, abs=1e-12)


def test_equal_coins_give_the_binomial_tail() -> None:
    assert tail([0.5] * 10, 9) == pytest.approx(11 / 1024)
    assert tail([0.25] * 20, 20) == pytest.approx(0.25**20)


def test_the_adjustment_is_that_of_benjamini_and_hochberg() -> None:
    assert adjusted([0.01, 0.04, 0.03, 0.005], 4) == pytest.approx([0.02, 0.04, 0.04, 0.02])


def test_tests_that_are_not_given_count_too() -> None:
    assert adjusted([0.001], 500) == pytest.approx([0.5])
    assert adjusted([0.001, 0.002], 1000) == pytest.approx([1.0, 1.0])


def test_fewer_tests_than_values_are_refused() -> None:
    with pytest.raises(ValueError):
        adjusted([0.1, 0.2], 1)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=20), st.integers(0, 1000))
def test_adjusting_never_makes_anything_likelier_to_be_a_sign(
    values: list[float], more: int
) -> None:
    found = adjusted(values, len(values) + more)
    assert all(new >= old for new, old in zip(found, values, strict=True))
    assert sorted(found) == [
        found[place] for place in sorted(range(len(values)), key=lambda i: (values[i], found[i]))
    ]
