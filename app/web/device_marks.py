"""The cookie that holds the mark of a browser: given at signing in, read when an attempt starts.

A random number and its signature; nothing of the device is read. It outlives signing out,
so that several accounts in one browser can be told from several browsers.
"""

from __future__ import annotations

import secrets
from datetime import timedelta

from flask import after_this_request, current_app, request
from werkzeug.wrappers import Response

from app.services import device_marks

COOKIE = "thiso-mark"
KEPT = timedelta(days=180)
BYTES = 12


def give() -> None:
    """Let the answer to this request give the browser a mark, if it has none."""
    if current() is None:
        after_this_request(_set)


def current() -> str | None:
    """The number in this browser's mark; None without one of ours."""
    return device_marks.read(request.cookies.get(COOKIE))


def _set(response: Response) -> Response:
    response.set_cookie(
        COOKIE,
        device_marks.sign(secrets.token_urlsafe(BYTES)),
        max_age=KEPT,
        httponly=True,
        samesite="Lax",
        secure=current_app.config["SESSION_COOKIE_SECURE"],
    )
    return response
