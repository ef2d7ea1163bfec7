"""What a check of a bank found, as values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from app.domain.bank_drafts import Steps, render_path

MOST_ERRORS: Final = 2_000
"""A check stops here: nobody mends more at once, and a hostile file could plant millions."""


class Severity(StrEnum):
    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault: where (`steps`, or its key when `at_key`), what (`code`) and details (`args`).

    `line` and `column` count from 1; they are None until the reader of the
    format has looked up the place.
    """

    steps: Steps
    code: str
    severity: Severity = Severity.ERROR
    args: Mapping[str, str] = field(default_factory=dict)
    at_key: bool = False
    line: int | None = None
    column: int | None = None

    @property
    def path(self) -> str:
        """The place as people read it: `questions[3].options[1].text`."""
        return render_path(self.steps)


class TooManyErrors(Exception):
    """The report is full; what was found so far is enough."""


@dataclass(slots=True)
class Report:
    """Collects problems while a draft is walked; raises TooManyErrors when full."""

    problems: list[Problem] = field(default_factory=list)
    errors: int = 0

    def error(self, steps: Steps, code: str, *, at_key: bool = False, **args: str) -> None:
        """Note something that must be mended before the bank can be imported."""
        self.problems.append(Problem(steps, code, Severity.ERROR, args, at_key))
        self.count_error()

    def count_error(self) -> None:
        """Count an error that the reader of the format has reported already."""
        self.errors += 1
        if self.errors >= MOST_ERRORS:
            raise TooManyErrors

    def warn(self, steps: Steps, code: str, **args: str) -> None:
        """Note something worth a second look that blocks nothing."""
        self.problems.append(Problem(steps, code, Severity.WARNING, args))
