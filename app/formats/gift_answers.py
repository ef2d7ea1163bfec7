"""What stands between the braces of a GIFT question."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Final

from app.domain.bank_values import plain_decimal
from app.formats.gift_text import show, split_format
from app.formats.weights import percent

_ANSWER: Final = re.compile(r"[=~]([^=~]*)")
_WEIGHT: Final = re.compile(r"\s*%\s*(-?[0-9]{1,3}(?:[.,][0-9]{1,9})?)\s*%")
_TRUTH: Final = {"t": "true", "true": "true", "f": "false", "false": "false"}
_MOST_DIGITS: Final = 40


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer, its escapes still hidden; `position` is where it starts in the braces."""

    right: bool
    weight: float | None
    text: str
    kind: str
    feedback: str
    position: int


def answers_in(inside: str) -> Iterator[Answer]:
    """Give the answers that `=` and `~` begin."""
    for found in _ANSWER.finditer(inside):
        text = found[1]
        weighed = _WEIGHT.match(text)
        weight = percent(weighed[1]) if weighed else None
        text = text[weighed.end() :] if weighed else text
        text, _, feedback = text.partition("#")
        kind, text = split_format(text)
        yield Answer(found[0][0] == "=", weight, text, kind, show(feedback), found.start())


def kind_of(inside: str) -> str:
    """Return the type of question the braces make, "essay", or "" if they make none."""
    plain = inside.strip()
    if not plain:
        return "essay"
    if plain.startswith("#"):
        return "number"
    if "~" in plain:
        return "choice"
    if truth_of(plain):
        return "boolean"
    if "=" not in plain:
        return ""
    first = next(answers_in(inside))
    return "match" if "->" in first.text else "text"


def truth_of(inside: str) -> str:
    """Return "true" or "false" for the answer of a true-false question, else ""."""
    return _TRUTH.get(show(inside.partition("#")[0]).casefold(), "")


def number_of(text: str) -> tuple[str, str] | None:
    """Return answer and tolerance of "3.14:0.01", "1..5" or "7", or None."""
    text = show(text).replace(",", ".")
    low, dots, high = text.partition("..")
    if dots:
        ends = _decimal(low), _decimal(high)
        if ends[0] is None or ends[1] is None or ends[0] > ends[1]:
            return None
        middle = (ends[0] + ends[1]) / 2
        return plain_decimal(middle), plain_decimal(ends[1] - middle)
    answer, _, tolerance = text.partition(":")
    numbers = _decimal(answer), _decimal(tolerance or "0")
    if numbers[0] is None or numbers[1] is None:
        return None
    return plain_decimal(numbers[0]), plain_decimal(abs(numbers[1]))


def _decimal(text: str) -> Decimal | None:
    if len(text) > _MOST_DIGITS:
        return None
    try:
        number = Decimal(text.strip())
    except InvalidOperation:
        return None
    return number if number.is_finite() and abs(number.adjusted()) <= _MOST_DIGITS else None
