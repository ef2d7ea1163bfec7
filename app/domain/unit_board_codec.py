"""Rows of a unit board to plain values and back; fractions stay exact as "a/b"."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Any

from app.domain.unit_boards import UnitRow
from app.domain.units import Unit


def rows_to_plain(rows: Iterable[UnitRow]) -> list[list[Any]]:
    """The rows as lists that JSON can hold; `rows_from_plain` gives them back."""
    return [
        [
            row.unit.id,
            row.unit.name,
            row.unit.parent,
            row.unit.headcount,
            row.rank,
            _text(row.value),
            row.participants,
            row.entries,
            row.mean_mills,
            row.top_mean_mills,
            _text(row.rate),
            row.below_minimum,
        ]
        for row in rows
    ]


def rows_from_plain(plain: Iterable[Sequence[Any]]) -> list[UnitRow]:
    """The rows that `rows_to_plain` wrote."""
    return [
        UnitRow(
            unit=Unit(id_, name, parent, headcount),
            rank=rank,
            value=_fraction(value),
            participants=participants,
            entries=entries,
            mean_mills=mean,
            top_mean_mills=top_mean,
            rate=_fraction(rate),
            below_minimum=below,
        )
        for (
            id_, name, parent, headcount, rank, value, participants, entries, mean, top_mean,
            rate, below,
        ) in plain
    ]  # fmt: skip


def _text(value: Fraction | None) -> str | None:
    return None if value is None else f"{value.numerator}/{value.denominator}"


def _fraction(text: str | None) -> Fraction | None:
    return None if text is None else Fraction(text)
