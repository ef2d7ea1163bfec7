"""Boards of units: formulas, minimum size and roll-up, computed by hand."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.text import vietnamese_sort_key
from app.domain.unit_boards import Figures, PersonResult, UnitRow, gather, roll_up, unit_rows
from app.domain.units import Unit

# Whole points, written in thousandths; entries are all attempts of the person.
RESULTS = [
    PersonResult("sở", 18000, 1),
    PersonResult("sở", 12000, 3),
    PersonResult("xã", 19000, 1),
    PersonResult("trường", 10000, 2),
    PersonResult("trường", 11000, 1),
    PersonResult("trường", 17000, 1),
    PersonResult("trường", 20000, 4),
]
UNITS = [
    Unit("sở", "Sở", headcount=4),
    Unit("xã", "Xã", headcount=50),
    Unit("trường", "Trường", headcount=5),
    Unit("hội", "Hội", headcount=10),
]
THIRD = Fraction(1, 3)


def board(formula: str, **more: Any) -> list[tuple[int | None, str, Fraction | None]]:
    settings = {"top_n": 3, "min_size": 1, **more}
    figures = gather(RESULTS, settings["top_n"])
    rows = unit_rows(figures, UNITS, formula=formula, name_key=vietnamese_sort_key, **settings)
    return [(row.rank, str(row.unit.id), row.value) for row in rows]


NOBODY = (None, "hội", None)


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        # Sở (18+12)/2 = 15; Xã 19/1; Trường (10+11+17+20)/4 = 58/4 = 14.5
        ("mean", [(1, "xã", 19000), (2, "sở", 15000), (3, "trường", 14500)]),
        # The three best, always divided by three: Trường (20+17+11)/3 = 16;
        # Sở (18+12)/3 = 10; Xã 19/3 = 6.333…
        ("top_n_mean", [(1, "trường", 16000), (2, "sở", 10000), (3, "xã", 19000 * THIRD)]),
        ("participants", [(1, "trường", 4), (2, "sở", 2), (3, "xã", 1)]),
        # Sở 1+3 = 4; Xã 1; Trường 2+1+1+4 = 8
        ("entries", [(1, "trường", 8), (2, "sở", 4), (3, "xã", 1)]),
        # Trường 4/5; Sở 2/4; Xã 1/50
        (
            "rate",
            [(1, "trường", Fraction(4, 5)), (2, "sở", Fraction(1, 2)), (3, "xã", Fraction(1, 50))],
        ),
    ],
)
def test_each_formula_ranks_by_its_own_figure(formula: str, expected: list[Any]) -> None:
    assert board(formula) == [*expected, NOBODY]


def test_units_below_the_minimum_have_figures_but_no_rank() -> None:
    # With at least 2 people Xã (1 person) has no rank, though its mean is the highest.
    assert board("mean", min_size=2) == [
        (1, "sở", 15000),
        (2, "trường", 14500),
        (None, "xã", 19000),
        NOBODY,
    ]


def test_a_unit_with_exactly_the_minimum_is_ranked() -> None:
    assert [rank for rank, _, _ in board("mean", min_size=4)] == [1, None, None, None]


def test_equal_units_share_a_rank_and_the_next_leaves_them_room() -> None:
    results = [
        PersonResult(name, mills, 1) for name, mills in zip("abcd", (5, 9, 9, 7), strict=True)
    ]
    units = [Unit(name, name) for name in "dcba"]
    rows = unit_rows(gather(results, 1), units, formula="mean", top_n=1, min_size=1)
    assert [(row.rank, row.unit.id) for row in rows] == [(1, "b"), (1, "c"), (3, "d"), (4, "a")]


def test_without_a_headcount_there_is_no_rate() -> None:
    units = [Unit("sở", "Sở"), Unit("xã", "Xã", headcount=2)]
    rows = unit_rows(gather(RESULTS, 3), units, formula="rate", top_n=3, min_size=1)
    assert [(row.rank, row.unit.id, row.rate) for row in rows] == [
        (1, "xã", Fraction(1, 2)),
        (None, "sở", None),
    ]


def test_a_row_tells_all_figures_whatever_the_formula() -> None:
    rows = unit_rows(gather(RESULTS, 3), UNITS, formula="mean", top_n=3, min_size=1)
    # Xã: one person with 19 points; 19000/3 = 6333.33 thousandths; 1 of 50 people.
    assert rows[0] == UnitRow(
        unit=UNITS[1],
        rank=1,
        value=Fraction(19000),
        participants=1,
        entries=1,
        mean_mills=19000,
        top_mean_mills=6333,
        rate=Fraction(1, 50),
        below_minimum=False,
    )


def test_units_without_anybody_follow_by_name() -> None:
    units = [Unit(name, name) for name in ("Đà", "Dân", "Ân", "An")]
    rows = unit_rows({}, units, formula="mean", top_n=1, min_size=1, name_key=vietnamese_sort_key)
    assert [row.unit.name for row in rows] == ["An", "Ân", "Dân", "Đà"]


TREE = [
    Unit("tỉnh", "Tỉnh", headcount=20),
    Unit("sở", "Sở", parent="tỉnh", headcount=8),
    Unit("phòng", "Phòng", parent="sở", headcount=2),
    Unit("trường", "Trường", parent="tỉnh", headcount=5),
]


def test_figures_roll_up_over_three_levels() -> None:
    results = [
        PersonResult("phòng", 20000, 1),
        PersonResult("phòng", 10000, 2),
        PersonResult("sở", 15000, 1),
        PersonResult("trường", 5000, 1),
        PersonResult("giải thể", 99000, 9),  # a unit that is gone: left out
    ]
    rolled = roll_up(gather(results, 2), TREE, 2)
    assert rolled == {
        # 20 + 10
        "phòng": Figures(2, 3, 30000, [20000, 10000]),
        # its own 15 and those of Phòng: 3 people, 1 + 3 attempts, 45 points, best 20 and 15
        "sở": Figures(3, 4, 45000, [20000, 15000]),
        "trường": Figures(1, 1, 5000, [5000]),
        # everybody: 4 people, 5 attempts, 50 points
        "tỉnh": Figures(4, 5, 50000, [20000, 15000]),
    }
    rows = unit_rows(rolled, TREE, formula="rate", top_n=2, min_size=1)
    # Phòng 2/2; Sở 3/8 = 0.375; Tỉnh 4/20 and Trường 1/5 are both 0.2
    assert [(row.rank, row.unit.id) for row in rows] == [
        (1, "phòng"),
        (2, "sở"),
        (3, "trường"),
        (3, "tỉnh"),
    ]


PEOPLE = st.lists(
    st.builds(
        PersonResult,
        unit=st.sampled_from([unit.id for unit in TREE]),
        mills=st.integers(-5000, 20000),
        entries=st.integers(1, 5),
    ),
    max_size=25,
)
TOP = st.integers(1, 5)


@given(PEOPLE, TOP)
def test_the_root_is_the_sum_of_all_people(people: list[PersonResult], top_n: int) -> None:
    root = roll_up(gather(people, top_n), TREE, top_n).get("tỉnh", Figures())
    assert root == Figures(
        len(people),
        sum(one.entries for one in people),
        sum(one.mills for one in people),
        sorted((one.mills for one in people), reverse=True)[:top_n],
    )


@given(PEOPLE, TOP)
def test_units_without_roll_up_add_up_to_all_people(people: list[PersonResult], top_n: int) -> None:
    own = gather(people, top_n).values()
    assert sum(one.participants for one in own) == len(people)
    assert sum(one.entries for one in own) == sum(person.entries for person in people)
    assert sum(one.mills for one in own) == sum(person.mills for person in people)


@given(PEOPLE, TOP, st.integers(1, 4), st.randoms(use_true_random=False))
def test_the_order_of_people_and_units_changes_no_board(
    people: list[PersonResult], top_n: int, min_size: int, chance: Any
) -> None:
    def boards(some: list[PersonResult], units: list[Unit]) -> list[list[UnitRow]]:
        rolled = roll_up(gather(some, top_n), units, top_n)
        formulas = ("mean", "top_n_mean", "participants", "entries", "rate")
        return [
            unit_rows(rolled, units, formula=formula, top_n=top_n, min_size=min_size)
            for formula in formulas
        ]

    shuffled, units = list(people), list(TREE)
    chance.shuffle(shuffled)
    chance.shuffle(units)
    assert boards(shuffled, units) == boards(people, TREE)


@given(PEOPLE, TOP, st.integers(1, 4))
def test_ranks_fall_with_the_value_and_every_unit_is_there(
    people: list[PersonResult], top_n: int, min_size: int
) -> None:
    figures = gather(people, top_n)
    rows = unit_rows(figures, TREE, formula="mean", top_n=top_n, min_size=min_size)
    assert sorted(str(row.unit.id) for row in rows) == sorted(str(unit.id) for unit in TREE)
    ranked = [row for row in rows if row.rank is not None]
    assert rows[: len(ranked)] == ranked
    for row in ranked:
        better = sum((other.value or 0) > (row.value or 0) for other in ranked)
        assert row.rank == better + 1
        assert row.participants >= min_size
