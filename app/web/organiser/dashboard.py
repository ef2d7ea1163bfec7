"""The organiser's first page: what is running, and what is there to work with."""

from __future__ import annotations

from flask import render_template

from app.web.access import requires
from app.web.clock import now
from app.web.organiser import bp
from app.web.organiser.own_rooms import open_banks
from app.web.organiser.presenters import contest_cards


@bp.get("/")
@requires("organise")
def show_dashboard() -> str:
    """All contests with their numbers, and the banks."""
    return render_template(
        "organiser/dashboard.html", cards=contest_cards(now()), banks=open_banks(), now=now()
    )
