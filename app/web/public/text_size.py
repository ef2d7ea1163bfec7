"""Larger text on every page, for whoever wants it."""

from __future__ import annotations

from flask import Flask, request
from werkzeug.wrappers import Response

from app.web.access import requires
from app.web.public import bp
from app.web.public.preferences import remember
from app.web.security import reads_no_cookie

COOKIE = "text"
LARGE, USUAL = "large", "usual"


@bp.record_once
def _offer(state: object) -> None:
    app: Flask = state.app  # type: ignore[attr-defined]
    app.context_processor(lambda: {"large_text": request.cookies.get(COOKIE) == LARGE})


@bp.post("/text-size")
@requires("view_public")
@reads_no_cookie  # Whoever forges this changes the size of the text and nothing else.
def choose_text_size() -> Response:
    """Remember the size for a year, and go back to the page it was chosen on."""
    return remember(COOKIE, request.form.get("size", ""), (LARGE, USUAL))
