"""One-time codes by which a person sets a password: easy to copy from paper, not to guess."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""No 0 and O, no 1 and I: on paper they look alike."""
LENGTH = 12
_PART = 4


def new_code(below: Callable[[int], int]) -> str:
    """A new code of 60 bits: "ABCD-EFGH-JKLM"; `below(n)` is a chance number under n."""
    letters = "".join(ALPHABET[below(len(ALPHABET))] for _ in range(LENGTH))
    return "-".join(letters[start : start + _PART] for start in range(0, LENGTH, _PART))


def read_code(typed: str) -> str | None:
    """The code as typed, without dashes and blanks, in capitals; None when it cannot be one."""
    code = "".join(letter for letter in typed.upper() if letter.isalnum())
    if len(code) != LENGTH or any(letter not in ALPHABET for letter in code):
        return None
    return code


def digest(code: str, *, account_id: int, secret: str) -> str:
    """What is kept of a code. Keyed, so that a stolen database cannot be tried offline."""
    text = f"activation:{account_id}:{read_code(code)}"
    return hmac.new(secret.encode(), text.encode(), hashlib.sha256).hexdigest()
