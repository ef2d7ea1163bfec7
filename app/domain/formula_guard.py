"""What spreadsheets take for a formula when they open a CSV file, and the guard against it."""

from __future__ import annotations

from typing import Any, Final

STARTS: Final = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
"""The wide signs count as well: some spreadsheets make them narrow first."""


def guarded(value: Any) -> Any:
    """A text that would be a formula with an apostrophe before it; everything else as it is."""
    return f"'{value}" if isinstance(value, str) and value.startswith(STARTS) else value
