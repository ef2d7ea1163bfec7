"""Who is served when not everybody can be: answers last of all to be turned away, that is never.

A process has so many threads. Each kind of request may hold, together with all that
matters less, only a share of them; the more saving an answer is kept waiting, the
smaller the shares. What is left over is for answering.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from enum import IntEnum
from math import floor


class Kind(IntEnum):
    """What a request is for; the smaller, the sooner it is turned away."""

    HEAVY = 0  # Exports, statistics, reports.
    READING = 1  # Boards and all that everybody may see.
    ACTING = 2  # Signing in, one's own pages, what organisers do.
    ANSWERING = 3  # Starting, saving, submitting.


class Strain(IntEnum):
    """How much answering is kept waiting."""

    CALM = 0
    BUSY = 1
    SEVERE = 2


BUSY_FROM = timedelta(milliseconds=150)
SEVERE_FROM = timedelta(milliseconds=600)
_SHARES: Mapping[Kind, tuple[float, float, float]] = {
    Kind.HEAVY: (0.25, 0.0, 0.0),
    Kind.READING: (0.625, 0.375, 0.125),
    Kind.ACTING: (0.75, 0.5, 0.25),
}
"""Of the threads, under each strain."""
_PATIENCE: Mapping[Kind, int] = {Kind.HEAVY: 30, Kind.READING: 5, Kind.ACTING: 3}


def strain_of(wait: timedelta) -> Strain:
    """The strain when a save has lately taken so long, its queueing included."""
    if wait < BUSY_FROM:
        return Strain.CALM
    return Strain.BUSY if wait < SEVERE_FROM else Strain.SEVERE


def admits(kind: Kind, busy: Mapping[Kind, int], *, threads: int, strain: Strain) -> bool:
    """Whether one more request of this kind is served while `busy` requests of each are.

    A process of few threads keeps one for every kind that is served at all: better slow
    than never.
    """
    if kind is Kind.ANSWERING:
        return True
    share = _SHARES[kind][strain]
    if not share:
        return False
    held = sum(count for other, count in busy.items() if other <= kind)
    return held < max(1, floor(share * threads))


def retry_after(kind: Kind) -> int:
    """In how many seconds a request that was turned away may try again."""
    return _PATIENCE[kind]
