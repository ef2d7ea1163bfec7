"""The neutral tree every format is read into before it is checked.

A draft is made of `dict`, `list`, `str` and None only. Scalars are the exact
characters of the file ("012", "No", "1e3"); `bank_rules` alone gives them types.
"""

from __future__ import annotations

from typing import Final


class NullWord(str):
    """A bare `null` or `~`: nothing where a value may be left out, else those characters."""

    __slots__ = ()


class Refused:
    """Stands where the reader has already reported an error, so that none is reported twice."""

    __slots__ = ()


REFUSED: Final = Refused()

type Step = str | int
type Steps = tuple[Step, ...]
