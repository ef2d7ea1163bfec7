"""Headers on every response, and cross-site request forgery."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

from flask import Flask, Response, current_app, request, session
from flask_wtf.csrf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from app.config import Settings
from app.web import cookies
from app.web.access import has_bearer

View = TypeVar("View", bound=Callable[..., Any])
csrf = CSRFProtect()

_POLICY = "; ".join(
    (
        "default-src 'none'",  # What is not named here is not loaded at all.
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "manifest-src 'self'",
        "worker-src 'self'",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
}
_TRANSPORT = "max-age=63072000; includeSubDomains"
_OF_ONE_PERSON = "private, no-store"
_UNDECIDED = (None, "no-cache")  # The second is what Flask says of files that are made.
_FOR_EVERYBODY = ("static", "bundle")


def init_app(app: Flask, settings: Settings) -> None:
    """Guard the whole application; `proxy_hops` proxies in front are believed."""
    app.config.update(
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.secure_cookies,
        SESSION_COOKIE_NAME="thiso",  # With a prefix over HTTPS: see app.web.cookies.
        TRUSTED_HOSTS=list(settings.trusted_hosts) or None,
        WTF_CSRF_CHECK_DEFAULT=False,
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=False,
    )
    csrf.init_app(app)
    app.before_request(_check_csrf)
    app.after_request(_add_headers)
    if settings.proxy_hops:
        hops = settings.proxy_hops
        proxied = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)
        app.wsgi_app = proxied  # type: ignore[method-assign]


def _check_csrf() -> None:
    if request.method not in ("POST", "PUT", "PATCH", "DELETE"):
        return
    # A bearer token is not sent by a browser on its own: nothing to forge.
    view = current_app.view_functions.get(request.endpoint or "")
    if not (has_bearer() or getattr(view, "reads_no_cookie", False) or _nobody_of_the_api()):
        csrf.protect()


def _nobody_of_the_api() -> bool:
    """Whether the API is asked without any sign-in: it has nothing to forge, and says 401."""
    return request.blueprint == "api" and "_user_id" not in session


def reads_no_cookie(view: View) -> View:
    """Declare that a view reads no cookie and acts for nobody: there is nothing to forge."""
    cast(Any, view).reads_no_cookie = True
    return view


def _add_headers(response: Response) -> Response:
    # Asking for each whether it is there would cost more than the rest of the answer.
    given = set(response.headers.keys())
    response.headers.extend([one for one in _HEADERS.items() if one[0] not in given])
    if request.is_secure:
        response.headers.setdefault("Strict-Transport-Security", _TRANSPORT)
    _keep_from_caches(response)
    return response


def _keep_from_caches(response: Response) -> None:
    """What says nothing about caches belongs to who asked: whatever its address looks like."""
    endpoint, said = request.endpoint or "", response.headers.get("Cache-Control")
    if endpoint in _FOR_EVERYBODY:
        return
    if endpoint.startswith("organiser."):
        if said in _UNDECIDED:
            response.headers["Cache-Control"] = _OF_ONE_PERSON
    elif said is None:
        # Going back to a public page costs a mountain's network nothing.
        public = endpoint.startswith("public.") or not _is_signed_in()
        kept = "no-store" if response.status_code >= 400 else "private, no-cache"
        response.headers["Cache-Control"] = kept if public else _OF_ONE_PERSON


def _is_signed_in() -> bool:
    return cookies.has_session() or has_bearer()
