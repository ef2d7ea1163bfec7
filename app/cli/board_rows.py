"""Boards as plain rows, read page by page."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from app.domain.unit_boards import UnitRow
from app.services import boards
from app.services.boards import Board, BoardRow, UnitBoard

PAGE = 1000
Head = dict[str, Any]
Rows = list[dict[str, Any]]


def individual_rows(
    slug: str, number: int | None, group: str | None, limit: int | None
) -> tuple[Head, Rows]:
    """What the board says of itself, and its people; raises `NotFound`."""
    board, found = _pages(
        lambda offset, count: boards.individual_board(
            slug, round_number=number, group=group, offset=offset, limit=count
        ),
        limit,
    )
    return _head(board), [_person(row) for row in found]


def unit_rows(
    slug: str, kind: str, number: int | None, group: str | None, limit: int | None
) -> tuple[Head, Rows]:
    """What the board says of itself, and its units; raises `NotFound`."""
    board, found = _pages(
        lambda offset, count: boards.unit_board(
            slug, kind, round_number=number, group=group, offset=offset, limit=count
        ),
        limit,
    )
    return _head(board), [_unit(row) for row in found]


def _pages(read: Callable[[int, int], Any], limit: int | None) -> tuple[Any, list[Any]]:
    first = read(0, PAGE if limit is None else min(PAGE, limit))
    wanted = first.total if limit is None else min(limit, first.total)
    rows = list(first.rows)
    while len(rows) < wanted:
        more = read(len(rows), min(PAGE, wanted - len(rows))).rows
        if not more:
            break
        rows += more
    return first, rows


def _head(board: Board | UnitBoard) -> Head:
    return {
        "contest": board.contest.slug,
        "by": board.kind,
        "round": board.round,
        "group": board.group,
        "as_of": board.as_of.isoformat() if board.as_of else None,
        "total": board.total,
    }


def _person(row: BoardRow) -> dict[str, Any]:
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
        "ended_at": row.ended_at.isoformat(),
    }


def _unit(row: UnitRow) -> dict[str, Any]:
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
