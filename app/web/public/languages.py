"""Choosing the language of the pages."""

from __future__ import annotations

from flask import current_app, redirect, request, url_for
from werkzeug.wrappers import Response

from app.web.access import requires
from app.web.i18n import CODES, COOKIE
from app.web.public import bp
from app.web.redirects import safe_target
from app.web.security import reads_no_cookie

YEAR = 365 * 24 * 3600


@bp.post("/language")
@requires("view_public")
# Whoever forges this changes a language and nothing else; a token here would give
# every visitor a session, and no public page could be shared by caches.
@reads_no_cookie
def choose_language() -> Response:
    """Remember the language for a year, and go back to the page it was chosen on."""
    response = redirect(safe_target(request.form.get("next"), url_for("public.show_home")), 303)
    chosen = request.form.get("language", "")
    if chosen in CODES:
        response.set_cookie(
            COOKIE,
            chosen,
            max_age=YEAR,
            httponly=True,
            samesite="Lax",
            secure=current_app.config["SESSION_COOKIE_SECURE"],
        )
    return response
