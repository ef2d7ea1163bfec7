"""Whole numbers in addresses and forms: none larger than every column holds."""

from __future__ import annotations

LARGEST = 999_999_999
"""As in addresses, see app.web.converters."""


def small_int(raw: str) -> int:
    """A whole number of at most nine digits, for `request.args.get(…, type=small_int)`.

    Raises ValueError for everything else: then what is asked for has its default.
    """
    number = int(raw)
    if abs(number) > LARGEST:
        raise ValueError("too large")
    return number
