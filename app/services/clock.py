"""The server's time: it runs on evenly when somebody sets the machine's clock.

Deadlines are moments; were the machine's clock put back or forward while people answer,
time would be given to them or taken. So time is that of the start plus what has passed
since. Small settings (below a second) are followed; a larger one is reported and taken
over when the server is reloaded, that is, by somebody who has looked.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

OFFSET = "THISO_CLOCK_OFFSET"
"""Under this name the server hands on, to all its processes, what it found at its start."""
STEP_SECONDS = 1.0
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def since_boot() -> float:
    """Seconds since the machine was switched on, also those in which it slept."""
    return time.clock_gettime(getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC))


class EvenClock:
    """A clock that is not set, only corrected; `offset` is its moment at boot, in seconds."""

    def __init__(
        self,
        offset: float | None = None,
        machine: Callable[[], float] = time.time,
        even: Callable[[], float] = since_boot,
    ) -> None:
        self._machine, self._even = machine, even
        self._offset = machine() - even() if offset is None else offset

    def now(self) -> datetime:
        """This moment."""
        even = self._even()
        offset = self._machine() - even
        if abs(offset - self._offset) < STEP_SECONDS:
            self._offset = offset
        return _EPOCH + timedelta(seconds=even + self._offset)

    def step(self) -> float:
        """By how many seconds the machine's clock was set away from this one; else 0."""
        away = self._machine() - self._even() - self._offset
        return away if abs(away) >= STEP_SECONDS else 0.0


def _handed_on() -> float | None:
    try:
        return float(os.environ[OFFSET])
    except (KeyError, ValueError):
        return None


CLOCK = EvenClock(_handed_on())


def moment() -> datetime:
    """This moment by the clock of this process."""
    return CLOCK.now()
