"""Choices that a browser remembers for everybody who uses it: language, size of the text."""

from __future__ import annotations

from collections.abc import Collection

from flask import current_app, redirect, request, url_for
from werkzeug.wrappers import Response

from app.web.redirects import safe_target

YEAR = 365 * 24 * 3600


def remember(cookie: str, chosen: str, known: Collection[str]) -> Response:
    """Keep a known choice for a year, and go back to the page it was made on."""
    response = redirect(safe_target(request.form.get("next"), url_for("public.show_home")), 303)
    if chosen in known:
        response.set_cookie(
            cookie,
            chosen,
            max_age=YEAR,
            httponly=True,
            samesite="Lax",
            secure=current_app.config["SESSION_COOKIE_SECURE"],
        )
    return response
