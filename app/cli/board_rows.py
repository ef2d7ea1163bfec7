"""Boards as plain rows, read page by page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from app.services import boards
from app.services.board_values import person_values, unit_values
from app.services.boards import Board, BoardRow, UnitBoard

PAGE = 1000
Head = dict[str, Any]
Rows = list[dict[str, Any]]


def individual_rows(
    slug: str, number: int | None, group: str | None, division: str | None, limit: int | None
) -> tuple[Head, Rows]:
    """What the board says of itself, and its people; raises `NotFound`."""
    board, found = _pages(
        lambda offset, count: boards.individual_board(
            slug, round_number=number, group=group, division=division, offset=offset, limit=count
        ),
        limit,
    )
    return _head(board), [_person(row) for row in found]


def unit_rows(
    slug: str,
    kind: str,
    number: int | None,
    group: str | None,
    division: str | None,
    limit: int | None,
) -> tuple[Head, Rows]:
    """What the board says of itself, and its units; raises `NotFound`."""
    board, found = _pages(
        lambda offset, count: boards.unit_board(
            slug,
            kind,
            round_number=number,
            group=group,
            division=division,
            offset=offset,
            limit=count,
        ),
        limit,
    )
    return _head(board), [unit_values(row) for row in found]


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
    shown = board.contest.freeze.shown_at(board.as_of)
    return {
        "contest": board.contest.slug,
        "by": board.kind,
        "round": board.round,
        "group": board.group,
        "division": board.division.code if board.division else None,
        "as_of": shown.isoformat() if shown else None,
        "total": board.total,
    }


def _person(row: BoardRow) -> dict[str, Any]:
    return {**person_values(row), "ended_at": row.ended_at.isoformat()}
