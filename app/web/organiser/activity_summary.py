"""What all units did, brought together for the official report."""

from __future__ import annotations

from io import BytesIO

from flask import Response, render_template, send_file

from app.services import activity_summary
from app.web.access import requires
from app.web.clock import now
from app.web.organiser import bp


@bp.get("/activities/<int:call_id>/summary")
@requires("organise")
def consolidate_activities(call_id: int) -> str:
    """The table by unit with totals, and who is missing."""
    summary = activity_summary.summarise(call_id, now=now())
    return render_template("organiser/activity_summary.html", summary=summary, call=summary.call)


@bp.get("/activities/<int:call_id>/summary/file.<format_>")
@requires("organise")
def export_activity_summary(call_id: int, format_: str) -> Response:
    """The same as an official paper: Word, PDF, or a workbook with every activity."""
    data = activity_summary.create_file(call_id, format_, now=now())
    response: Response = send_file(
        BytesIO(data),
        as_attachment=True,
        download_name=f"tong-hop-hoat-dong-{now():%Y%m%d}.{format_}",
    )
    response.cache_control.no_store = True
    return response
