"""The big screen on which the first places of a contest are revealed one by one."""

from __future__ import annotations

from datetime import datetime

from flask import Response, jsonify, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from app.domain.errors import NotFound
from app.services import ceremonies, contests
from app.services.ceremonies import CeremonyView
from app.services.contests import ContestView
from app.web.access import requires
from app.web.clock import now
from app.web.public import bp

RELOAD_SECONDS = 5
SHARED_SECONDS = 1


@bp.app_template_global()
def frozen_since(contest: ContestView) -> datetime | None:
    """From when the boards of a contest stand still, None while they move."""
    return contest.freeze.freeze_at if contest.freeze.is_on(now()) else None


@bp.get("/contests/<slug>/ceremony")
@requires("view_public")
def show_ceremony(slug: str) -> Response:
    """The places revealed so far, the newest one largest; without a script it reloads."""
    contest = contests.get_public_contest(slug)
    page = render_template(
        "public/ceremony.html",
        contest=contest,
        ceremony=_watch(contest),
        reload_seconds=RELOAD_SECONDS,
    )
    response = Response(page, mimetype="text/html")
    response.headers["Cache-Control"] = "no-store"
    return response


@bp.get("/contests/<slug>/ceremony/live.json")
@requires("view_public")
def show_ceremony_live(slug: str) -> BaseResponse:
    """How many places are revealed; the screen then fetches itself anew."""
    ceremony = _watch(contests.get_public_contest(slug))
    response = jsonify(
        prepared=ceremony is not None,
        shown=len(ceremony.shown) if ceremony else 0,
        total=ceremony.total if ceremony else 0,
    )
    response.headers["Cache-Control"] = f"public, max-age={SHARED_SECONDS}"
    response.add_etag()
    return response.make_conditional(request)


def _watch(contest: ContestView) -> CeremonyView | None:
    try:
        return ceremonies.watch(contest)
    except NotFound:
        return None
