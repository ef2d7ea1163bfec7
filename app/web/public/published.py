"""Boards as they were published: the list of a contest, each again, and its very text."""

from __future__ import annotations

from typing import Any

from flask import Response, render_template, request, url_for
from flask_babel import gettext as _

from app.domain.errors import NotFound
from app.services import publishing, units
from app.services.board_views import Board, UnitBoard
from app.web.access import requires
from app.web.public import bp, presenters
from app.web.public.visitors import shareable
from app.web.sharing import same_for_everybody
from app.wording.labels import board_label
from app.wording.publishing import reason_label

KINDS = ("individual", "organisation", "commune")
PAGE = 50
MOST = 1_000_000


@bp.get("/contests/<slug>/published")
@requires("view_public")
def list_published(slug: str) -> Response:
    """The numbered boards of a contest, newest first."""
    found = publishing.list_published(slug, offset=_number("offset") // PAGE * PAGE, limit=PAGE)
    return shareable(
        render_template(
            "public/published_list.html", found=found, contest=found.contest, reason=reason_label
        )
    )


@bp.get("/contests/<slug>/published/<int:number>")
@requires("view_public")
def show_published(slug: str, number: int) -> Response:
    """One of the numbered boards as it was, by people, organisations or communes."""
    kind = request.args.get("kind", "individual")
    if kind not in KINDS or number > MOST:
        raise NotFound()
    round_number = _number("round") or None
    division = request.args.get("division") or None
    found = publishing.get_published(
        slug, number, kind=kind, round_number=round_number, division=division
    )
    return shareable(
        render_template(
            "public/published.html",
            found=found,
            contest=found.contest,
            board=found.board,
            kind=kind,
            rows=rows_of(found.board),
            reason=reason_label,
            asked={"slug": slug, "kind": kind, "round": round_number, "division": division},
            tabs=[
                {
                    "label": board_label(one),
                    "current": one == kind,
                    "address": url_for(
                        "public.show_published",
                        slug=slug, number=number, kind=one, round=round_number, division=division,
                    ),
                }
                for one in KINDS
            ],
        )
    )  # fmt: skip


@bp.get("/contests/<slug>/published/<int:number>.json")
@requires("view_public")
def download_published(slug: str, number: int) -> Response:
    """The text whose SHA-256 is the digest, so that anybody can compute it."""
    if number > MOST:
        raise NotFound()
    facts, text = publishing.get_content(slug, number)
    same_for_everybody()
    response = Response(text, mimetype="application/json")
    response.cache_control.public = True
    response.cache_control.max_age = 3600
    response.set_etag(facts.digest, weak=True)
    response.make_conditional(request)
    return response


def rows_of(board: Board | UnitBoard) -> list[Any]:
    """The rows of a board as the tables of boards show them; nobody's own is marked."""
    if isinstance(board, Board):
        return list(presenters.person_rows(board.rows, board.contest.rules))
    paths = {}
    if board.kind == "organisation":
        paths = {one.code: one.path for one in units.list_organisations()}
    return list(presenters.unit_rows(board, paths))


def part_title(board: Board | UnitBoard) -> str:
    """Which part of the contest a board is of."""
    if board.division is not None:
        return board.division.name
    if board.round is None:
        return _("Cả cuộc thi")
    return board.contest.round_by_number(board.round).title


def _number(name: str) -> int:
    raw = request.args.get(name, "")
    return int(raw) if raw.isascii() and raw.isdigit() and len(raw) < 7 else 0
