"""Short ways of reading a file in tests and looking at what came of it."""

from __future__ import annotations

from app.domain.bank_problems import Severity
from app.domain.questions import Question
from app.formats.bank_naming import Naming
from app.formats.bank_source import Source
from app.formats.read_bank import ReadBank


def source(*, legacy: str = "") -> Source:
    """A file that does not name its bank; every image it speaks of is there."""
    return Source(Naming("thu", "Thử"), image_exists=lambda file: True, legacy=legacy)


def errors(read: ReadBank) -> list[tuple[int | None, int | None, str]]:
    """Line, column and code of every error."""
    return [(p.line, p.column, p.code) for p in read.problems if p.severity is Severity.ERROR]


def losses(read: ReadBank) -> list[tuple[int | None, str]]:
    """Line and code of everything lost."""
    return [(loss.line, loss.code) for loss in read.losses]


def questions(read: ReadBank) -> tuple[Question, ...]:
    assert read.bank is not None, errors(read)
    return read.bank.questions


def right(read: ReadBank) -> list[set[str]]:
    """The texts of the right options of every question."""
    assert read.bank is not None, errors(read)
    return [
        {option.text for option in question.options if option.id in key.options}
        for question in read.bank.questions
        for key in [read.bank.keys[question.id]]
    ]
