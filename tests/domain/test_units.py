"""The tree of organisations: every unit's line upwards, and no circles."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.units import UnitCycle, ancestry

TREE = {"ubnd": None, "so-khcn": "ubnd", "phong-cds": "so-khcn", "doan": None, "lac": "khong-co"}


@pytest.mark.parametrize(
    ("unit", "line"),
    [
        ("phong-cds", ("phong-cds", "so-khcn", "ubnd")),
        ("so-khcn", ("so-khcn", "ubnd")),
        ("ubnd", ("ubnd",)),
        ("doan", ("doan",)),
        ("lac", ("lac",)),  # its parent is no unit here: the line ends
    ],
)
def test_a_line_leads_from_the_unit_to_the_top(unit: str, line: tuple[str, ...]) -> None:
    assert ancestry(TREE)[unit] == line


@pytest.mark.parametrize(
    "parents",
    [{1: 1}, {1: 2, 2: 1}, {1: 2, 2: 3, 3: 1}, {0: 1, 1: 2, 2: 1}],
)
def test_a_unit_cannot_be_its_own_ancestor(parents: dict[int, int]) -> None:
    with pytest.raises(UnitCycle) as refused:
        ancestry(parents)
    assert refused.value.unit in (1, 2, 3)


@given(st.lists(st.integers(0, 20), max_size=20))
def test_every_line_ends_where_there_is_no_parent(above: list[int]) -> None:
    # Each unit hangs below one of smaller number, so there is no circle.
    parents = {n: (choice % n if n else None) for n, choice in enumerate(above)}
    for unit, line in ancestry(parents).items():
        assert line[0] == unit
        assert parents[line[-1]] is None
        assert all(parents[low] == high for low, high in pairwise(line))
