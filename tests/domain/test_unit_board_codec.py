"""Unit boards as plain values: exact, and safe to keep as JSON."""

from __future__ import annotations

import json
from fractions import Fraction

from app.domain.unit_board_codec import rows_from_plain, rows_to_plain
from app.domain.unit_boards import UnitRow
from app.domain.units import Unit

ROWS = [
    UnitRow(
        unit=Unit("b", "Trường B", "a", 7),
        rank=1,
        value=Fraction(2, 7),
        participants=2,
        entries=3,
        mean_mills=-1500,
        top_mean_mills=300,
        rate=Fraction(2, 7),
        below_minimum=False,
    ),
    UnitRow(
        unit=Unit("02215", "Phường Minh Xuân"),
        rank=None,
        value=None,
        participants=0,
        entries=0,
        mean_mills=None,
        top_mean_mills=None,
        rate=None,
        below_minimum=True,
    ),
]


def test_rows_come_back_as_they_were() -> None:
    assert rows_from_plain(json.loads(json.dumps(rows_to_plain(ROWS)))) == ROWS


def test_fractions_are_kept_as_written_fractions() -> None:
    assert "2/7" in json.dumps(rows_to_plain(ROWS))
