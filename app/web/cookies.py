"""Cookies of our own: where the connection is safe, bound to this very host and to it alone.

Under the prefix "__Host-" a browser takes a cookie only over https, for the whole site and no
other host: neither a neighbouring host nor a page over plain http can plant one.
"""

from __future__ import annotations

from datetime import timedelta

from flask import current_app, has_request_context, request
from werkzeug.wrappers import Response

BOUND = "__Host-"


def is_safe() -> bool:
    """Whether cookies go over https only: when told so, and wherever the request came by it."""
    if current_app.config["SESSION_COOKIE_SECURE"]:
        return True
    return has_request_context() and request.is_secure


def full_name(name: str) -> str:
    """The name under which a cookie is kept."""
    return BOUND + name if is_safe() else name


def get(name: str) -> str | None:
    """The value of one of our cookies."""
    return request.cookies.get(full_name(name))


def has_session() -> bool:
    """Whether the request brings a session, of whoever it may be."""
    return full_name(current_app.config["SESSION_COOKIE_NAME"]) in request.cookies


def put(response: Response, name: str, value: str, *, lasts: timedelta) -> None:
    """Let a response set a cookie that no script reads and no other site sends."""
    response.set_cookie(
        full_name(name),
        value,
        max_age=lasts,
        httponly=True,
        samesite="Lax",
        secure=is_safe(),
        path="/",
    )
