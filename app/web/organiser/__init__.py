"""The organiser's desk: banks in, contests made, published, watched and finalised."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("organiser", __name__, url_prefix="/organiser")

from app.web.organiser import banks, contest_acts, contests, dashboard  # noqa: E402,F401 - views register themselves
