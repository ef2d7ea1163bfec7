"""What a YAML file must pass before and while it is parsed, so that no file can hurt us.

The parser underneath (libyaml's event stream) neither recurses nor keeps
what it has read, so the limits here bound time and memory. Composing nodes
with PyYAML instead would crash or raise RecursionError on deep nesting.
"""

from __future__ import annotations

import re
from typing import Final

import yaml

from app.domain.bank_fields import MOST_QUESTIONS
from app.domain.bank_problems import Problem
from app.formats.encodings import WrongEncoding, decode_utf8

MOST_BYTES: Final = 16 * 1024 * 1024
MOST_EVENTS: Final = 1_000_000
DENSE_EVENTS: Final = 500_000
"""So many events are read of any file, more only if it has text between them, as banks do."""
CHARACTERS_PER_EVENT: Final = 5
MOST_ENTRIES: Final = MOST_QUESTIONS
DEEPEST: Final = 12
MOST_KEYS: Final = 1_000
LONGEST_KEY: Final = 200
LONGEST_SCALAR: Final = 20_000
MOST_FAULTS: Final = 100

_FORBIDDEN: Final = re.compile(
    "[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
)
_TAG_DIRECTIVE: Final = re.compile(rb"^%TAG", re.MULTILINE)
_REASONS: Final = (
    ("mapping values are not allowed", "colon"),
    ("quoted scalar", "quote"),
    ("flow", "flow"),
    ("did not find expected key", "indent"),
    ("did not find expected '-'", "indent"),
    ("could not find expected ':'", "missing_colon"),
)


class Unreadable(Exception):
    """The file cannot be read any further; carries the last fault."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.code)
        self.problem = problem


def fault(code: str, line: int, column: int, **args: str) -> Problem:
    """Return a problem of the file itself, with its place (counted from 1)."""
    return Problem((), code, args=args, line=line, column=column)


def check_bytes(data: bytes) -> None:
    """Refuse what is too large, not UTF-8, or holds control characters. Raises Unreadable."""
    if len(data) > MOST_BYTES:
        limit = str(MOST_BYTES // 1024 // 1024)
        raise Unreadable(fault("yaml.too_large", 1, 1, what="file", limit=limit))
    try:
        text = decode_utf8(data)
    except WrongEncoding as error:
        problem = fault("yaml.encoding", error.line, error.column, encoding=error.looks_like)
        raise Unreadable(problem) from None
    forbidden = _FORBIDDEN.search(text)
    if forbidden:
        start = forbidden.start()
        column = start - text.rfind("\n", 0, start)
        line = text.count("\n", 0, start) + 1
        character = f"U+{ord(forbidden[0]):04X}"
        raise Unreadable(fault("yaml.syntax", line, column, reason="control", detail=character))
    directive = _TAG_DIRECTIVE.search(data)
    if directive:
        line = data.count(b"\n", 0, directive.start()) + 1
        raise Unreadable(fault("yaml.tag", line, 1, tag="%TAG"))


def syntax_fault(error: yaml.YAMLError, data: bytes) -> Problem:
    """Return where and, as far as known, why the parser gave up."""
    if not isinstance(error, yaml.MarkedYAMLError) or error.problem_mark is None:
        return fault("yaml.syntax", 1, 1, reason="other", detail=str(error)[:200])
    told = f"{error.context or ''} {error.problem or ''}"
    mark = error.problem_mark
    if "quoted scalar" in told and error.context_mark is not None:
        mark = error.context_mark
    reason = next((reason for sign, reason in _REASONS if sign in told), "other")
    if _character_at(data, mark.line, mark.column) == "\t":
        reason = "tab"
    detail = (error.problem or "").strip()
    return fault("yaml.syntax", mark.line + 1, mark.column + 1, reason=reason, detail=detail)


def _character_at(data: bytes, line: int, column: int) -> str:
    lines = data.split(b"\n", line + 1)
    text = lines[line].decode("utf-8-sig", errors="replace") if line < len(lines) else ""
    return text[column : column + 1]
