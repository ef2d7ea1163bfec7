"""Limits: how many tries at once, how long the waits, and nothing by address."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain import limits
from app.domain.limits import Counter, Limit, take, wait_after, whole_seconds
from tests.conftest import NOW

STEPS = Limit("steps", 3, 600, (10, 20, 40))
BUDGET = Limit("budget", 3, 60)
GAPS = st.lists(st.floats(min_value=0, max_value=90), min_size=1, max_size=60)


def play(limit: Limit, gaps: list[float]) -> list[tuple[datetime, bool, int]]:
    """Tries with pauses between them: moment, allowed, retry_after."""
    kept: Counter | None = None
    now, found = NOW, []
    for gap in gaps:
        now += timedelta(seconds=gap)
        decision = take(limit, kept, now)
        kept = decision.kept
        found.append((now, decision.allowed, decision.retry_after))
    return found


@pytest.mark.parametrize(
    ("number", "wait"), [(1, 0), (2, 0), (3, 10), (4, 20), (5, 40), (6, 40), (1000, 40)]
)
def test_waits_grow_and_the_last_is_repeated(number: int, wait: int) -> None:
    assert wait_after(STEPS, number) == wait


def test_a_budget_has_no_waits_of_its_own() -> None:
    assert [wait_after(BUDGET, number) for number in (1, 3, 4, 99)] == [0, 0, 0, 0]


def test_after_the_free_tries_each_has_to_wait_for_its_step() -> None:
    found = play(STEPS, [0, 0, 0, 0, 10, 1, 19, 39, 1])
    assert [allowed for _, allowed, _ in found] == [
        True, True, True, False, True, False, True, False, True,
    ]  # fmt: skip
    assert [wait for _, allowed, wait in found if not allowed] == [10, 19, 1]


def test_a_budget_is_whole_again_when_its_time_is_over() -> None:
    found = play(BUDGET, [0, 10, 10, 10, 29.5, 0.5, 0, 0, 0])
    assert [allowed for _, allowed, _ in found] == [
        True, True, True, False, False, True, True, True, False,
    ]  # fmt: skip
    assert [wait for _, allowed, wait in found if not allowed] == [30, 1, 60]


def test_without_a_try_for_long_enough_all_is_forgotten() -> None:
    found = play(STEPS, [0, 0, 0, 600, 0, 0, 0])
    assert [allowed for _, allowed, _ in found] == [True] * 6 + [False]


@pytest.mark.parametrize(
    ("milliseconds", "seconds"), [(0, 1), (1, 1), (999, 1), (1000, 1), (1001, 2), (90_000, 90)]
)
def test_a_wait_is_told_in_whole_seconds_and_never_too_short(
    milliseconds: int, seconds: int
) -> None:
    assert whole_seconds(timedelta(milliseconds=milliseconds)) == seconds


@given(GAPS)
def test_in_no_window_does_a_budget_allow_more_than_twice_its_size(gaps: list[float]) -> None:
    moments = [moment for moment, allowed, _ in play(BUDGET, gaps) if allowed]
    for start in moments:
        inside = [one for one in moments if start <= one < start + timedelta(seconds=60)]
        assert len(inside) <= 2 * BUDGET.free


@given(GAPS)
def test_steps_never_allow_more_than_the_free_tries_and_one_a_wait(gaps: list[float]) -> None:
    moments = [moment for moment, allowed, _ in play(STEPS, gaps) if allowed]
    for place in range(STEPS.free, len(moments)):
        pause = (moments[place] - moments[place - 1]).total_seconds()
        first = (moments[place] - moments[place - STEPS.free]).total_seconds()
        assert pause >= STEPS.waits[0] or first >= STEPS.waits[0]


@pytest.mark.parametrize("limit", [STEPS, BUDGET])
@given(gaps=GAPS)
def test_a_refusal_changes_nothing_and_who_waits_as_told_is_let_in(
    limit: Limit, gaps: list[float]
) -> None:
    kept: Counter | None = None
    now = NOW
    for gap in gaps:
        now += timedelta(seconds=gap)
        decision = take(limit, kept, now)
        if not decision.allowed:
            assert decision.kept == kept
            later = now + timedelta(seconds=decision.retry_after)
            assert take(limit, kept, later).allowed
        kept = decision.kept


def test_names_are_told_apart_and_waits_grow() -> None:
    assert len({limit.name for limit in limits.ALL}) == len(limits.ALL)
    for limit in limits.ALL:
        assert list(limit.waits) == sorted(limit.waits)


def test_a_person_with_a_known_browser_has_more_tries_than_a_stranger() -> None:
    assert limits.KNOWN_BROWSER.free > limits.STRANGER.free
    assert max(limits.KNOWN_BROWSER.waits) < max(limits.STRANGER.waits)
