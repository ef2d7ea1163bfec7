"""What signs of unfairness are, and what may be decided about them. A sign accuses nobody.

Two kinds of weight: a chance (how likely such a thing is among honest people) or a plain fact.
The hour of an attempt is never a sign: at night it only makes another sign weigh more.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

LOCAL = timedelta(hours=7)
"""UTC+7 the whole year."""
ODD_HOURS = range(5)
"""From midnight until before five o'clock."""


class Kind(StrEnum):
    SPEED = "speed"
    LIKENESS = "likeness"
    DEVICE = "device"


class State(StrEnum):
    OPEN = "open"
    DISMISSED = "dismissed"
    UPHELD = "upheld"


class Act(StrEnum):
    NOTE = "note"
    DISMISS = "dismiss"
    UPHOLD = "uphold"
    REOPEN = "reopen"
    VOID = "void"
    RESTORE = "restore"


STATE_AFTER: Mapping[Act, State] = {
    Act.DISMISS: State.DISMISSED,
    Act.UPHOLD: State.UPHELD,
    Act.VOID: State.UPHELD,
    Act.REOPEN: State.OPEN,
}
"""How a sign stands after an act; the others leave it as it is."""


@dataclass(frozen=True, slots=True)
class Sign:
    """Something to look at; the same `kind` and `subject` are always the same sign.

    `facts` are plain JSON values without names; `chance` is None for plain facts.
    """

    kind: Kind
    subject: str
    attempts: tuple[int, ...]
    facts: Mapping[str, Any] = field(default_factory=dict)
    chance: float | None = None


def at_odd_hour(moment: datetime) -> bool:
    """Whether it was between midnight and five in the morning in Vietnam."""
    return (moment + LOCAL).hour in ODD_HOURS
