"""Larger text on every page, for whoever wants it."""

from __future__ import annotations

from flask import Flask, current_app, redirect, request, url_for
from werkzeug.wrappers import Response

from app.web.access import requires
from app.web.public import bp
from app.web.public.languages import YEAR
from app.web.redirects import safe_target
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
    response = redirect(safe_target(request.form.get("next"), url_for("public.show_home")), 303)
    size = request.form.get("size", "")
    if size in (LARGE, USUAL):
        response.set_cookie(
            COOKIE,
            size,
            max_age=YEAR,
            httponly=True,
            samesite="Lax",
            secure=current_app.config["SESSION_COOKIE_SECURE"],
        )
    return response
