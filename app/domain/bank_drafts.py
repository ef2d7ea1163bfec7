"""The neutral tree every format is read into before it is checked.

A draft is made of `dict`, `list`, `str` and None only. Scalars are the exact
characters of the file ("012", "No", "1e3"); `bank_rules` alone gives them types.
"""

from __future__ import annotations

from typing import Final, TypeAlias


class NullWord(str):
    """A bare `null` or `~`: nothing where a value may be left out, else those characters."""

    __slots__ = ()


class Refused:
    """Stands where the reader has already reported an error, so that none is reported twice."""

    __slots__ = ()


REFUSED: Final = Refused()

Step: TypeAlias = str | int
Steps: TypeAlias = tuple[Step, ...]


def render_path(steps: Steps) -> str:
    """Return steps as people read them: `questions[3].options[1].text`."""
    text = ""
    for step in steps:
        text += f"[{step}]" if isinstance(step, int) else f".{step}"
    return text.removeprefix(".")
