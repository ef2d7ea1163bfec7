"""Percentages of the options of Moodle's questions, and what they say about scoring."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from app.domain.questions import MultipleScoring

_CLOSE: Final = 0.02


def percent(text: str) -> float | None:
    """Return a percentage written with a point or a comma, or None."""
    try:
        value = float(text.strip().replace(",", "."))
    except ValueError:
        return None
    return value if -1000 <= value <= 1000 else None


def scoring_of(weights: Sequence[float]) -> MultipleScoring | None:
    """Return the rule that options of a multiple question with these weights follow, or None."""
    right = [weight for weight in weights if weight > 0]
    wrong = [weight for weight in weights if weight <= 0]
    share = 100 / len(right) if right else 0
    if not right or any(abs(weight - share) > _CLOSE for weight in right):
        return None
    if all(abs(weight + 100) <= _CLOSE for weight in wrong):
        return MultipleScoring.PARTIAL
    if all(abs(weight + share) <= _CLOSE for weight in wrong):
        return MultipleScoring.RIGHT_MINUS_WRONG
    return None


def weights_for(scoring: MultipleScoring, right: int) -> tuple[str, str]:
    """Return the weights of a right and a wrong option in the spelling Moodle accepts.

    All or nothing has none; the strictest there is stands in for it.
    """
    share = f"{100 / right:.5f}".rstrip("0").rstrip(".")
    wrong = share if scoring is MultipleScoring.RIGHT_MINUS_WRONG else "100"
    return share, f"-{wrong}"
