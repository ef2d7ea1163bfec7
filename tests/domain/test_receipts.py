"""Receipt codes are bound to what counted, and forgiving to how they are typed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from app.domain.receipts import ALPHABET, read_code, receipt_code

FACTS: dict[str, Any] = {
    "attempt_id": 7,
    "answers_hash": "a" * 64,
    "ended_at": datetime(2026, 11, 24, 3, 0, tzinfo=UTC),
    "prediction": None,
}


def test_the_same_facts_give_the_same_code() -> None:
    assert receipt_code("secret", **FACTS) == receipt_code("secret", **FACTS)


@pytest.mark.parametrize(
    "change",
    [
        {"attempt_id": 8},
        {"answers_hash": "b" * 64},
        {"ended_at": FACTS["ended_at"] + timedelta(milliseconds=1)},
        {"prediction": 0},
    ],
)
def test_any_other_fact_gives_another_code(change: dict[str, Any]) -> None:
    assert receipt_code("secret", **{**FACTS, **change}) != receipt_code("secret", **FACTS)


def test_another_secret_gives_another_code() -> None:
    assert receipt_code("other", **FACTS) != receipt_code("secret", **FACTS)


def test_a_code_is_three_groups_of_four_easy_letters() -> None:
    code = receipt_code("secret", **FACTS)
    assert [len(group) for group in code.split("-")] == [4, 4, 4]
    assert set(code) <= set(ALPHABET) | {"-"}


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("7KQM-2F9D-XR1T", "7KQM-2F9D-XR1T"),
        ("7kqm2f9dxr1t", "7KQM-2F9D-XR1T"),
        (" 7kqm 2f9d  xrlt ", "7KQM-2F9D-XR1T"),
        ("7KQM-2F9D-XROI", "7KQM-2F9D-XR01"),
        ("7KQM-2F9D-XR1", None),
        ("7KQM-2F9D-XR1TT", None),
        ("7KQM-2F9D-XR1U", None),
        ("", None),
    ],
)
def test_codes_are_read_as_people_type_them(typed: str, read: str | None) -> None:
    assert read_code(typed) == read
