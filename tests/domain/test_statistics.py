"""Moodle's statistics: a small paper worked by hand, and plain formulas over random ones."""

from __future__ import annotations

import math
import statistics as plain

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.statistics import Marked, Tally, item_statistics, paper_statistics

# Five attempts of three questions of one point; totals 3, 2, 2, 1, 0.
BY_HAND = [(1, 1, 1), (1, 1, 0), (1, 0, 1), (1, 0, 0), (0, 0, 0)]


def tally_of(rows: list[tuple[int, ...]], points: int = 1000) -> Tally:
    tally = Tally()
    for row in rows:
        tally.add(
            [
                Marked(f"q{place}", mark * points, points, "a" if mark else "b", bool(mark))
                for place, mark in enumerate(row)
            ]
        )
    return tally


def test_items_worked_by_hand() -> None:
    q0, q1, q2 = item_statistics(tally_of(BY_HAND))
    assert (q0.facility, q1.facility, q2.facility) == (0.8, 0.4, 0.4)
    # q0: marks 1 1 1 1 0, mean 0.8, variance (4·0.04 + 0.64) ÷ 4 = 0.2.
    assert q0.deviation == pytest.approx(math.sqrt(0.2))
    # q0 with the rest 2 1 1 0 0 (mean 0.8): C = (1.2 + 0.2 + 0.2 − 0.8)·0.2 + 0.8·0.8 = 0.8 over 4
    # = 0.2; V(rest) = (1.44 + 0.04 + 0.04 + 0.64 + 0.64) ÷ 4 = 0.7; 0.2 ÷ √(0.2·0.7) = 0.5345.
    assert q0.discrimination == pytest.approx(0.2 / math.sqrt(0.14))
    # Sorted beside each other they are as they were: nothing better is possible.
    assert q0.efficiency == pytest.approx(1)
    # q1: marks 1 1 0 0 0, rest 2 1 2 1 0 (mean 1.2): products 3, sums 2 and 6: (5·3 − 12) ÷ 20.
    # Sorted, marks 0 0 0 1 1 with 0 1 1 2 2: products 4: (5·4 − 12) ÷ 20.
    assert q1.efficiency == pytest.approx((3 / 20) / (8 / 20))
    assert q0.choices == {"a": 4, "b": 1}
    assert q0.right == {"a"}


def test_weights_add_up_to_one() -> None:
    items = item_statistics(tally_of(BY_HAND))
    assert sum(item.intended_weight for item in items) == pytest.approx(1)
    assert sum(item.effective_weight or 0 for item in items) == pytest.approx(1)
    # C(x, T) by hand: q0 (5·8 − 4·8) ÷ 20 = 0.4; q1 and q2 (5·5 − 2·8) ÷ 20 = 0.45.
    roots = [math.sqrt(0.4), math.sqrt(0.45), math.sqrt(0.45)]
    assert [item.effective_weight for item in items] == pytest.approx(
        [root / sum(roots) for root in roots]
    )


def test_papers_worked_by_hand() -> None:
    found = paper_statistics(tally_of(BY_HAND))
    assert (found.count, found.mean, found.median) == (5, 1.6, 2)
    # Totals 3 2 2 1 0: squares of deviations 1.96 0.16 0.16 0.36 2.56, together 5.2; ÷ 4 = 1.3.
    assert found.deviation == pytest.approx(math.sqrt(1.3))
    # m3 = (2.744 + 0.064 + 0.064 − 0.216 − 4.096) ÷ 5 = −0.288; k3 = 25·m3 ÷ 12 = −0.6.
    assert found.skewness == pytest.approx(-0.6 / 1.3**1.5)
    # m4 = (3.8416 + 2·0.0256 + 0.1296 + 6.5536) ÷ 5 = 2.1152, m2 = 1.04;
    # k4 = 25·(6·2.1152 − 12·1.0816) ÷ 24 = −0.3 (−0.288 ÷ 24 · 25).
    assert found.kurtosis == pytest.approx(-0.3 / 1.3**2)
    # α = 3/2 · (1 − (0.2 + 0.3 + 0.3) ÷ 1.3).
    alpha = 1.5 * (1 - 0.8 / 1.3)
    assert found.consistency == pytest.approx(alpha)
    assert found.error_ratio == pytest.approx(math.sqrt(1 - alpha))
    assert found.standard_error == pytest.approx(math.sqrt(1 - alpha) * math.sqrt(1.3))


def test_a_column_that_never_changes_has_no_discrimination() -> None:
    right, other = item_statistics(tally_of([(1, 1), (1, 0), (1, 1)]))
    assert (right.facility, right.deviation) == (1, 0)
    assert (right.discrimination, right.efficiency) == (None, None)
    assert other.discrimination is None  # The rest of its paper never changes.


def test_one_attempt_has_means_only() -> None:
    found = paper_statistics(tally_of([(1, 0)]))
    assert (found.mean, found.median) == (1, 1)
    assert {found.deviation, found.skewness, found.kurtosis, found.consistency} == {None}
    assert paper_statistics(Tally()).mean is None
    assert item_statistics(Tally()) == []


def test_a_question_that_goes_against_the_paper_has_no_effective_weight() -> None:
    items = item_statistics(tally_of([(0, 1, 1), (0, 1, 1), (1, 0, 0), (1, 0, 0)]))
    assert items[0].discrimination == pytest.approx(-1)
    assert items[0].effective_weight is None


@given(
    st.integers(2, 5).flatmap(
        lambda width: st.lists(st.tuples(*[st.integers(-2, 5)] * width), min_size=2, max_size=30)
    )
)
def test_counted_columns_give_what_plain_formulas_give(rows: list[tuple[int, ...]]) -> None:
    tally = tally_of(rows)
    totals = [sum(row) for row in rows]
    paper = paper_statistics(tally)
    assert paper.mean == pytest.approx(plain.mean(totals))
    assert paper.median == pytest.approx(plain.median(totals))
    assert paper.deviation == pytest.approx(plain.stdev(totals))
    for place, item in enumerate(item_statistics(tally)):
        marks = [float(row[place]) for row in rows]
        rest = [float(total - mark) for total, mark in zip(totals, marks, strict=True)]
        assert item.facility == pytest.approx(plain.mean(marks))
        if len(set(marks)) == 1 or len(set(rest)) == 1:
            assert item.discrimination is None
            continue
        assert item.discrimination == pytest.approx(plain.correlation(marks, rest))
        best = plain.covariance(sorted(marks), sorted(rest))
        wanted = plain.covariance(marks, rest) / best
        assert item.efficiency == pytest.approx(wanted)
        assert item.efficiency <= 1 + 1e-9


def test_questions_drawn_now_and_then_are_counted_where_they_came() -> None:
    tally = Tally()
    for number in range(6):
        second = "often" if number % 3 else "rarely"
        tally.add([Marked("always", 1000, 1000), Marked(second, 1000 * (number % 2), 1000)])
    counts = {item.question: item.count for item in item_statistics(tally)}
    assert counts == {"always": 6, "often": 4, "rarely": 2}
