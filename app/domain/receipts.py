"""A short code that proves what the server holds of a closed attempt."""

from __future__ import annotations

import hashlib
import hmac
from datetime import datetime

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's base 32: no I, L, O, U
LENGTH = 12
_MISREAD = str.maketrans({"I": "1", "L": "1", "O": "0"})


def receipt_code(
    secret: str, *, attempt_id: int, answers_hash: str, ended_at: datetime, prediction: int | None
) -> str:
    """HMAC-SHA256 over what counted, cut to 60 bits, as "7KQM-2F9D-X1RT"."""
    text = f"receipt|{attempt_id}|{answers_hash}|{ended_at.isoformat()}|{prediction}"
    digest = hmac.new(secret.encode(), text.encode(), hashlib.sha256).digest()
    number = int.from_bytes(digest[:8], "big") >> 4
    letters = "".join(ALPHABET[(number >> shift) & 31] for shift in range(55, -1, -5))
    return "-".join(letters[start : start + 4] for start in range(0, LENGTH, 4))


def read_code(typed: str) -> str | None:
    """A code as people type it, in its one written form; None when it cannot be one."""
    letters = "".join(typed.upper().replace("-", " ").split()).translate(_MISREAD)
    if len(letters) != LENGTH or any(letter not in ALPHABET for letter in letters):
        return None
    return "-".join(letters[start : start + 4] for start in range(0, LENGTH, 4))
