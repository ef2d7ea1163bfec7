"""Marks: what one response earns. All marks are whole thousandths of a point ("mills")."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction
from typing import Any

from app.domain.bank_codec import canonical_json
from app.domain.questions import Key, MultipleScoring, Question, QuestionType

ONE = Fraction(1)
NONE = Fraction(0)


@dataclass(frozen=True, slots=True)
class Mark:
    """What a response earned, of what at most; `correct` when it is wholly right."""

    mills: int
    max_mills: int
    correct: bool


def mark(question: Question, key: Key, response: Any, *, negative: Decimal = Decimal(0)) -> Mark:
    """Mark a response; `negative` is the share of the points that a wholly wrong one costs.

    An unanswered question and one whose response cannot be read earn 0 and cost nothing.
    A voided question earns everything, whatever was answered.
    """
    full = to_mills(question.points)
    if key.voided:
        return Mark(full, full, True)
    if response is None:
        return Mark(0, full, False)
    if key.also and canonical_json(response) in key.also:
        return Mark(full, full, True)
    try:
        share = _SHARES[question.type](question, key, response)
    except (TypeError, ValueError, AttributeError, ArithmeticError):
        return Mark(0, full, False)
    if share == 0:
        return Mark(-_round(full * Fraction(negative)), full, False)
    return Mark(_round(full * share), full, share == ONE)


def to_mills(points: Decimal) -> int:
    """Points as whole thousandths, half to even."""
    return int((points * 1000).to_integral_value(ROUND_HALF_EVEN))


def _round(value: Fraction) -> int:
    return round(value)  # Fraction rounds half to even.


def _single(_question: Question, key: Key, response: Any) -> Fraction:
    return ONE if response in key.options else NONE


def _multiple(_question: Question, key: Key, response: Any) -> Fraction:
    chosen = set(response)
    right, wrong = len(chosen & key.options), len(chosen - key.options)
    if key.scoring is MultipleScoring.ALL_OR_NOTHING:
        return ONE if chosen == key.options else NONE
    if key.scoring is MultipleScoring.PARTIAL:
        return NONE if wrong else Fraction(right, len(key.options))
    return max(NONE, Fraction(right - wrong, len(key.options)))


def _boolean(_question: Question, key: Key, response: Any) -> Fraction:
    return ONE if isinstance(response, bool) and response == key.truth else NONE


def _number(_question: Question, key: Key, response: Any) -> Fraction:
    if key.number is None:
        return NONE
    distance = abs(Fraction(Decimal(str(response))) - Fraction(key.number))
    return ONE if distance <= Fraction(key.tolerance) else NONE


def _text(_question: Question, key: Key, response: Any) -> Fraction:
    given = _comparable(response, key)
    return ONE if any(given == _comparable(text, key) for text in key.texts) else NONE


def _comparable(text: str, key: Key) -> str:
    plain = " ".join(unicodedata.normalize("NFC", text).split())
    if key.ignore_accents:
        plain = _without_accents(plain)
    return plain.casefold() if key.ignore_case else plain


def _without_accents(text: str) -> str:
    letters = unicodedata.normalize("NFD", text)
    plain = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return plain.replace("đ", "d").replace("Đ", "D")


def _order(_question: Question, key: Key, response: Any) -> Fraction:
    return ONE if tuple(response) == key.order else NONE


def _match(_question: Question, key: Key, response: Any) -> Fraction:
    right = sum(response.get(left) == right for left, right in key.pairs.items())
    return Fraction(right, len(key.pairs))


_SHARES: dict[QuestionType, Callable[[Question, Key, Any], Fraction]] = {
    QuestionType.SINGLE: _single,
    QuestionType.MULTIPLE: _multiple,
    QuestionType.BOOLEAN: _boolean,
    QuestionType.NUMBER: _number,
    QuestionType.TEXT: _text,
    QuestionType.ORDER: _order,
    QuestionType.MATCH: _match,
}
