"""Texts in CSV files are never formulas."""

from __future__ import annotations

import pytest

from app.domain.formula_guard import guarded


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1+2", "@SUM(A1)", "\t=1", "\r=1", "＝1", "＋1", "－1", "＠SUM"]
)
def test_what_begins_as_a_formula_gets_an_apostrophe(text: str) -> None:
    assert guarded(text) == f"'{text}"


@pytest.mark.parametrize("value", ["Xã Đồng Văn", "1=1", "", "'=1", 5, -5, 0.5, None])
def test_everything_else_stays(value: object) -> None:
    assert guarded(value) == value
