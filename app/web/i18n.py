"""Which language a request speaks: its cookie, else its browser, else Vietnamese."""

from __future__ import annotations

from flask import Flask, Response, has_request_context, request
from flask_babel import Babel, get_locale

LANGUAGES = (("vi", "Tiếng Việt"), ("en", "English"), ("ru", "Русский"))
CODES = tuple(code for code, _ in LANGUAGES)
DEFAULT = "vi"
COOKIE = "language"
TIME_ZONE = "Asia/Ho_Chi_Minh"
babel = Babel()


def init_app(app: Flask) -> None:
    """Set up translations; messages are written in Vietnamese in the source."""
    babel.init_app(
        app,
        default_locale=DEFAULT,
        default_timezone=TIME_ZONE,
        locale_selector=select_language,
        timezone_selector=lambda: TIME_ZONE,
    )
    app.context_processor(_context)
    app.after_request(_vary)


def select_language() -> str:
    """The language code for the present request."""
    if not has_request_context():
        return DEFAULT
    chosen = request.cookies.get(COOKIE)
    if chosen in CODES:
        return str(chosen)
    return request.accept_languages.best_match(CODES) or DEFAULT


def language() -> str:
    """The language code in force, also inside force_locale."""
    locale = get_locale()
    return str(locale.language) if locale else DEFAULT


def _context() -> dict[str, object]:
    return {"locale": language(), "languages": LANGUAGES}


def _vary(response: Response) -> Response:
    if response.mimetype == "text/html":
        response.vary.update(("Accept-Language", "Cookie"))
        response.headers.setdefault("Content-Language", select_language())
    return response
