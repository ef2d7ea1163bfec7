"""Communes and organisations over JSON."""

from __future__ import annotations

from flask import request
from werkzeug.wrappers import Response

from app.services import units
from app.web.access import requires
from app.web.api import bp
from app.web.api.replying import shared

UNIT_SECONDS = 300
LONGEST_QUERY = 100


@bp.get("/communes")
@requires("view_public")
def list_communes() -> Response:
    """Communes and wards with their official codes; `q` searches without accents."""
    found = units.list_communes(_query())
    rows = [{"code": one.code, "name": one.name, "headcount": one.headcount} for one in found]
    return shared({"rows": rows, "total": len(rows)}, UNIT_SECONDS)


@bp.get("/organisations")
@requires("view_public")
def list_organisations() -> Response:
    """Organisations with parent and headcount; `q` searches without accents."""
    rows = [
        {
            "code": one.code,
            "name": one.name,
            "kind": one.kind,
            "parent": one.parent_code,
            "headcount": one.headcount,
        }
        for one in units.list_organisations(_query())
    ]
    return shared({"rows": rows, "total": len(rows)}, UNIT_SECONDS)


def _query() -> str:
    return request.args.get("q", "").strip()[:LONGEST_QUERY]
