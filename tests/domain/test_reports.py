"""Figures of reports: bins, days, hardest questions, and who is on a prize list."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from app.domain.reports import (
    DayCount,
    HardQuestion,
    ScoreBin,
    awarded,
    day_of,
    hardest,
    score_bins,
    up_to_rank,
    with_nobody,
    without_gaps,
)
from app.domain.unit_boards import UnitRow
from app.domain.units import Unit


@given(
    st.dictionaries(st.integers(-5_000, 60_000), st.integers(1, 50)),
    st.integers(0, 60_000),
)
def test_everybody_is_in_exactly_one_bin(counts: dict[int, int], most: int) -> None:
    bins = score_bins(counts, most)
    assert sum(one.people for one in bins) == sum(counts.values())
    for earlier, later in pairwise(bins):
        assert earlier.low <= earlier.high < later.low
    if bins:
        assert [one.last for one in bins] == [*[False] * (len(bins) - 1), True]
        assert bins[-1].high >= max(counts, default=0)


def test_whole_scores_up_to_twenty_points_have_a_bin_each() -> None:
    bins = score_bins({0: 1, 2000: 3}, 3000)
    assert [(one.low, one.people) for one in bins] == [(0, 1), (1000, 0), (2000, 3), (3000, 0)]


def test_other_scores_have_ten_bins_without_a_gap() -> None:
    bins = score_bins({9_999: 1, 10_000: 2, 100_000: 4, -5: 1}, 100_000)
    assert (len(bins), bins[0], bins[1].people) == (10, ScoreBin(0, 9_999, 2), 2)
    assert (bins[9].low, bins[9].high, bins[9].people) == (90_000, 100_000, 4)


def test_nobody_has_no_score() -> None:
    assert score_bins({}, 0) == ()
    assert score_bins({0: 2}, 0) == (ScoreBin(0, 0, 2, True),)


def test_days_on_which_nobody_came_are_filled_in() -> None:
    first = date(2026, 2, 27)
    days = without_gaps([DayCount(first + timedelta(days=3), 1, 2), DayCount(first, 5, 6)])
    assert [(one.day.isoformat(), one.attempts) for one in days] == [
        ("2026-02-27", 6),
        ("2026-02-28", 0),
        ("2026-03-01", 0),
        ("2026-03-02", 2),
    ]
    assert without_gaps([]) == ()


def test_days_that_lie_years_apart_are_left_as_they_are() -> None:
    first = date(2026, 1, 1)
    far = [DayCount(first + timedelta(days=900), 1, 1), DayCount(first, 1, 1)]
    assert [one.day for one in without_gaps(far)] == [first, first + timedelta(days=900)]


def test_days_are_counted_from_1970() -> None:
    assert (day_of(0), day_of(20_000)) == (date(1970, 1, 1), date(2024, 10, 4))


def question(id_: str, shown: int, right: int) -> HardQuestion:
    return HardQuestion(id_, id_, shown, right)


def test_the_hardest_come_first_and_those_put_seldom_are_not_looked_at() -> None:
    found, least = hardest(
        [question("a", 10, 5), question("b", 9, 0), question("c", 20, 4), question("d", 10, 2)]
    )
    assert ([one.id for one in found], least) == (["c", "d", "a"], 10)


def test_when_all_were_put_seldom_all_are_looked_at() -> None:
    found, least = hardest([question("a", 3, 3), question("b", 2, 0)], most=1)
    assert ([one.id for one in found], least) == (["b"], 1)
    assert hardest([]) == ((), 1)


def test_ties_at_the_end_of_a_list_are_listed() -> None:
    assert [up_to_rank([1, 2, 2, 2, 5], listed) for listed in (1, 2, 4, 5)] == [1, 4, 4, 5]


def unit(name: str, rank: int | None, participants: int) -> UnitRow:
    value = None if rank is None else Fraction(10 - rank)
    return UnitRow(Unit(name, name), rank, value, participants, participants, 1, 1, None, False)


def test_collective_prizes_need_a_rank() -> None:
    rows = [unit("a", 1, 5), unit("b", 2, 4), unit("c", 2, 4), unit("d", None, 1)]
    assert [row.unit.name for row in awarded(rows, 2)] == ["a", "b", "c"]
    assert [row.unit.name for row in awarded(rows, 9)] == ["a", "b", "c"]


def test_units_with_nobody_are_those_without_participants() -> None:
    rows = [unit("a", 1, 5), unit("b", None, 0)]
    assert [row.unit.name for row in with_nobody(rows)] == ["b"]
