"""The tile map of the communes: who takes part where, for pages of every face."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import ngettext

from app.domain import tile_map as domain
from app.domain.unit_boards import UnitRow
from app.web.filters import number

A_THOUSAND = 1000
_KINDS = ("Xã ", "Phường ", "Đặc khu ")


@dataclass(frozen=True, slots=True)
class Tile:
    """A commune: its name without its kind, its figure, the shade from 0 (nobody) to 5.

    `shade` is None where there is no figure; `words` say it all in one line.
    """

    name: str
    words: str
    figure: str
    shade: int | None
    address: str


@dataclass(frozen=True, slots=True)
class TileBlock:
    """The communes of one former district."""

    key: str
    name: str
    tiles: tuple[Tile, ...]


@dataclass(frozen=True, slots=True)
class LegendStep:
    """A shade and the figures that it stands for."""

    shade: int
    words: str


@dataclass(frozen=True, slots=True)
class TileMap:
    """The map; `per_thousand` when figures are people of 1,000 who live there."""

    blocks: tuple[TileBlock, ...]
    legend: tuple[LegendStep, ...]
    per_thousand: bool
    unknown: bool


def tile_map(rows: Iterable[UnitRow], address: Callable[[UnitRow], str]) -> TileMap:
    """The map of a board of communes, each tile leading to an `address`.

    Figures are people of 1,000 where most communes have a headcount, else people.
    """
    by_code = {str(row.unit.id): row for row in rows}
    counted = [row for row in by_code.values() if row.unit.headcount]
    per_thousand = len(counted) * 2 > len(by_code)
    values = {code: _value(row, per_thousand) for code, row in by_code.items()}
    parts = domain.breaks(value for value in values.values() if value is not None)
    blocks = tuple(
        TileBlock(
            block.key,
            block.name or _("Các xã, phường"),
            tuple(
                _tile(by_code[code], values[code], parts, per_thousand, address)
                for code in block.codes
            ),
        )
        for block in domain.arrange(by_code)
    )
    unknown = any(value is None for value in values.values())
    return TileMap(blocks, _legend(parts), per_thousand, unknown)


def _value(row: UnitRow, per_thousand: bool) -> int | None:
    if not per_thousand:
        return row.participants
    if not row.unit.headcount:
        return None
    share = row.participants * A_THOUSAND // row.unit.headcount
    return max(1, share) if row.participants else 0


def _tile(
    row: UnitRow,
    value: int | None,
    parts: tuple[int, ...],
    per_thousand: bool,
    address: Callable[[UnitRow], str],
) -> Tile:
    name = row.unit.name
    count = row.participants
    people = ngettext("%(people)s người", "%(people)s người", count, people=number(count))
    words = f"{name}: {people}"
    if per_thousand and value is not None:
        words += ", " + _("%(share)s trên 1.000 dân", share=number(value))
    shade = None if value is None else domain.spread(domain.step_of(value, parts), len(parts))
    kind = next((one for one in _KINDS if name.startswith(one)), "")
    figure = "?" if value is None else number(value)
    return Tile(name.removeprefix(kind), words, figure, shade, address(row))


def _legend(parts: tuple[int, ...]) -> tuple[LegendStep, ...]:
    steps = [LegendStep(0, _("chưa có ai"))]
    for place, low in enumerate(parts):
        shade = domain.spread(place + 1, len(parts))
        last = place + 1 == len(parts)
        high = low if last else parts[place + 1] - 1
        words = _("%(low)s trở lên", low=number(low)) if last else number(low)
        if not last and high > low:
            words = f"{number(low)}–{number(high)}"
        steps.append(LegendStep(shade, words))
    return tuple(steps)
