"""Watching a contest while it runs, and who takes part as an Excel workbook."""

from __future__ import annotations

from typing import Any, Final

from flask import Response, make_response, render_template, request, url_for
from flask_babel import format_decimal

from app.services import contests, participation_exports, watching
from app.services.watching import Watch
from app.web.access import requires
from app.web.clock import now
from app.web.organiser import bp, watch_charts, watch_units
from app.web.organiser.watch_units import Asked

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@bp.get("/contests/<slug>/watch")
@requires("organise")
def watch_contest(slug: str) -> Response | str:
    """What goes on now, how it went, who takes part; with `fragment` only what renews itself."""
    contest = contests.get_contest(slug)
    if contest.published_at is None:
        return render_template("organiser/watch_draft.html", contest=contest)
    page = "organiser/_watch.html" if "fragment" in request.args else "organiser/watch.html"
    shown = _page(watching.watch(slug, now=now()), Asked.of(request.args))
    response = make_response(render_template(page, **shown))
    response.headers["Cache-Control"] = "no-store"
    return response


def _page(shown: Watch, asked: Asked) -> dict[str, Any]:
    slug = shown.contest.slug
    tables = (shown.communes, shown.organisations)
    return {
        "contest": shown.contest,
        "state": shown.state,
        "live": shown.live,
        "saves_a_second": format_decimal(round(shown.live.saves_a_minute / 60, 1)),
        "history": shown.history,
        "charts": watch_charts.charts(shown.history),
        "map": watch_units.commune_map(shown),
        "units": [watch_units.unit_table(shown, units, asked) for units in tables],
        "here": url_for("organiser.watch_contest", slug=slug, **asked.arguments()),
    }


@bp.get("/contests/<slug>/watch/participation.xlsx")
@requires("organise")
def export_participation(slug: str) -> Response:
    """Who takes part by commune, organisation, hour and day, and the units with nobody."""
    response = Response(participation_exports.workbook(slug, now=now()), mimetype=XLSX)
    response.headers["Content-Disposition"] = f'attachment; filename="tham-gia-{slug}.xlsx"'
    response.headers["Cache-Control"] = "no-store"
    return response
