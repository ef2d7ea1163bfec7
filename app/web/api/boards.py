"""Boards over JSON: the same for everybody, without cookies, with an ETag."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from flask import request
from werkzeug.wrappers import Response

from app.domain.contest_rules import GROUPS, Rules
from app.domain.errors import InvalidRequest, NotFound
from app.domain.unit_boards import UnitRow
from app.services import boards, replicas
from app.services.board_values import person_values, unit_values
from app.services.boards import Board, BoardRow, UnitBoard
from app.web.access import requires
from app.web.api import bp
from app.web.api.replying import rfc3339, shared
from app.web.api.requests import DEFAULT_LIMIT, MAX_LIMIT, read_number
from app.web.clock import now
from app.web.kept_answers import kept_for_a_moment

LONGEST_QUERY = 100
COUNTED_FORMULAS = ("participants", "entries")


@bp.get("/contests/<slug>/boards/<kind>")
@requires("view_public")
@kept_for_a_moment
def get_board(slug: str, kind: str) -> Response:
    """A board by individual, organisation or commune, overall or of a round, group, division."""
    if kind not in ("individual", "organisation", "commune"):
        raise NotFound()
    asked: dict[str, Any] = {
        "round_number": read_number("round", 0, high=1000) or None,
        "group": _group(),
        "division": request.args.get("division", "").strip() or None,
        "query": request.args.get("q", "").strip()[:LONGEST_QUERY],
        "offset": read_number("offset", 0),
        "limit": read_number("limit", DEFAULT_LIMIT, low=1, high=MAX_LIMIT),
    }
    if kind == "individual":
        return shared(replicas.read(lambda: _individual(slug, asked)))
    return shared(replicas.read(lambda: _units(slug, kind, asked)))


def _group() -> str | None:
    group = request.args.get("group", "").strip()
    if group and group not in GROUPS:
        raise InvalidRequest((("group", "one of " + ", ".join(GROUPS)),))
    return group or None


def _individual(slug: str, asked: dict[str, Any]) -> dict[str, Any]:
    board = boards.individual_board(slug, **asked)
    return {
        "as_of": _as_of(board),
        "frozen": board.contest.freeze.is_on(now()),
        "total": board.total,
        "provisional": board.provisional,
        "rule": {"chain": [step.value for step in board.contest.rules.chain]},
        "rows": [_person(row) for row in board.rows],
    }


def _as_of(board: Board | UnitBoard) -> str | None:
    shown = board.contest.freeze.shown_at(board.as_of)
    return rfc3339(shown) if shown else None


def _person(row: BoardRow) -> dict[str, Any]:
    return {**person_values(row), "ended_at": rfc3339(row.ended_at)}


def _units(slug: str, kind: str, asked: dict[str, Any]) -> dict[str, Any]:
    board = boards.unit_board(slug, kind, **asked)
    return {
        "as_of": _as_of(board),
        "frozen": board.contest.freeze.is_on(now()),
        "total": board.total,
        "provisional": False,
        "rule": _formula(board.contest.rules),
        "rows": [_unit(row, board.formula) for row in board.rows],
    }


def _formula(rules: Rules) -> dict[str, Any]:
    return {
        "formula": rules.unit_formula,
        "top_n": rules.top_n,
        "min_size": rules.min_unit_size,
    }


def _unit(row: UnitRow, formula: str) -> dict[str, Any]:
    return {
        **unit_values(row),
        "parent": row.unit.parent,
        "value": _value(row.value, formula),
    }


def _value(value: Fraction | None, formula: str) -> float | None:
    """People or attempts as counted, the rate as a share of 1, means in points."""
    if value is None:
        return None
    if formula in COUNTED_FORMULAS:
        return float(value)
    return round(float(value if formula == "rate" else value / 1000), 6)
