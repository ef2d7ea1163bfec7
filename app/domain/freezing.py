"""The freeze: from a moment on, boards stand still until the results are revealed.

One rule for every channel: while a contest is frozen, a result that ended after the
freeze is carried to no board. Whatever is made of boards (pages, exports, the API,
units, places, certificates) can then not show it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Freeze:
    """When boards stand still; `reveal_at` is the plan, `revealed_at` the act."""

    freeze_at: datetime | None = None
    reveal_at: datetime | None = None
    revealed_at: datetime | None = None

    def is_on(self, now: datetime) -> bool:
        """Whether boards stand still now."""
        return self.freeze_at is not None and self.revealed_at is None and now >= self.freeze_at

    def withholds(self, ended_at: datetime) -> bool:
        """Whether a result that ended then is kept from the boards."""
        return self.freeze_at is not None and self.revealed_at is None and ended_at > self.freeze_at

    def shown_at(self, derived_at: datetime | None) -> datetime | None:
        """As of when boards say what they say: never later than a freeze that is on."""
        if derived_at is not None and self.freeze_at is not None and self.revealed_at is None:
            return min(derived_at, self.freeze_at)
        return derived_at

    def is_due(self, now: datetime) -> bool:
        """Whether the planned reveal is to happen now."""
        return self.is_on(now) and self.reveal_at is not None and now >= self.reveal_at


NOT_FROZEN = Freeze()
