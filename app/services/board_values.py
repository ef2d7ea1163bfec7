"""Rows of boards as plain values, the same on every channel; moments are left to each."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from app.domain.unit_boards import UnitRow
from app.services.boards import BoardRow


def person_values(row: BoardRow) -> dict[str, Any]:
    """A person's row; marks in points, times in milliseconds."""
    return {
        "rank": row.rank,
        "name": row.name,
        "commune": row.commune_name,
        "organisation": row.organisation_name,
        "group": row.group,
        "points": row.mills / 1000,
        "max_points": row.max_mills / 1000,
        "correct": row.correct,
        "time_ms": row.time_ms,
        "entries": row.entries,
        "prize": row.prize,
    }


def unit_values(row: UnitRow) -> dict[str, Any]:
    """A unit's row; means in points, the rate as a share of 1."""
    return {
        "rank": row.rank,
        "code": row.unit.id,
        "name": row.unit.name,
        "headcount": row.unit.headcount,
        "participants": row.participants,
        "entries": row.entries,
        "mean": _points(row.mean_mills),
        "top_mean": _points(row.top_mean_mills),
        "rate": _share(row.rate),
        "below_minimum": row.below_minimum,
    }


def _points(mills: int | None) -> float | None:
    return None if mills is None else mills / 1000


def _share(rate: Fraction | None) -> float | None:
    return None if rate is None else round(float(rate), 6)
