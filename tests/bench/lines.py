"""A figure of the bench, and how much is measured."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Scale:
    """How much is measured."""

    seconds: float
    rounds: int
    participations: int
    starts: int
    saves_a_second: int
    burst_seconds: float
    people: int
    questions: int
    soak_minutes: float


SCALES = {
    "small": Scale(2, 2, 40, 100, 60, 5, 2_000, 2_000, 0.2),
    "full": Scale(8, 5, 300, 3_000, 300, 60, 200_000, 10_000, 30),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One figure; `holds` None where the scale is too small to judge."""

    what: str
    value: float
    unit: str
    target: str
    holds: bool | None
    note: str = ""
