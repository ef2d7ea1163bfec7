"""What all units did in answer to a call, as the official report tells it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from app.domain.activities import Tally


@dataclass(frozen=True, slots=True)
class UnitTotal:
    """What the reports of one unit add up to."""

    name: str
    tally: Tally


@dataclass(frozen=True, slots=True)
class Activity:
    """One thing that a unit did."""

    unit: str
    title: str
    held_on: date
    place: str
    people: int
    description: str
    accepted: bool
    late: bool


@dataclass(frozen=True, slots=True)
class ActivitySummary:
    """Everything at `taken_at`: `asked` units, those with reports in order, and who is missing."""

    title: str
    deadline_at: datetime
    taken_at: datetime
    asked: int
    units: tuple[UnitTotal, ...]
    activities: tuple[Activity, ...]
    missing: tuple[str, ...]
    total: Tally
