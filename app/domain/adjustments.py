"""Time given back: outages, extra time and reopenings, and the deadline that follows from them.

An attempt has a limit of working time that runs from its start. While a pause lasts the
limit does not run, so its deadline is where the limit has run out. Pauses that overlap are
joined first: the order in which they were recorded, or recording one twice, makes no
difference.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

NOTHING = timedelta(0)
_MILLISECOND = timedelta(milliseconds=1)


class Kind(StrEnum):
    OUTAGE = "outage"
    EXTRA = "extra"
    REOPENING = "reopening"


@dataclass(frozen=True, slots=True)
class Pause:
    """A span in which nobody's working time runs, from `from_at` until `until_at`."""

    from_at: datetime
    until_at: datetime


@dataclass(frozen=True, slots=True)
class WorkingTime:
    """An attempt's time: its start, how long one may work, and the pauses granted to it."""

    started_at: datetime
    limit: timedelta
    pauses: tuple[Pause, ...] = ()

    @property
    def deadline_at(self) -> datetime:
        """When the limit has run out, pauses not counted."""
        end = self.started_at + self.limit
        for pause in union(self.pauses):
            if pause.from_at >= end:
                break
            end += max(NOTHING, pause.until_at - max(pause.from_at, self.started_at))
        return end

    @property
    def paused_ms(self) -> int:
        """Whole milliseconds of pauses between start and deadline."""
        return covered(self.pauses, self.started_at, self.deadline_at) // _MILLISECOND

    def with_pause(self, pause: Pause) -> WorkingTime:
        """The same working time, with a pause more."""
        return replace(self, pauses=(*self.pauses, pause))

    def with_extra(self, extra: timedelta) -> WorkingTime:
        """A longer limit; a negative `extra` takes nothing away."""
        return replace(self, limit=self.limit + max(NOTHING, extra))


@dataclass(frozen=True, slots=True)
class Step:
    """What one recorded outage does to one attempt."""

    outage_id: int
    before: datetime
    after: datetime


def working_time(
    *, started_at: datetime, deadline_at: datetime, pauses: Iterable[Pause]
) -> WorkingTime:
    """The working time of an attempt that has this deadline with these pauses."""
    granted = tuple(pauses)
    limit = deadline_at - started_at - covered(granted, started_at, deadline_at)
    return WorkingTime(started_at, limit, granted)


def union(pauses: Iterable[Pause]) -> tuple[Pause, ...]:
    """The same moments as few pauses, apart from each other, earliest first."""
    joined: list[Pause] = []
    for pause in sorted(pauses, key=lambda one: one.from_at):
        if joined and pause.from_at <= joined[-1].until_at:
            until = max(joined[-1].until_at, pause.until_at)
            joined[-1] = replace(joined[-1], until_at=until)
        else:
            joined.append(pause)
    return tuple(joined)


def covered(pauses: Iterable[Pause], start: datetime, end: datetime) -> timedelta:
    """How much of the time from `start` to `end` lies in pauses; what overlaps counts once."""
    parts = (min(p.until_at, end) - max(p.from_at, start) for p in union(pauses))
    return sum((max(NOTHING, part) for part in parts), NOTHING)


def with_outages(
    time: WorkingTime, outages: Iterable[tuple[int, Pause]]
) -> tuple[WorkingTime, tuple[Step, ...]]:
    """The time with every outage that falls into it, and what each outage added.

    An outage may fall into time that another one has added; earlier ones come first.
    """
    steps = []
    for outage_id, pause in sorted(outages, key=lambda one: one[1].from_at):
        before = time.deadline_at
        longer = time.with_pause(pause)
        if longer.deadline_at > before:
            steps.append(Step(outage_id, before, longer.deadline_at))
            time = longer
    return time, tuple(steps)


def reopened(
    time: WorkingTime, *, closed_at: datetime, now: datetime, wanted: timedelta
) -> WorkingTime:
    """The time of an attempt that was closed and goes on at `now` for `wanted`.

    What was left when it was closed is not taken away: then it goes on for that.
    """
    resumed = time.with_pause(Pause(closed_at, now))
    left = max(NOTHING, resumed.deadline_at - now)
    return resumed.with_extra(wanted - left)
