"""Certificates: codes that tell a slip, facts that are sealed, and what stands."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain import receipts
from app.domain.certificates import (
    ALPHABET,
    Awards,
    Facts,
    Kind,
    Prize,
    Since,
    digest_of,
    facts_from_plain,
    is_out,
    looks_like_code,
    new_code,
    prize_for,
    reaches,
    read_code,
    stands,
)

NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
REACHED = Facts(
    Kind.ACHIEVEMENT, 0, "Xã Đồng Văn", None, rank=4, total=10, mills=18_500, max_mills=20_000
)
numbers = st.lists(st.integers(0, len(ALPHABET) - 1), min_size=9, max_size=9)


def code_of(values: list[int]) -> str:
    left = iter(values)
    return new_code(lambda below: next(left) % below)


@given(numbers)
def test_a_code_is_read_as_people_type_it(values: list[int]) -> None:
    code = code_of(values)
    assert len(code) == 11
    assert read_code(code) == read_code(f" {code.lower().replace('-', '  ')} ") == code


@given(numbers, st.integers(0, 9), st.integers(1, 28))
def test_one_wrong_sign_is_noticed(values: list[int], place: int, shift: int) -> None:
    letters = list(code_of(values).replace("-", ""))
    letters[place] = ALPHABET[(ALPHABET.index(letters[place]) + shift) % len(ALPHABET)]
    assert read_code("".join(letters)) is None


@given(numbers, st.integers(0, 8), st.integers(1, 9))
def test_two_signs_that_changed_places_are_noticed(values: list[int], one: int, other: int) -> None:
    letters = list(code_of(values).replace("-", ""))
    other = max(other, one + 1)
    if letters[one] != letters[other] and other < 9:
        letters[one], letters[other] = letters[other], letters[one]
        assert read_code("".join(letters)) is None


@given(numbers)
def test_codes_of_receipts_and_certificates_are_not_taken_for_each_other(values: list[int]) -> None:
    code = code_of(values)
    assert looks_like_code(code)
    assert receipts.read_code(code) is None
    assert not looks_like_code("7KQM-2F9D-X1RT")
    assert read_code("7KQM-2F9D-X1RT") is None


@pytest.mark.parametrize("typed", ["", "K7QM2", "O0Il1-F9DXA", "K7QM2-F9DXAA", "١٢٣٤٥-٦٧٨٩٠"])
def test_what_cannot_be_a_code_is_none(typed: str) -> None:
    assert read_code(typed) is None


@pytest.mark.parametrize(
    ("share", "mills", "most", "reached"),
    [
        (50, 10_000, 20_000, True),
        (50, 9_999, 20_000, False),
        (100, 20_000, 20_000, True),
        (None, 20_000, 20_000, False),
        (1, 0, 0, False),
        (1, -500, 20_000, False),
    ],
)
def test_an_achievement_asks_for_a_share_of_the_points(
    share: int | None, mills: int, most: int, reached: bool
) -> None:
    assert reaches(share, mills, most) is reached


def test_of_several_prizes_that_fit_a_rank_the_first_counts() -> None:
    prizes = (Prize("Nhất", 1, 1), Prize("Nhì", 2, 3), Prize("Khuyến khích", 1, 10))
    texts = [
        prize.text if prize else None for prize in (prize_for(prizes, n) for n in range(1, 12))
    ]
    assert texts == ["Nhất", "Nhì", "Nhì", *["Khuyến khích"] * 7, None]


@pytest.mark.parametrize(
    ("since", "at_closing", "when_final"),
    [(Since.NEVER, False, False), (Since.CLOSED, True, True), (Since.FINAL, False, True)],
)
def test_participation_is_given_when_the_organiser_says(
    since: Since, at_closing: bool, when_final: bool
) -> None:
    awards = Awards(participation=since)
    out = [
        is_out(Kind.PARTICIPATION, awards, closed=closed, final=final)
        for closed, final in ((False, False), (True, False), (False, True))
    ]
    assert out == [False, at_closing, when_final]
    assert not is_out(Kind.PRIZE, awards, closed=True, final=False)
    assert is_out(Kind.PRIZE, awards, closed=False, final=True)


@pytest.mark.parametrize(
    ("change", "still"),
    [
        ({}, True),
        ({"rank": 3}, True),
        ({"rank": 5}, False),
        ({"total": 9, "commune": "Xã Mới"}, True),
        ({"mills": 19_000}, False),
        ({"max_mills": 21_000}, False),
    ],
)
def test_an_achievement_stands_while_its_points_and_its_rank_are_true(
    change: dict[str, object], still: bool
) -> None:
    assert stands(REACHED, replace(REACHED, **change), None) is still  # type: ignore[arg-type]


def test_a_prize_stands_while_it_is_won_and_a_participation_while_one_is_on_the_board() -> None:
    prize = replace(REACHED, kind=Kind.PRIZE, prize="Giải Nhì")
    assert stands(prize, REACHED, prize)
    assert not stands(prize, REACHED, None)
    assert not stands(prize, REACHED, replace(prize, prize="Giải Ba"))
    took_part = Facts(Kind.PARTICIPATION, 0, None, None)
    assert stands(took_part, REACHED, None)
    assert not stands(took_part, None, None)


def test_facts_come_back_as_they_were_written() -> None:
    assert facts_from_plain(REACHED.plain()) == REACHED


def seal(**changed: object) -> str:
    given = {
        "code": "K7QM2-F9DXA",
        "contest_id": 1,
        "person_id": 2,
        "facts": REACHED,
        "issued_at": NOW,
        **changed,
    }
    return digest_of("secret", **given)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "changed",
    [
        {"code": "K7QM2-F9DXB"},
        {"contest_id": 2},
        {"person_id": 3},
        {"facts": replace(REACHED, mills=20_000)},
        {"issued_at": NOW.replace(day=25)},
    ],
)
def test_the_seal_is_over_everything_that_is_stated(changed: dict[str, object]) -> None:
    assert seal() == seal()
    assert seal(**changed) != seal()
