"""Choosing the language of the pages."""

from __future__ import annotations

from flask import request
from werkzeug.wrappers import Response

from app.web.access import requires
from app.web.i18n import CODES, COOKIE
from app.web.public import bp
from app.web.public.preferences import remember
from app.web.security import reads_no_cookie


@bp.post("/language")
@requires("view_public")
# Whoever forges this changes a language and nothing else; a token here would give
# every visitor a session, and no public page could be shared by caches.
@reads_no_cookie
def choose_language() -> Response:
    """Remember the language for a year, and go back to the page it was chosen on."""
    return remember(COOKIE, request.form.get("language", ""), CODES)
