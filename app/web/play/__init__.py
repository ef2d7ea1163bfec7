"""Taking a contest in a browser: plain pages that work without JavaScript."""

from __future__ import annotations

from flask import Blueprint, Response

bp = Blueprint("play", __name__)


@bp.after_request
def _private(response: Response) -> Response:
    # Papers and results are of one person: no cache keeps them. The copy that the phone's
    # service worker keeps of an open paper is bound to the account (static/js/sw/kept.js).
    if response.mimetype == "text/html":
        response.headers["Cache-Control"] = "private, no-store"
    return response


# Views register themselves.
from app.web.play import (  # noqa: E402,F401
    answer_files,
    appeals,
    attempts,
    cards,
    certificates,
    practice,
    results,
    waiting,
)
