"""Drawing lots among equal people, so that anybody can draw them again.

A lot follows from the seed of the draw and the attempt that counts, and from nothing
else: not from when people registered, nor from the order of any list.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

LONGEST_PHRASE = 200


@dataclass(frozen=True, slots=True)
class HeldDraw:
    """A draw that was held: a secret of the moment, and a phrase said in public, if any."""

    seed: str
    phrase: str
    held_at: datetime

    def lot(self, attempt_id: int) -> int:
        """The lot of an attempt, below 2^62; the smaller one stands before."""
        text = f"{self.seed}\n{self.phrase}\n{attempt_id}"
        return int.from_bytes(sha256(text.encode()).digest()[:8]) >> 2
