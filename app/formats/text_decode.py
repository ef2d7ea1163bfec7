"""Turns the bytes of a text file into text, whatever Excel or Notepad wrote."""

from __future__ import annotations

import codecs
from typing import Final

from app.domain.bank_problems import Problem, Severity
from app.domain.text import nfc
from app.formats.draft_bank import problem_at
from app.formats.encodings import WrongEncoding, decode_utf8
from app.formats.read_bank import Place

MOST_BYTES: Final = 16 * 1024 * 1024
MOST_TEXT: Final = 8 * 1024 * 1024
MOST_LINES: Final = 150_000
LONGEST_LINE: Final = 300_000
_CODECS: Final = {
    "cp1258": "cp1258",
    "windows-1252": "cp1252",
    "windows-1251": "cp1251",
    "TCVN3": "cp1252",
    "VNI": "cp1252",
    "UTF-16": "utf-16",
    "UTF-32": "utf-32",
}


class Undecodable(Exception):
    """The bytes are no text this reader knows; carries the problem."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.code)
        self.problem = problem


def decode(data: bytes, legacy: str = "") -> tuple[str, tuple[Problem, ...]]:
    """Return the text with its line ends as "\\n", and a warning when the encoding was guessed.

    `legacy` is the old font that the text is said to be typed in ("TCVN3" or "VNI").
    Raises Undecodable for what is too large, in no known encoding, or binary.
    """
    if len(data) > MOST_TEXT:
        raise Undecodable(too_large(MOST_TEXT))
    try:
        text, encoding = decode_utf8(data), ""
    except WrongEncoding as error:
        if legacy in ("TCVN3", "VNI") and not error.looks_like.startswith("UTF"):
            error = WrongEncoding(legacy, error.line, error.column)
        text, encoding = _decode_as(data, error), error.looks_like
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise Undecodable(problem_at("file.binary", Place(line, 1)))
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    _check_lines(text)
    if not encoding or encoding.startswith("UTF"):
        return text, ()
    warning = Problem(
        (), "text.encoding_guessed", Severity.WARNING, {"encoding": encoding}, False, 1, 1
    )
    return nfc(text), (warning,)


def _check_lines(text: str) -> None:
    """Refuse more or longer lines than any bank has, before anything is made of them."""
    if text.count("\n") > MOST_LINES:
        raise Undecodable(problem_at("file.too_much", Place(MOST_LINES, 1)))
    if len(text) <= LONGEST_LINE:
        return
    for number, line in enumerate(text.split("\n"), start=1):
        if len(line) > LONGEST_LINE:
            raise Undecodable(problem_at("file.too_much", Place(number, 1)))


def too_large(most: int = MOST_BYTES) -> Problem:
    """Return the problem of a file beyond the limit."""
    limit = str(most // 1024 // 1024)
    return problem_at("file.too_large", Place(1, 1), limit=limit)


def _decode_as(data: bytes, error: WrongEncoding) -> str:
    name = _CODECS.get(error.looks_like, "")
    if error.looks_like in ("UTF-16", "UTF-32"):
        name += _byte_order(data)
    try:
        return data.decode(name).removeprefix("\ufeff")
    except (UnicodeError, LookupError):
        pass
    if not error.looks_like.startswith("UTF"):
        # The old fonts use codes that Windows' own code pages leave open.
        return data.decode("latin-1")
    problem = problem_at(
        "file.encoding", Place(error.line, error.column), encoding=error.looks_like
    )
    raise Undecodable(problem)


def _byte_order(data: bytes) -> str:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF32_LE)):
        return "-le"
    if data.startswith((codecs.BOM_UTF16_BE, codecs.BOM_UTF32_BE)):
        return "-be"
    return "-be" if data[:1] == b"\0" else "-le"
