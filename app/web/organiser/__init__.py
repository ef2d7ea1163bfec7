"""The organiser's desk: banks in, contests made, published, watched and finalised."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("organiser", __name__, url_prefix="/organiser")

# Views register themselves.
from app.web.organiser import (  # noqa: E402,F401
    adjustments,
    answer_files,
    banks,
    contest_acts,
    contests,
    dashboard,
    desk,
    halls,
)
