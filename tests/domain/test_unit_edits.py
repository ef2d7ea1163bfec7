"""Codes, kinds and headcounts of units, and circles in their tree."""

from __future__ import annotations

import pytest

from app.domain.errors import InvalidRequest
from app.domain.unit_edits import (
    check_code,
    check_headcount,
    check_kind,
    code_of,
    is_below,
    is_in_circle,
    joined_headcount,
    read_headcount,
)


@pytest.mark.parametrize("code", ["so-y-te", "H60.12", "a", "1" * 64])
def test_a_plain_code_is_taken(code: str) -> None:
    assert check_code(code) == code


@pytest.mark.parametrize("code", ["", "sở", "a b", "-a", "a/b", "1" * 65, "a\n"])
def test_any_other_code_is_refused(code: str) -> None:
    with pytest.raises(InvalidRequest):
        check_code(code)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0", 0), ("146", 146), ("1.234", 1234), ("1 234", 1234), ("1,234,567", 1234567),
        ("10000000", 10_000_000), ("10000001", None), ("1.23", None), ("-5", None),
        ("khoảng 20", None), ("", None), ("12.345,6", None),
    ],
)  # fmt: skip
def test_headcounts_are_read_as_offices_write_them(text: str, number: int | None) -> None:
    assert read_headcount(text) == number


def test_a_headcount_may_be_unknown_but_not_impossible() -> None:
    assert check_headcount(None) is None
    for headcount in (-1, 10_000_001):
        with pytest.raises(InvalidRequest):
            check_headcount(headcount)


def test_only_known_kinds_are_taken() -> None:
    assert check_kind("union") == "union"
    with pytest.raises(InvalidRequest):
        check_kind("ministry")


def test_a_code_is_made_of_the_name_and_numbered_where_it_is_taken() -> None:
    assert code_of("Sở Y tế", set()) == "so-y-te"
    assert code_of("Sở Y tế", {"so-y-te", "so-y-te-2"}) == "so-y-te-3"
    assert code_of("???", set()) == "don-vi"
    assert check_code(code_of("Rất dài " * 40, set()))


def test_what_lies_below_is_found_through_all_levels() -> None:
    parents = {"c": "b", "b": "a", "a": None, "d": None}
    assert is_below("c", "a", parents)
    assert is_below("a", "a", parents)
    assert not is_below("a", "c", parents)
    assert not is_below("d", "a", parents)


def test_a_circle_is_noticed_by_its_members_only() -> None:
    parents = {"a": "b", "b": "a", "c": "a", "d": None}
    assert [unit for unit in parents if is_in_circle(unit, parents)] == ["a", "b"]


def test_headcounts_are_joined_where_one_is_known() -> None:
    assert joined_headcount(3, 4) == 7
    assert joined_headcount(None, 4) == 4
    assert joined_headcount(None, None) is None
