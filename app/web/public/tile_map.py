"""The map of the communes above their board."""

from __future__ import annotations

from typing import Any

from flask import url_for

from app.domain.text import fold
from app.domain.unit_boards import UnitRow
from app.services import boards
from app.services.boards import UnitBoard
from app.services.caches import Lru, lru
from app.web.i18n import language
from app.web.public import bp
from app.web.tile_map import TileMap, tile_map

ALL = 100_000
KEPT = 32


@bp.app_template_global()
def commune_map(board: UnitBoard) -> TileMap:
    """The map of the whole board that a page of it was taken from.

    Made once for each state of the board: everybody sees the same.
    """
    slug = board.contest.slug
    kept: Lru[TileMap] = lru("public.tile_map", KEPT)
    place = (slug, board.round, board.group, language())
    if board.as_of is None:
        return _make(board)
    return kept.get((*place, board.as_of), lambda: _make(board))


def _make(board: UnitBoard) -> TileMap:
    whole = boards.unit_board(
        board.contest.slug,
        "commune",
        round_number=board.round,
        group=board.group,
        limit=ALL,
    )
    wanted = {"slug": board.contest.slug, "round": board.round, "group": board.group}
    return tile_map(whole.rows, lambda row: _people_of(row, wanted))


def _people_of(row: UnitRow, wanted: dict[str, Any]) -> str:
    # Without accents the address is a third as long; searching does not need them.
    name = fold(row.unit.name)
    return url_for("public.show_board", kind="individual", q=name, **wanted)
