"""Contests in time: states, deadlines, grace."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

_MILLISECOND = timedelta(milliseconds=1)


class State(StrEnum):
    DRAFT = "draft"
    SCHEDULED = "scheduled"
    OPEN = "open"
    CLOSED = "closed"
    FINAL = "final"


@dataclass(frozen=True, slots=True)
class Span:
    """When a round takes attempts: from `opens_at` until just before `closes_at`."""

    opens_at: datetime
    closes_at: datetime


def round_state(span: Span, now: datetime) -> State:
    """Scheduled, open or closed."""
    if now < span.opens_at:
        return State.SCHEDULED
    return State.OPEN if now < span.closes_at else State.CLOSED


def contest_state(
    *, published: bool, finalised: bool, rounds: Sequence[Span], now: datetime
) -> State:
    """The state of a whole contest; between two rounds it is scheduled again."""
    if not published:
        return State.DRAFT
    if finalised:
        return State.FINAL
    states = {round_state(span, now) for span in rounds}
    if State.OPEN in states:
        return State.OPEN
    return State.SCHEDULED if State.SCHEDULED in states or not states else State.CLOSED


def deadline(started_at: datetime, minutes: int, closes_at: datetime) -> datetime:
    """The end of an attempt: its minutes, but never after the round's closing."""
    return min(started_at + timedelta(minutes=minutes), closes_at)


def elapsed_ms(
    started_at: datetime, ended_at: datetime, deadline_at: datetime, paused_ms: int = 0
) -> int:
    """Whole milliseconds used, from 0 to the limit: grace is not counted against anybody.

    Nor are `paused_ms`: outages, and the time between closing and reopening.
    """
    used = min(ended_at, deadline_at) - started_at
    return max(0, used // _MILLISECOND - paused_ms)


def may_explain(policy: str, closes_at: datetime, grace_seconds: int, now: datetime) -> bool:
    """Whether keys and explanations may be shown: by policy, and once no attempt can be open."""
    return policy == "explanations" and now > closes_at + timedelta(seconds=grace_seconds)
