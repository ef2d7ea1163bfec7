"""Time given back: a pause stops the limit, counts once, and never takes anything away."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.adjustments import (
    Pause,
    WorkingTime,
    covered,
    reopened,
    union,
    with_outages,
    working_time,
)
from app.domain.contests import elapsed_ms

TEN = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
LIMIT = 15 * MINUTE


def at(minute: float) -> datetime:
    """So many minutes after ten o'clock, when the attempt starts."""
    return TEN + minute * MINUTE


def pause(start: float, end: float) -> Pause:
    return Pause(at(start), at(end))


def deadline(*pauses: Pause, extra: float = 0) -> datetime:
    time = WorkingTime(TEN, LIMIT, pauses).with_extra(extra * MINUTE)
    return time.deadline_at


@pytest.mark.parametrize(
    ("outages", "ends"),
    [
        ([], 15),
        ([(2, 9)], 22),  # inside: all seven minutes
        ([(-5, 3)], 18),  # began before the start: only what was its time
        ([(-5, 0)], 15),  # over just when it started
        ([(-5, -1)], 15),
        ([(15, 20)], 15),  # began just when the time was over
        ([(20, 30)], 15),
        ([(10, 20)], 25),  # five minutes were left when it began, five are left after it
        ([(0, 15)], 30),
        ([(2, 9), (2, 9)], 22),  # recorded twice
        ([(2, 9), (5, 11)], 24),  # overlapping: nine minutes in all
        ([(2, 9), (9, 11)], 24),  # touching
        ([(2, 9), (4, 6)], 22),  # one inside the other
        ([(2, 9), (12, 14)], 24),
        ([(2, 9), (16, 20)], 26),  # the second fell into time that the first gave back
    ],
)
def test_an_outage_moves_the_deadline_by_what_it_took(
    outages: list[tuple[float, float]], ends: float
) -> None:
    for order in permutations([pause(*one) for one in outages]):
        assert deadline(*order) == at(ends)


def test_extra_time_is_added_to_the_limit() -> None:
    assert deadline(extra=5) == at(20)
    assert deadline(pause(16, 20), extra=5) == at(24)
    assert deadline(extra=-5) == at(15)


def test_pauses_that_meet_are_joined() -> None:
    assert union([pause(4, 6), pause(1, 2), pause(2, 3), pause(5, 9)]) == (pause(1, 3), pause(4, 9))


def test_covered_time_counts_once_and_only_within_the_bounds() -> None:
    pauses = [pause(-3, 2), pause(1, 4), pause(8, 20)]
    assert covered(pauses, at(0), at(10)) == 6 * MINUTE
    assert covered([], at(0), at(10)) == timedelta(0)


def test_each_outage_is_told_what_it_added() -> None:
    time, steps = with_outages(WorkingTime(TEN, LIMIT), [(2, pause(16, 20)), (1, pause(2, 9))])
    assert [(one.outage_id, one.before, one.after) for one in steps] == [
        (1, at(15), at(22)),
        (2, at(22), at(26)),
    ]
    assert time.deadline_at == at(26)
    assert with_outages(time, [(3, pause(2, 9)), (4, pause(30, 40))]) == (time, ())


@pytest.mark.parametrize(
    ("closed", "wanted", "ends"),
    [
        (5, 5, 70),  # ten minutes were left: they are not taken away
        (5, 20, 80),
        (15, 5, 65),  # its time was over
        (14, 5, 65),
    ],
)
def test_a_reopened_attempt_goes_on_for_what_is_wanted_but_not_for_less_than_was_left(
    closed: float, wanted: float, ends: float
) -> None:
    time = reopened(
        WorkingTime(TEN, LIMIT), closed_at=at(closed), now=at(60), wanted=wanted * MINUTE
    )
    assert time.deadline_at == at(ends)
    used = elapsed_ms(TEN, at(62), time.deadline_at, time.paused_ms)
    assert used == (closed + 2) * 60_000


MOMENTS = st.integers(-30 * 60, 60 * 60).map(lambda second: TEN + timedelta(seconds=second))
PAUSES = st.builds(lambda one, other: Pause(min(one, other), max(one, other)), MOMENTS, MOMENTS)


@given(st.lists(PAUSES, max_size=6), PAUSES)
def test_a_pause_more_never_shortens(pauses: list[Pause], another: Pause) -> None:
    assert deadline(*pauses, another) >= deadline(*pauses) >= at(15)


@given(st.lists(PAUSES, max_size=6), st.randoms(use_true_random=False))
def test_the_order_of_pauses_does_not_matter(pauses: list[Pause], chance: object) -> None:
    shuffled = list(pauses)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert deadline(*shuffled) == deadline(*pauses) == deadline(*pauses, *pauses)


@given(st.lists(PAUSES, max_size=6))
def test_overlapping_pauses_are_worth_their_union(pauses: list[Pause]) -> None:
    assert deadline(*pauses) == deadline(*union(pauses))


@given(st.lists(PAUSES, max_size=6))
def test_outside_pauses_exactly_the_limit_can_be_worked(pauses: list[Pause]) -> None:
    end = deadline(*pauses)
    assert end - TEN - covered(pauses, TEN, end) == LIMIT
    time = WorkingTime(TEN, LIMIT, tuple(pauses))
    assert elapsed_ms(TEN, end, end, time.paused_ms) == 15 * 60_000


@given(st.lists(PAUSES, max_size=6), PAUSES)
def test_what_is_stored_is_enough_to_go_on_from(pauses: list[Pause], another: Pause) -> None:
    whole = WorkingTime(TEN, LIMIT, tuple(pauses))
    again = working_time(started_at=TEN, deadline_at=whole.deadline_at, pauses=pauses)
    assert again == whole
    assert again.with_pause(another).deadline_at == deadline(*pauses, another)


@given(st.lists(PAUSES, min_size=1, max_size=5), st.randoms(use_true_random=False))
def test_outages_recorded_one_by_one_in_any_order_end_alike(
    pauses: list[Pause], chance: object
) -> None:
    """As the acts do it: each knows of all that were recorded before it."""
    named = list(enumerate(pauses))
    chance.shuffle(named)  # type: ignore[attr-defined]
    time, granted = WorkingTime(TEN, LIMIT), set()
    for count in range(1, len(named) + 1):
        known = [one for one in named[:count] if one[0] not in granted]
        time, steps = with_outages(time, known)
        granted |= {step.outage_id for step in steps}
    assert time.deadline_at == deadline(*pauses)
