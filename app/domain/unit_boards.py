"""Boards of units: figures, the organiser's formula, and a minimum size."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from app.domain.units import Unit, UnitId, ancestry


@dataclass(slots=True)
class Figures:
    """What a unit's people did. `top` holds the best scores, at most as many as count."""

    participants: int = 0
    entries: int = 0
    mills: int = 0
    top: list[int] = field(default_factory=list)

    def add(self, other: Figures, top_n: int) -> None:
        """Add the figures of a part of this unit; each person belongs to one part only."""
        self.participants += other.participants
        self.entries += other.entries
        self.mills += other.mills
        self.top = heapq.nlargest(top_n, [*self.top, *other.top])


@dataclass(frozen=True, slots=True)
class PersonResult:
    """What one person's counting result brings to a unit; `entries` counts all attempts."""

    unit: UnitId
    mills: int
    entries: int


@dataclass(frozen=True, slots=True)
class UnitRow:
    """One row of a unit board.

    `rank` is None below the minimum size and without a value. `value` is the
    formula's exact result, in mills for means, in people or attempts for
    counts, a share of 1 for the rate. Means are in mills, half to even.
    """

    unit: Unit
    rank: int | None
    value: Fraction | None
    participants: int
    entries: int
    mean_mills: int | None
    top_mean_mills: int | None
    rate: Fraction | None
    below_minimum: bool


def gather(results: Iterable[PersonResult], top_n: int) -> dict[UnitId, Figures]:
    """The figures of each unit from its own people, without roll-up."""
    figures: dict[UnitId, Figures] = {}
    for result in results:
        one = Figures(1, result.entries, result.mills, [result.mills])
        figures.setdefault(result.unit, Figures()).add(one, top_n)
    return figures


def roll_up(
    own: Mapping[UnitId, Figures], units: Iterable[Unit], top_n: int
) -> dict[UnitId, Figures]:
    """Figures with those of all descendants. Raises `UnitCycle`.

    A unit in `own` that is no longer among `units` is left out.
    """
    lines = ancestry({unit.id: unit.parent for unit in units})
    rolled: dict[UnitId, Figures] = {}
    for unit, figures in own.items():
        for ancestor in lines.get(unit, ()):
            rolled.setdefault(ancestor, Figures()).add(figures, top_n)
    return rolled


def unit_rows(
    figures: Mapping[UnitId, Figures],
    units: Iterable[Unit],
    *,
    formula: str,
    top_n: int,
    min_size: int,
    name_key: Callable[[str], str] = str,
) -> list[UnitRow]:
    """All units, the ranked ones first and best first, equal values on one rank.

    `figures` are already rolled up where units form a tree. Units without a
    rank follow by name (`name_key`), so that everybody finds theirs.
    """
    rows = [_row(unit, figures.get(unit.id, Figures()), formula, top_n, min_size) for unit in units]
    ranked = [row for row in rows if row.value is not None and not row.below_minimum]
    others = [row for row in rows if row.value is None or row.below_minimum]
    ranked.sort(key=lambda row: (-_exact(row.value), name_key(row.unit.name)))
    others.sort(key=lambda row: (-row.participants, name_key(row.unit.name)))
    return [*_numbered(ranked), *others]


def _exact(value: Fraction | None) -> int:
    """A whole number that sorts as the value does, and is the same for the same value only.

    Fractions with denominators below 2^32 lie farther apart than 2^-64; whole numbers are
    compared much faster.
    """
    return 0 if value is None else (value.numerator << 66) // value.denominator


def _numbered(rows: list[UnitRow]) -> list[UnitRow]:
    numbered: list[UnitRow] = []
    rank, before = 0, None
    for place, row in enumerate(rows):
        if row.value != before:
            rank, before = place + 1, row.value
        numbered.append(_with_rank(row, rank))
    return numbered


def _with_rank(row: UnitRow, rank: int) -> UnitRow:
    return UnitRow(
        unit=row.unit,
        rank=rank,
        value=row.value,
        participants=row.participants,
        entries=row.entries,
        mean_mills=row.mean_mills,
        top_mean_mills=row.top_mean_mills,
        rate=row.rate,
        below_minimum=row.below_minimum,
    )


def _row(unit: Unit, own: Figures, formula: str, top_n: int, min_size: int) -> UnitRow:
    mean = Fraction(own.mills, own.participants) if own.participants else None
    # Fewer than N people: the missing ones count as 0, or a unit of one would win.
    top_mean = Fraction(sum(own.top), top_n) if own.participants else None
    rate = Fraction(own.participants, unit.headcount) if unit.headcount else None
    values: dict[str, Fraction | None] = {
        "mean": mean,
        "top_n_mean": top_mean,
        "participants": Fraction(own.participants) if own.participants else None,
        "entries": Fraction(own.entries) if own.entries else None,
        "rate": rate if own.participants else None,
    }
    return UnitRow(
        unit=unit,
        rank=None,
        value=values[formula],
        participants=own.participants,
        entries=own.entries,
        mean_mills=None if mean is None else round(mean),
        top_mean_mills=None if top_mean is None else round(top_mean),
        rate=rate,
        below_minimum=own.participants < min_size,
    )
