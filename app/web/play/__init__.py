"""Taking a contest in a browser: plain pages that work without JavaScript."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("play", __name__)

from app.web.play import attempts, results  # noqa: E402,F401 - views register themselves
