"""The moments of a round at which a contest looks different to those who take part."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from app.domain.contests import Span

_DAY = timedelta(days=1)
_MINUTE = timedelta(minutes=1)


class Moment(StrEnum):
    BEFORE = "before"
    WAITING = "waiting"
    OPENED = "opened"
    DURING = "during"
    LAST_MINUTE = "last_minute"
    CLOSED = "closed"
    FINAL = "final"


def moment_of(kind: Moment, span: Span, grace_seconds: int) -> datetime:
    """The point in time that a kind of moment stands for, in one round.

    A day and ten minutes before the opening, one minute after it, halfway, half a
    minute before the closing, a minute after the last answer could come, and a day
    after that.
    """
    over = span.closes_at + timedelta(seconds=grace_seconds)
    return {
        Moment.BEFORE: span.opens_at - _DAY,
        Moment.WAITING: span.opens_at - 10 * _MINUTE,
        Moment.OPENED: span.opens_at + min(_MINUTE, (span.closes_at - span.opens_at) / 4),
        Moment.DURING: span.opens_at + (span.closes_at - span.opens_at) / 2,
        Moment.LAST_MINUTE: max(span.opens_at, span.closes_at - _MINUTE / 2),
        Moment.CLOSED: over + _MINUTE,
        Moment.FINAL: over + _DAY,
    }[kind]
