"""Figures that tell whether a running contest is well."""

from __future__ import annotations

from datetime import datetime

from app.storage import attempts, results

Figure = tuple[str, str, float]


def figures(now: datetime) -> list[Figure]:
    """Name, meaning and value of each figure."""
    oldest = results.find_oldest_pending()
    lag = max(0.0, (now - oldest).total_seconds()) if oldest else 0.0
    return [
        ("thiso_open_attempts", "attempts that have not been closed", attempts.count_open()),
        ("thiso_pending_results", "results that no board shows yet", results.count_pending()),
        ("thiso_board_lag_seconds", "age of the oldest result that no board shows yet", lag),
    ]
