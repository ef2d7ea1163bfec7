"""Participation by unit, published day by day at a fixed time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from fractions import Fraction
from typing import Any

_VIETNAM = timedelta(hours=7)
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class UnitFigures:
    """A unit with those below it: its people who have taken part, and their attempts."""

    code: str
    name: str
    headcount: int | None
    participants: int
    attempts: int

    @property
    def rate(self) -> Fraction | None:
        """The share of its people who have taken part; None without a headcount."""
        return Fraction(self.participants, self.headcount) if self.headcount else None


def day_due(clock: str, opens_at: datetime, closes_at: datetime, now: datetime) -> date | None:
    """The day whose figures are due by now, at `clock` ("11:00") in Vietnam.

    None before the time of the day has come, before the opening, and once figures
    have been due that include the last day.
    """
    local = now.astimezone(UTC) + _VIETNAM
    hour, minute = (int(part) for part in clock.split(":"))
    moment = datetime.combine(local.date(), time(hour, minute), UTC) - _VIETNAM
    if now < moment or moment < opens_at or moment >= closes_at + _DAY:
        return None
    return local.date()


def to_plain(units: Sequence[UnitFigures]) -> list[list[Any]]:
    """Rows as JSON can hold them."""
    return [[one.code, one.name, one.headcount, one.participants, one.attempts] for one in units]


def from_plain(rows: Sequence[Sequence[Any]]) -> tuple[UnitFigures, ...]:
    """Rows again."""
    return tuple(UnitFigures(*row) for row in rows)
