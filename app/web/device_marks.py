"""The cookie that holds the mark of a browser: given at signing in, read when an attempt starts.

A random number and its signature; nothing of the device is read. It outlives signing out,
so that several accounts in one browser can be told from several browsers.
"""

from __future__ import annotations

import secrets
from datetime import timedelta

from flask import after_this_request
from werkzeug.wrappers import Response

from app.services import device_marks
from app.web import cookies

COOKIE = "thiso-mark"
KEPT = timedelta(days=180)
BYTES = 12


def give() -> None:
    """Let the answer to this request give the browser a mark, if it has none."""
    if current() is None:
        after_this_request(_set)


def current() -> str | None:
    """The number in this browser's mark; None without one of ours."""
    return device_marks.read(cookies.get(COOKIE))


def _set(response: Response) -> Response:
    cookies.put(response, COOKIE, device_marks.sign(secrets.token_urlsafe(BYTES)), lasts=KEPT)
    return response
