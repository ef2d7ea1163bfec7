"""Participation by unit as it is published every day."""

from __future__ import annotations

from flask import Response, render_template, request

from app.domain.errors import NotFound
from app.services import participation_days
from app.web import downloads
from app.web.access import requires
from app.web.clock import now
from app.web.public import bp
from app.web.public.visitors import shareable

PAGE = 50
KINDS = ("commune", "organisation")


@bp.get("/contests/<slug>/participation")
@requires("view_public")
def show_participation(slug: str) -> Response:
    """The newest published figures by commune or organisation, or those of an earlier day."""
    found = participation_days.show(slug, _number())
    kind = request.args.get("kind", KINDS[0])
    if kind not in KINDS:
        raise NotFound()
    rows = found.units.get(kind, ())
    offset = _offset(len(rows))
    page = render_template(
        "public/participation.html",
        contest=found.contest,
        shown=found.shown,
        days=found.days,
        kind=kind,
        kinds=KINDS,
        rows=rows[offset : offset + PAGE],
        total=len(rows),
        offset=offset,
        limit=PAGE,
        arguments={
            "slug": slug,
            "kind": kind,
            "number": found.shown.number if found.shown and _number() else None,
        },
    )
    return shareable(page)


@bp.get("/contests/<slug>/participation.xlsx")
@requires("view_public")
def export_participation(slug: str) -> Response:
    """The same as a workbook, both kinds of unit whole."""
    return downloads.excel(participation_days.workbook(slug, _number()), f"du-thi-{slug}", now())


def _number() -> int | None:
    raw = request.args.get("number", "")
    if not raw:
        return None
    if not (raw.isascii() and raw.isdigit()) or len(raw) > 6:
        raise NotFound()
    return int(raw)


def _offset(total: int) -> int:
    raw = request.args.get("offset", "")
    number = int(raw) if raw.isascii() and raw.isdigit() and len(raw) < 9 else 0
    return number // PAGE * PAGE if number < total else 0
