"""Whole numbers in addresses and forms: none larger than every column holds."""

from __future__ import annotations

from app.web.converters import DIGITS

LARGEST = 10**DIGITS - 1
"""As in addresses."""


def small_int(raw: str) -> int:
    """A whole number with as few digits as in an address: `args.get(…, type=small_int)`.

    Raises ValueError for everything else: then what is asked for has its default.
    """
    number = int(raw)
    if abs(number) > LARGEST:
        raise ValueError("too large")
    return number
