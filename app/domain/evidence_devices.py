"""Many people on one device within a short time: a plain fact, with what may explain it.

A family, an office or a hall shares a phone or a computer, and that is welcome. So few people
on one device are no sign at all, and beside the fact stands what speaks for them: a hall of
this contest was open, all are of one unit, or nobody began before the one before had ended.
Addresses of the network are neither kept nor looked at.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from app.domain.evidence import Kind, Sign

FEWEST_PEOPLE = 5
WITHIN = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Used:
    """One attempt on a device; `unit` is the person's organisation, "" for none."""

    attempt_id: int
    person_id: int
    unit: str
    started_at: datetime
    ended_at: datetime


@dataclass(frozen=True, slots=True)
class OpenHall:
    """When a hall of the contest was open."""

    opened_at: datetime
    closed_at: datetime


def device_sign(mark: str, used: Iterable[Used], halls: Sequence[OpenHall]) -> Sign | None:
    """The sign of a device that at least `FEWEST_PEOPLE` people used within `WITHIN`."""
    ordered = sorted(used, key=lambda one: (one.started_at, one.attempt_id))
    shown = _crowded(ordered)
    if not shown:
        return None
    attempts = tuple(one.attempt_id for one in shown)
    return Sign(Kind.DEVICE, mark, attempts, _facts(shown, halls))


def _crowded(ordered: Sequence[Used]) -> list[Used]:
    """Those that lie in some span of `WITHIN` with enough people, in their order."""
    crowded, end = set[int](), 0
    for begin, first in enumerate(ordered):
        while end < len(ordered) and ordered[end].started_at <= first.started_at + WITHIN:
            end += 1
        if len({one.person_id for one in ordered[begin:end]}) >= FEWEST_PEOPLE:
            crowded.update(range(begin, end))
    return [ordered[place] for place in sorted(crowded)]


def _facts(shown: Sequence[Used], halls: Sequence[OpenHall]) -> dict[str, Any]:
    units = {one.unit for one in shown}
    in_halls = sum(
        any(hall.opened_at <= one.started_at <= hall.closed_at for hall in halls) for one in shown
    )
    return {
        "people": len({one.person_id for one in shown}),
        "attempts": len(shown),
        "one_unit": len(units) == 1 and "" not in units,
        "in_halls": in_halls,
        "overlapping": _overlapping(shown),
    }


def _overlapping(shown: Sequence[Used]) -> int:
    """How many attempts began while somebody else's on the same device was still open."""
    found, latest = 0, None
    for one in shown:
        if latest is not None and one.started_at < latest.ended_at:
            found += latest.person_id != one.person_id
        if latest is None or one.ended_at > latest.ended_at:
            latest = one
    return found
