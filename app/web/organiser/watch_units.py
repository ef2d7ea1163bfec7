"""Who takes part, unit by unit: tables that may be sorted, and the map of the communes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from flask import url_for
from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from app.domain.text import fold
from app.domain.unit_boards import UnitRow
from app.domain.unit_names import unit_sort_key
from app.services.watching import Participation, Watch
from app.web.charts import part_of
from app.web.tile_map import TileMap, tile_map

SHOWN = 15
"""Rows of a table until all are asked for."""
MOST = 500
"""Rows of a table when all are asked for; the rest is in the export."""
HALF = 0.5
PEOPLE, RATE, HEADCOUNT, NAME = "people", "rate", "headcount", "name"
_COLUMNS: Final[tuple[tuple[str, LazyString], ...]] = (
    (NAME, _l("Tên")),
    (PEOPLE, _l("Số người dự thi")),
    (HEADCOUNT, _l("Tổng số người")),
    (RATE, _l("Tỉ lệ")),
)
_KEYS: Final[Mapping[str, Callable[[UnitRow], Any]]] = {
    PEOPLE: lambda row: -row.participants,
    RATE: lambda row: (row.rate is None, -(row.rate or 0), -row.participants),
    HEADCOUNT: lambda row: -(row.unit.headcount or 0),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """How each kind of table is to be sorted, and whether all of its rows are wanted."""

    sort: Mapping[str, str]
    all: frozenset[str]

    @classmethod
    def of(cls, arguments: Mapping[str, str]) -> Asked:
        """What an address asks for; what is not known counts as not asked."""
        known = {name for name, _label in _COLUMNS}
        sort = {kind: arguments.get(f"{kind}_sort", PEOPLE) for kind in ("commune", "organisation")}
        return cls(
            {kind: by if by in known else PEOPLE for kind, by in sort.items()},
            frozenset(kind for kind in sort if arguments.get(f"{kind}_all") == "1"),
        )

    def arguments(self, kind: str = "", *, sort: str = "", every: bool = False) -> dict[str, Any]:
        """Arguments of an address that asks for the same, but for the table of `kind`."""
        sorts = {**self.sort, kind: sort} if sort else self.sort
        wanted = self.all | {kind} if every else self.all
        return {
            **{f"{one}_sort": by for one, by in sorts.items() if by != PEOPLE},
            **{f"{one}_all": 1 for one in sorted(wanted)},
        }


@dataclass(frozen=True, slots=True)
class Column:
    """A heading that sorts; `here` when it is what the table is sorted by."""

    name: str
    label: LazyString
    address: str
    here: bool


@dataclass(frozen=True, slots=True)
class UnitTable:
    """A kind of unit with its rows and their bars; `rest` says how many rows are not shown.

    Bars are of rates, or of people where no unit has a headcount; `full` is a whole bar.
    """

    kind: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[UnitRow, float], ...]
    by_rate: bool
    full: float
    total: int
    rest: int
    all_address: str | None
    absent: list[UnitRow]
    unknown_headcounts: int


def unit_table(shown: Watch, units: Participation, asked: Asked) -> UnitTable:
    """A table of units as it was asked for."""
    kind = units.kind
    rows = _sorted(units.rows, asked.sort[kind])
    limit = MOST if kind in asked.all else SHOWN
    by_rate = any(row.unit.headcount for row in rows)
    full = _full(rows, by_rate)
    more = len(rows) > limit and kind not in asked.all
    return UnitTable(
        kind=kind,
        columns=tuple(
            Column(name, label, _address(shown, kind, asked, sort=name), asked.sort[kind] == name)
            for name, label in _COLUMNS
            if by_rate or name in (NAME, PEOPLE)
        ),
        rows=tuple((row, part_of(_figure(row, by_rate), full)) for row in rows[:limit]),
        by_rate=by_rate,
        full=full,
        total=len(rows),
        rest=max(0, len(rows) - limit),
        all_address=_address(shown, kind, asked, every=True) if more else None,
        absent=units.absent,
        unknown_headcounts=sum(not row.unit.headcount for row in rows),
    )


def _address(shown: Watch, kind: str, asked: Asked, **otherwise: Any) -> str:
    return url_for(
        "organiser.watch_contest",
        slug=shown.contest.slug,
        _anchor=f"units-{kind}",
        **asked.arguments(kind, **otherwise),
    )


def commune_map(shown: Watch) -> TileMap:
    """The map of the communes; a tile leads to its people on the public board."""
    return tile_map(shown.communes.rows, lambda row: _board_of(shown.contest.slug, row))


def _board_of(slug: str, row: UnitRow) -> str:
    return url_for("public.show_board", slug=slug, kind="individual", q=fold(row.unit.name))


def _sorted(rows: Sequence[UnitRow], by: str) -> list[UnitRow]:
    # Those without a rank stand by name already; a stable sort keeps that among equals.
    if by == NAME:
        return sorted(rows, key=lambda row: unit_sort_key(row.unit.name))
    return sorted(rows, key=_KEYS[by])


def _figure(row: UnitRow, by_rate: bool) -> float:
    return float(row.rate or 0) if by_rate else float(row.participants)


def _full(rows: Sequence[UnitRow], by_rate: bool) -> float:
    # Of all people of a commune few take part: against the whole no bar would be seen.
    most = max((_figure(row, by_rate) for row in rows), default=0.0)
    return 1.0 if by_rate and most >= HALF else most
