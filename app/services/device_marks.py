"""Marks of browsers: a random number in a cookie of this site, and what is kept of it.

Nothing of the device itself is read (no fingerprint), and no network address. What an
attempt keeps is a digest with a key of the contest, so that it cannot be joined with
another contest's; it is let go of `KEPT` after the contest has become final.
"""

from __future__ import annotations

import hashlib
import hmac
from datetime import datetime, timedelta

from flask import current_app
from itsdangerous import BadSignature, URLSafeSerializer
from sqlalchemy.orm import Session

from app.services.transactions import writing
from app.storage import device_marks as storage

_SALT = "device-mark"
LENGTH = 32
KEPT = timedelta(days=90)


def sign(number: str) -> str:
    """What the cookie holds for a random number."""
    return str(_serializer().dumps(number))


def read(cookie: str | None) -> str | None:
    """The number in a cookie; None unless this server signed it."""
    try:
        return str(_serializer().loads(cookie or ""))
    except BadSignature:
        return None


def mark_of(number: str, contest_id: int) -> str:
    """The digest that the attempts of one contest keep."""
    secret = str(current_app.config["SECRET_KEY"]).encode()
    text = f"{_SALT}:{contest_id}:{number}".encode()
    return hmac.new(secret, text, hashlib.sha256).hexdigest()[:LENGTH]


def remember(session: Session, *, attempt_id: int, contest_id: int, number: str | None) -> None:
    """Keep the mark of the browser in which an attempt is started, if it has one."""
    if number is not None:
        storage.add(session, attempt_id, mark_of(number, contest_id))


def forget_old(now: datetime) -> None:
    """Let go of the marks of contests that have long been final."""
    if storage.has_old(now - KEPT):
        with writing() as session:
            storage.delete_of_old(session, now - KEPT)


def _serializer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt=_SALT)
