"""When boards are kept under a number, and for how long.

Kept at the latest ten minutes after a change, every day at 11:00 (UTC+7) while a contest
runs, and at its turns: the freeze, the reveal, the end.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta, timezone
from enum import StrEnum

LOCAL = timezone(timedelta(hours=7))
DAILY_AT = time(11, 0)
BETWEEN_CHANGES = timedelta(minutes=10)
DAILY_AFTER_CLOSING = timedelta(days=1)
CHANGES_KEPT = timedelta(days=7)
"""So long are rows kept that were made only because something had changed."""


class Reason(StrEnum):
    """Why boards were kept."""

    CHANGE = "change"
    DAILY = "daily"
    FREEZE = "freeze"
    REVEAL = "reveal"
    FINAL = "final"
    REPORT = "report"


@dataclass(frozen=True, slots=True)
class Kept:
    """The newest numbered boards of a contest."""

    number: int
    published_at: datetime
    change: int


@dataclass(frozen=True, slots=True)
class Course:
    """What has happened in a contest; `change` counts the changes of its boards."""

    change: int
    closes_at: datetime
    freeze_at: datetime | None = None
    revealed_at: datetime | None = None
    finalised_at: datetime | None = None
    kept: Kept | None = None


def due_reason(course: Course, now: datetime) -> Reason | None:
    """Why the boards are to be kept now; None when there is no reason."""
    turn = _turn(course, now)
    if turn is not None:
        return turn
    if course.change == 0:
        return None
    kept = course.kept
    if kept is None:
        return Reason.CHANGE
    runs = course.finalised_at is None and now <= course.closes_at + DAILY_AFTER_CLOSING
    if runs and kept.published_at < last_daily(now):
        return Reason.DAILY
    changed = course.change != kept.change
    return Reason.CHANGE if changed and now - kept.published_at >= BETWEEN_CHANGES else None


def is_current(course: Course, now: datetime) -> bool:
    """Whether the newest numbered boards still are what boards show."""
    kept = course.kept
    return kept is not None and kept.change == course.change and _turn(course, now) is None


def last_daily(now: datetime) -> datetime:
    """The last moment up to `now` at which boards are kept every day."""
    local = now.astimezone(LOCAL)
    today = datetime.combine(local.date(), DAILY_AT, LOCAL)
    return (today if today <= local else today - timedelta(days=1)).astimezone(UTC)


def _turn(course: Course, now: datetime) -> Reason | None:
    frozen = course.freeze_at if course.revealed_at is None else None
    turns = (
        (Reason.FINAL, course.finalised_at),
        (Reason.REVEAL, course.revealed_at),
        (Reason.FREEZE, frozen),
    )
    for reason, moment in turns:
        if moment is None or moment > now:
            continue
        if course.kept is None or course.kept.published_at < moment:
            return reason
    return None
