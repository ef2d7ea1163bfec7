"""The one place where requests learn the time."""

from __future__ import annotations

from datetime import datetime

from flask import g, has_request_context

from app.services.clock import moment


def now() -> datetime:
    """The moment the request arrived, the same for all of it; outside a request, this moment."""
    if not has_request_context():
        return moment()
    if "now" not in g:
        g.now = moment()
    return g.now  # type: ignore[no-any-return]


def right_now() -> datetime:
    """This moment, for clients that set their clocks by it."""
    return moment()
