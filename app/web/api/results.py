"""How a score is written in JSON."""

from __future__ import annotations

from typing import Any

from app.services.receipts import Earned


def result_of(earned: Earned) -> dict[str, Any]:
    """A score in points, for whoever may see it."""
    return {
        "points": earned.mills / 1000,
        "max_points": earned.max_mills / 1000,
        "correct": earned.correct,
        "total": earned.total,
        "time_ms": earned.time_ms,
    }
