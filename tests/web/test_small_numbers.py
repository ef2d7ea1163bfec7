"""Numbers in addresses and forms that no database can take."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from app.web.small_numbers import small_int

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(("raw", "number"), [("7", 7), ("-3", -3), ("999999999", 999_999_999)])
def test_small_numbers_are_read(raw: str, number: int) -> None:
    assert small_int(raw) == number


@pytest.mark.parametrize("raw", ["", "x", "1.5", "1000000000", "-1000000000", "9" * 75, "9" * 5000])
def test_all_else_is_none(raw: str) -> None:
    with pytest.raises(ValueError):
        small_int(raw)


def test_no_view_reads_a_number_without_bound() -> None:
    wrong = [
        f"{path.relative_to(ROOT)}"
        for path in (ROOT / "app" / "web").rglob("*.py")
        if re.search(r"\btype=int\b", path.read_text(encoding="utf-8"))
    ]
    assert wrong == []
