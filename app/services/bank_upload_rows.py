"""What was found in a file, as plain values that can be kept: problems beside their line, losses.

Only so many of each kind are kept as anybody reads; all are counted.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any, Final

from app.domain.bank_losses import Loss, PlaceUnit
from app.domain.bank_problems import Problem, Severity
from app.formats.bank_source import Source
from app.formats.read_bank import ReadBank
from app.formats.text_decode import Undecodable, decode
from app.formats.zip_guard import is_zip

MOST_ROWS: Final = 500
"""Nobody mends more at once, and the page stays quick."""
BEFORE, AFTER = 40, 80
ELLIPSIS: Final = "…"
_WITHOUT_LINE: Final = ("yaml.encoding", "yaml.too_large", "file.", "text.encoding_guessed")
Plain = dict[str, Any]


def found_in(read: ReadBank, data: bytes, source: Source, *, is_yaml: bool) -> Plain:
    """Return errors, warnings and losses, each as {"total", "rows"}."""
    lines = _lines(read, data, source, is_yaml)
    return {
        "errors": _problems(read.problems, Severity.ERROR, lines),
        "warnings": _problems(read.problems, Severity.WARNING, lines),
        "losses": losses_to_plain(read.losses),
    }


def losses_to_plain(losses: Sequence[Loss]) -> Plain:
    """Return losses as {"total", "rows"}."""
    return {"total": len(losses), "rows": [asdict(loss) for loss in losses[:MOST_ROWS]]}


def problem_from_plain(row: Plain) -> Problem:
    """Return the problem of a kept row, for putting it into words."""
    return Problem(
        (), row["code"], args=row["args"], line=row["line"] or None, column=row["column"] or None
    )


def loss_from_plain(row: Plain) -> Loss:
    """Return the loss of a kept row."""
    return Loss(**row)


def _problems(problems: Sequence[Problem], severity: Severity, lines: Sequence[str]) -> Plain:
    wanted = [problem for problem in problems if problem.severity is severity]
    return {"total": len(wanted), "rows": [_problem(one, lines) for one in wanted[:MOST_ROWS]]}


def _problem(problem: Problem, lines: Sequence[str]) -> Plain:
    line, column = problem.line or 1, problem.column or 1
    known = not problem.code.startswith(_WITHOUT_LINE) and line <= len(lines)
    return {
        "code": problem.code,
        "args": dict(problem.args),
        "line": line,
        "column": column,
        "excerpt": _excerpt(lines[line - 1] if known else "", column),
    }


def _lines(read: ReadBank, data: bytes, source: Source, is_yaml: bool) -> Sequence[str]:
    """The lines that places count; none where they count something else."""
    if read.unit is not PlaceUnit.LINE or is_zip(data):
        return ()
    if is_yaml:
        return source.words(data.decode("utf-8-sig", errors="replace")).split("\n")
    try:
        return source.words(decode(data, source.legacy)[0]).split("\n")
    except Undecodable:
        return ()


def _excerpt(text: str, column: int) -> list[str]:
    """What stands before, at and after a place of a line; [] for nothing."""
    text = text.rstrip("\r")
    if not text.strip():
        return []
    place = min(column - 1, len(text))
    start, end = max(0, place - BEFORE), place + 1 + AFTER
    before = (ELLIPSIS if start else "") + text[start:place]
    after = text[place + 1 : end] + (ELLIPSIS if end < len(text) else "")
    return [_visible(before), _visible(text[place : place + 1]), _visible(after)]


def _visible(text: str) -> str:
    # Control and direction characters would hide or turn around what stands in the file.
    return "".join("\ufffd" if unicodedata.category(c) in ("Cc", "Cf") else c for c in text)
