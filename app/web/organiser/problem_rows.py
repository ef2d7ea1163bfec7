"""What the check of a bank found, ready for a table: each problem beside its source line."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from app.domain.bank_problems import Problem, Severity
from app.wording.problems import message

MOST_ROWS = 500
"""Nobody mends more at once, and the page stays quick."""
BEFORE, AFTER = 40, 80
_WITHOUT_LINE = frozenset({"yaml.encoding", "yaml.too_large"})
ELLIPSIS = "…"


@dataclass(frozen=True, slots=True)
class Row:
    """One problem; `before`, `at` and `after` are parts of its source line."""

    line: int
    column: int
    code: str
    message: str
    before: str
    at: str
    after: str


@dataclass(frozen=True, slots=True)
class Rows:
    """Problems of one severity; `total` also counts those beyond `MOST_ROWS`."""

    rows: tuple[Row, ...]
    total: int

    @property
    def hidden(self) -> int:
        return self.total - len(self.rows)


def errors_of(problems: Sequence[Problem], data: bytes) -> Rows:
    """What must be mended before the bank can come in."""
    return _rows(problems, Severity.ERROR, data)


def warnings_of(problems: Sequence[Problem], data: bytes) -> Rows:
    """What deserves a second look."""
    return _rows(problems, Severity.WARNING, data)


def _rows(problems: Sequence[Problem], severity: Severity, data: bytes) -> Rows:
    wanted = [problem for problem in problems if problem.severity is severity]
    lines = data.decode("utf-8-sig", errors="replace").split("\n")
    return Rows(tuple(_row(problem, lines) for problem in wanted[:MOST_ROWS]), len(wanted))


def _row(problem: Problem, lines: Sequence[str]) -> Row:
    line, column = problem.line or 1, problem.column or 1
    known = problem.code not in _WITHOUT_LINE and line <= len(lines)
    before, at, after = _excerpt(lines[line - 1] if known else "", column)
    return Row(line, column, problem.code, message(problem), before, at, after)


def _excerpt(text: str, column: int) -> tuple[str, str, str]:
    text = text.rstrip("\r")
    place = min(column - 1, len(text))
    start, end = max(0, place - BEFORE), place + 1 + AFTER
    before = (ELLIPSIS if start else "") + text[start:place]
    after = text[place + 1 : end] + (ELLIPSIS if end < len(text) else "")
    return _visible(before), _visible(text[place : place + 1]), _visible(after)


def _visible(text: str) -> str:
    # Control and direction characters would hide or turn around what stands in the file.
    return "".join("\ufffd" if unicodedata.category(c) in ("Cc", "Cf") else c for c in text)
