"""What the contact of a unit sees: how many of its people take part, and who is missing."""

from __future__ import annotations

from io import BytesIO

from flask import render_template, request, send_file
from werkzeug.wrappers import Response

from app.services import unit_participation
from app.web.access import person, requires
from app.web.accounts import bp
from app.web.clock import now
from app.web.small_numbers import small_int

PAGE = 100
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@bp.get("/profile/unit")
@requires("watch_own_unit")
def show_unit_participation() -> str:
    """The own unit in every contest; nobody else's, and nothing for who has none."""
    offset = max(0, request.args.get("offset", 0, type=small_int))
    own = unit_participation.watch(
        person().account_id,
        unit=request.args.get("unit", ""),
        contest=request.args.get("contest", ""),
        offset=offset,
        limit=PAGE,
        now=now(),
    )
    return render_template(
        "accounts/unit_participation.html", own=own, offset=offset, limit=PAGE, now=now()
    )


@bp.get("/profile/unit/export.xlsx")
@requires("watch_own_unit")
def export_unit_participation() -> Response:
    """Everybody of the unit with their part in one contest."""
    data = unit_participation.export(
        person().account_id,
        unit=request.args.get("unit", ""),
        contest=request.args.get("contest", ""),
        now=now(),
    )
    return send_file(
        BytesIO(data), mimetype=SHEET, as_attachment=True, download_name="don-vi-du-thi.xlsx"
    )
