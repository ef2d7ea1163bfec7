"""What every reader of a bank format gives back."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from app.domain.bank_drafts import Steps
from app.domain.bank_losses import Loss, PlaceUnit
from app.domain.bank_problems import Problem, Severity
from app.domain.bank_rules import check_draft, count_questions
from app.domain.questions import Bank


class Place(NamedTuple):
    """A place in a file; both count from 1. `part` names a file inside a package."""

    line: int
    column: int
    part: str = ""


@dataclass(frozen=True, slots=True)
class ReadBank:
    """A file as read: the bank, or None while an error stands; and every problem with its place.

    `losses` is what the file says and a bank cannot; `unit` is what places count.
    """

    bank: Bank | None
    problems: tuple[Problem, ...]
    question_count: int = 0
    losses: tuple[Loss, ...] = ()
    unit: PlaceUnit = PlaceUnit.LINE

    @property
    def ok(self) -> bool:
        """Whether the bank can be imported; warnings do not block."""
        return self.bank is not None


def no_image(file: str) -> bool:
    """Say that there is no such image, where a bank comes without any."""
    return False


def finish(
    draft: Any,
    faults: Iterable[Problem],
    *,
    place_of: Callable[[Steps, bool], Place],
    image_exists: Callable[[str], int],
) -> ReadBank:
    """Check a draft by the rules of all formats and say where each problem stands.

    `faults` are what the reader found itself, with their places. `place_of`
    is given the steps to a node and whether its key is meant.
    """
    checked = check_draft(draft, image_exists=image_exists)
    placed = [_placed(problem, place_of) for problem in checked.problems]
    problems = in_order([*faults, *placed])
    bank = None if has_errors(problems) else checked.bank
    return ReadBank(bank, problems, count_questions(draft))


def in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return problems in the order of the file."""
    return tuple(sorted(problems, key=lambda p: (p.line or 0, p.column or 0)))


def has_errors(problems: Iterable[Problem]) -> bool:
    """Whether any of the problems blocks an import."""
    return any(problem.severity is Severity.ERROR for problem in problems)


def _placed(problem: Problem, place_of: Callable[[Steps, bool], Place]) -> Problem:
    place = place_of(problem.steps, problem.at_key)
    args = {**problem.args, "part": place.part} if place.part else problem.args
    return replace(problem, line=place.line, column=place.column, args=args)
