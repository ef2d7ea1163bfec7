"""Answers that are the same for everybody carry no trace of a session.

Looking whether there is one makes Flask say that the answer varies by cookie, and then
every browser's cookies would make a shared cache keep a copy of its own.
"""

from __future__ import annotations

from flask import Flask, Request, Response, g
from flask.sessions import SecureCookieSession, SessionMixin

from app.web import cookies
from app.web.signing import EvenSessions


class _Sessions(EvenSessions):
    def get_cookie_name(self, app: Flask) -> str:
        return cookies.full_name(super().get_cookie_name(app))

    def get_cookie_secure(self, app: Flask) -> bool:
        return cookies.is_safe()

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        # Requests with a token, and first visits: no key need be made ready.
        if self.get_cookie_name(app) not in request.cookies:
            return self.session_class()
        return super().open_session(app, request)

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        if g.get("same_for_everybody") and not session.modified:
            return
        if not (session or session.modified or session.accessed):
            return
        super().save_session(app, session, response)


def init_app(app: Flask) -> None:
    """Keep the session out of answers for which `same_for_everybody` was said."""
    app.session_interface = _Sessions()


def same_for_everybody() -> None:
    """Say of the present request that its answer does not depend on who asks."""
    g.same_for_everybody = True
