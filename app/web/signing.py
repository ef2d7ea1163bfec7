"""Cookies and tokens signed with the server's even time: setting the clock signs nobody out."""

from __future__ import annotations

from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from itsdangerous import TimestampSigner, URLSafeTimedSerializer

from app.services.clock import moment


class EvenSigner(TimestampSigner):
    """Signs with the moment of app.services.clock, and judges ages by it."""

    def get_timestamp(self) -> int:
        """This moment in whole seconds since 1970."""
        return int(moment().timestamp())


class EvenSessions(SecureCookieSessionInterface):
    """Flask's signed session cookies, aged by the even time."""

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:
        """Flask's serializer with our signer; None where there is no secret."""
        made = super().get_signing_serializer(app)
        if made is not None:
            made.signer = EvenSigner
        return made
