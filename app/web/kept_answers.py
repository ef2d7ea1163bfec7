"""Answers that are the same for everybody, kept for a second in the process that made them.

On a last evening hundreds of people a second look at the same board: one of them makes the
page, compressed, and the others get it. Kept is only what shared caches on the way may keep
for longer anyway, and only for requests without a session.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import wraps
from typing import Any, TypeVar, cast

from flask import current_app, g, make_response, request
from werkzeug.datastructures import Headers
from werkzeug.wrappers import Response as BaseResponse

from app.services.caches import Lru, lru
from app.web import cookies
from app.web.compression import compress
from app.web.i18n import select_language
from app.web.sharing import same_for_everybody

KEPT_SECONDS = 1.0
WHILE_REMADE = 2.0
"""So much longer it is shown to others while somebody makes it anew."""
KEPT_ANSWERS = 256
_CHOICES = ("text",)
"""Cookies other than the language's that pages for everybody look at."""
V = TypeVar("V", bound=Callable[..., BaseResponse])


@dataclass(slots=True)
class _Kept:
    """One answer, ready to be sent; `body` None before the first has been made."""

    making: threading.Lock = field(default_factory=threading.Lock)
    made_at: float = 0.0
    body: bytes | None = None
    headers: Headers | None = None
    same_for_everybody: bool = False

    def is_younger_than(self, seconds: float) -> bool:
        return self.body is not None and time.monotonic() - self.made_at < seconds


def kept_for_a_moment(view: V) -> V:
    """Let a view that answers everybody alike be run once a second for each address.

    Nothing is kept of answers that say of themselves that they are private, nor while
    testing, unless the setting KEEP_ANSWERS says so.
    """

    @wraps(view)
    def answered(*arguments: Any, **named: Any) -> BaseResponse:
        if not _may_be_kept():
            return view(*arguments, **named)
        kept = _kept()
        if kept.is_younger_than(KEPT_SECONDS):
            return _sent(kept)
        being_remade = kept.is_younger_than(KEPT_SECONDS + WHILE_REMADE)
        if not kept.making.acquire(blocking=not being_remade):
            return _sent(kept)
        try:
            if kept.is_younger_than(KEPT_SECONDS):  # Made while this one waited.
                return _sent(kept)
            return _keep(kept, make_response(view(*arguments, **named)))
        finally:
            kept.making.release()

    return cast(V, answered)


def _may_be_kept() -> bool:
    config = current_app.config
    wanted = config.get("KEEP_ANSWERS", not config["TESTING"])
    has_session = cookies.has_session()
    return bool(wanted) and request.method == "GET" and not has_session


def _kept() -> _Kept:
    key = (
        request.host_url,
        request.full_path,
        select_language(),
        tuple(request.cookies.get(name) for name in _CHOICES),
        request.headers.get("Accept-Encoding", ""),
    )
    answers: Lru[_Kept] = lru("answers", KEPT_ANSWERS)
    return answers.get(key, _Kept)


def _keep(kept: _Kept, response: BaseResponse) -> BaseResponse:
    if response.status_code != 200 or not response.cache_control.public:
        return response
    kept.same_for_everybody = bool(g.get("same_for_everybody"))
    if not kept.same_for_everybody:
        response.vary.add("Cookie")  # Of the language and the like: nobody has looked, who may.
    made = compress(cast(Any, response))
    kept.body, kept.headers = made.get_data(), Headers(made.headers)
    kept.made_at = time.monotonic()
    return made


def _sent(kept: _Kept) -> BaseResponse:
    if kept.same_for_everybody:
        same_for_everybody()
    response = current_app.response_class(kept.body, headers=kept.headers)
    return response.make_conditional(request)
