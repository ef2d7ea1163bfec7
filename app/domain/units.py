"""Organisations as a tree, and what rolls up in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

UnitId = str | int


class UnitCycle(ValueError):
    """A unit that is its own ancestor; `unit` is one of the circle."""

    def __init__(self, unit: UnitId) -> None:
        super().__init__(f"{unit} is its own ancestor")
        self.unit = unit


@dataclass(frozen=True, slots=True)
class Unit:
    """A commune or an organisation; `headcount` as declared, None when unknown."""

    id: UnitId
    name: str
    parent: UnitId | None = None
    headcount: int | None = None


def ancestry(parents: Mapping[UnitId, UnitId | None]) -> dict[UnitId, tuple[UnitId, ...]]:
    """Each unit's line upwards, itself first. Raises `UnitCycle`.

    A parent that is not a unit itself ends the line.
    """
    return {unit: _line(unit, parents) for unit in parents}


def _line(unit: UnitId, parents: Mapping[UnitId, UnitId | None]) -> tuple[UnitId, ...]:
    line: list[UnitId] = []
    seen: set[UnitId] = set()
    current: UnitId | None = unit
    while current is not None and current in parents:
        if current in seen:
            raise UnitCycle(current)
        seen.add(current)
        line.append(current)
        current = parents[current]
    return tuple(line)
