"""The opening minute: who presses when, so that not all press in the same second."""

from __future__ import annotations

import hashlib
import hmac
from datetime import timedelta

OFFERED_BEFORE = timedelta(minutes=30)
"""How long before an opening the waiting page is offered."""
SPREAD_MS = 5000
"""The longest that anybody is asked to wait after the opening."""


def spread_ms(secret: str, *, contest_id: int, round_id: int, person_id: int) -> int:
    """Whole milliseconds from 0 to `SPREAD_MS`, always the same for a person and a round.

    It only tells the waiting page when to press: a start is allowed from the opening on,
    and the time of an attempt runs from its own start. Without the secret nobody can tell
    who is asked to wait for how long.
    """
    message = f"waiting:{contest_id}:{round_id}:{person_id}".encode()
    digest = hmac.digest(secret.encode(), message, hashlib.sha256)
    return int.from_bytes(digest[:8], "big") % (SPREAD_MS + 1)
