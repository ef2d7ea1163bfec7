"""Answers as clients send them, brought to one written form. Never looks at a key."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from decimal import Context, Decimal
from typing import Any

from app.domain.questions import Option, Question, QuestionType

Response = Any
"""Canonical: str | bool | list[str] | dict[str, str] | None, ready for JSON."""

MAX_TEXT = 500
MAX_DIGITS = 40
# The usual context would round a number of more than 28 digits.
_EXACT = Context(prec=MAX_DIGITS)
_NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)?")


class InvalidResponse(ValueError):
    """A response that does not fit its question; `reason` is a short word for it."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def normalise(question: Question, raw: object) -> Response:
    """The canonical form of a response; None clears. Raises `InvalidResponse`."""
    if raw is None:
        return None
    return _READERS[question.type](question, raw)


def _ids(options: tuple[Option, ...]) -> set[str]:
    return {option.id for option in options}


def _single(question: Question, raw: object) -> Response:
    if not isinstance(raw, str) or raw not in _ids(question.options):
        raise InvalidResponse("unknown_option")
    return raw


def _multiple(question: Question, raw: object) -> Response:
    if not isinstance(raw, list) or not all(isinstance(one, str) for one in raw):
        raise InvalidResponse("list_of_options")
    if not set(raw) <= _ids(question.options):
        raise InvalidResponse("unknown_option")
    return sorted(set(raw)) or None


def _boolean(_question: Question, raw: object) -> Response:
    if not isinstance(raw, bool):
        raise InvalidResponse("true_or_false")
    return raw


def _number(_question: Question, raw: object) -> Response:
    if isinstance(raw, bool) or not isinstance(raw, (int, float, str)):
        raise InvalidResponse("number")
    text = repr(raw) if isinstance(raw, float) else str(raw).strip()
    if not text:
        return None
    if len(text) > MAX_DIGITS or not _NUMBER.fullmatch(text) or not text.isascii():
        raise InvalidResponse("number")
    value = Decimal(text.replace(",", "."))
    return format(value.normalize(_EXACT) if value else Decimal(0), "f")


def _text(_question: Question, raw: object) -> Response:
    if not isinstance(raw, str):
        raise InvalidResponse("text")
    text = " ".join(unicodedata.normalize("NFC", raw).split())
    if len(text) > MAX_TEXT:
        raise InvalidResponse("too_long")
    if any(unicodedata.category(letter) in ("Cc", "Cs", "Cn") for letter in text):
        raise InvalidResponse("control_characters")
    return text or None


def _order(question: Question, raw: object) -> Response:
    if not isinstance(raw, list) or not all(isinstance(one, str) for one in raw):
        raise InvalidResponse("list_of_items")
    if len(raw) != len(question.options) or set(raw) != _ids(question.options):
        raise InvalidResponse("every_item_once")
    return raw


def _match(question: Question, raw: object) -> Response:
    if not isinstance(raw, dict):
        raise InvalidResponse("pairs")
    lefts, rights = _ids(question.lefts), _ids(question.rights)
    if not all(isinstance(right, str) and right in rights for right in raw.values()):
        raise InvalidResponse("unknown_option")
    if not set(raw) <= lefts:
        raise InvalidResponse("unknown_option")
    return {left: raw[left] for left in sorted(raw)} or None


_READERS: dict[QuestionType, Callable[[Question, object], Response]] = {
    QuestionType.SINGLE: _single,
    QuestionType.MULTIPLE: _multiple,
    QuestionType.BOOLEAN: _boolean,
    QuestionType.NUMBER: _number,
    QuestionType.TEXT: _text,
    QuestionType.ORDER: _order,
    QuestionType.MATCH: _match,
}
