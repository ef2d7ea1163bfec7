"""What a file format could not carry, so that nothing is dropped silently."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class PlaceUnit(StrEnum):
    """What the line of a place counts in its kind of file; cells also have a column."""

    LINE = "line"
    CELL = "cell"
    PARAGRAPH = "paragraph"


@dataclass(frozen=True, slots=True)
class Loss:
    """One thing left behind: `code` says which kind, `detail` gives it in plain characters.

    `line` and `column` count from 1 in the file that was read. `part` is the file inside a
    package. `question` is the id, where the question is known.
    """

    code: str
    detail: str = ""
    line: int | None = None
    column: int | None = None
    part: str = ""
    question: str = ""
