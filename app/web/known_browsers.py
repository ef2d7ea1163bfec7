"""The cookie of a browser in which somebody has signed in, and what is known of who asks."""

from __future__ import annotations

import secrets
from datetime import timedelta

from flask import after_this_request, session
from werkzeug.wrappers import Response

from app.services import known_browsers
from app.services.limits import Asker
from app.web import cookies

COOKIE = "thiso-known"
KEPT = timedelta(days=180)
HALL = "hall"
"""Under this name the session keeps the code of the hall somebody came in by."""
_BYTES = 12


def asker() -> Asker:
    """Who asks, as far as limits care."""
    return Asker(known=cookies.get(COOKIE), hall=session.get(HALL))


def remember(phone: str) -> None:
    """Let the answer to this request say that this phone has signed in here."""
    _give(known_browsers.remember(cookies.get(COOKIE), phone, number=_number()))


def pretend() -> None:
    """Let the answer look as if it did: nobody is told whether a phone was known."""
    chance = secrets.token_hex(_BYTES)
    _give(known_browsers.pretend(cookies.get(COOKIE), number=_number(), chance=chance))


def _number() -> str:
    return secrets.token_urlsafe(_BYTES)


def _give(value: str) -> None:
    @after_this_request
    def give(response: Response) -> Response:
        cookies.put(response, COOKIE, value, lasts=KEPT)
        return response
