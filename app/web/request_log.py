"""One line of JSON for every request, and the counts that /metrics gives.

A line holds nothing about a person: no address, no path (it may hold codes), no query,
nothing that was sent. Every reply names its request (X-Request-ID), so that somebody who met
a failure can say which it was. All this lies on the answering path: it is kept cheap.
"""

from __future__ import annotations

import json
import logging
import random
import re
import sys
import time
import traceback
from collections.abc import Callable
from time import perf_counter
from typing import Any, Final

from flask import Flask, Response, g, has_request_context, request
from flask.logging import default_handler

from app.services import monitoring
from app.web import admission

HEADER = "X-Request-ID"
_SANE = re.compile(r"[A-Za-z0-9._-]{8,64}")
_FILES: Final = ("static", "bundle")
_OF_MACHINES: Final = ("public.check_health", "public.check_readiness", "public.show_metrics")
_UNLOGGED: Final = frozenset((*_FILES, *_OF_MACHINES))


def _count_save(seconds: float) -> None:
    monitoring.count_save(seconds)
    admission.note_save(seconds)


_COUNTED: Final[dict[str, Callable[[float], None]]] = {
    "api.save_answers": _count_save,
    "play.save_answers": _count_save,
    "api.start_attempt": lambda _seconds: monitoring.count_start(),
    "play.start_attempt": lambda _seconds: monitoring.count_start(),
    "api.submit_attempt": lambda _seconds: monitoring.count_submission(),
    "play.submit_attempt": lambda _seconds: monitoring.count_submission(),
}
# What these say is of the program. Messages of others, of databases above all, quote
# what people have written.
_OPEN_HEARTED: Final = (
    AttributeError,
    ImportError,
    NameError,
    NotImplementedError,
    OSError,
    TypeError,
)
_METHODS: Final = frozenset(("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"))
_second: tuple[int, str] = (0, "")


def init_app(app: Flask) -> None:
    """Name and time every request; to be set up before all else that looks at requests."""
    app.before_request(_begin)
    app.after_request(_end)
    default_handler.setFormatter(JsonLines())
    app.logger.setLevel(logging.INFO)


def note_refusal(code: str) -> None:
    """Say that the present request was refused, or failed, with this code."""
    g.refused = code
    monitoring.count_refusal(code)


def request_id() -> str | None:
    """The name of the present request, None outside requests."""
    return g.get("request_id") if has_request_context() else None


def _begin() -> None:
    here: Any = g
    here.began = perf_counter()
    given = request.environ.get("HTTP_X_REQUEST_ID", "")
    sane = bool(given) and _SANE.fullmatch(given)
    here.request_id = given if sane else f"{random.getrandbits(64):016x}"


def _end(response: Response) -> Response:
    here: Any = g._get_current_object()  # type: ignore[attr-defined]
    if "began" not in here:  # A request so wrong that nothing was asked before it was answered.
        _begin()
    endpoint, status = request.endpoint, response.status_code
    seconds = perf_counter() - here.began
    if status >= 500:
        monitoring.count_failure()
    elif status < 400 and endpoint in _COUNTED:
        _COUNTED[endpoint](seconds)
    if endpoint not in _FILES:
        response.headers[HEADER] = here.request_id
    if endpoint not in _UNLOGGED or status >= 500:
        write_line(_line(endpoint, status, seconds, here.request_id, here.get("refused")))
    return response


def write_line(line: str) -> None:
    """Hand a line to whoever keeps the log: on the standard error output, at once."""
    sys.stderr.write(line + "\n")


def _line(endpoint: str | None, status: int, seconds: float, name: str, refused: str | None) -> str:
    # By hand, and without the logging module: five times as quick, and every part is
    # one of ours or has been looked at.
    method = request.method if request.method in _METHODS else "?"
    where = f'"{endpoint}"' if endpoint else "null"
    code = f', "code": "{refused}"' if refused else ""
    return (
        f'{{"at": "{_stamp(time.time())}", "id": "{name}", "method": "{method}", '
        f'"endpoint": {where}, "status": {status}, "ms": {seconds * 1000:.1f}{code}}}'
    )


def _stamp(moment: float) -> str:
    """A moment in UTC to the millisecond; the part that changes once a second is kept."""
    global _second
    whole = int(moment)
    kept = _second
    if kept[0] != whole:
        kept = _second = (whole, time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(whole)))
    return f"{kept[1]}.{int((moment - whole) * 1000):03d}Z"


class JsonLines(logging.Formatter):
    """What the application itself has to say, in the same form as the lines of requests."""

    def format(self, record: logging.LogRecord) -> str:
        """One line; of an exception its kind and where it came from."""
        line: dict[str, Any] = {
            "at": _stamp(record.created),
            "level": record.levelname.lower(),
            "message": record.getMessage(),
        }
        if request_id():
            line["id"] = request_id()
        if record.exc_info and record.exc_info[1]:
            line.update(_told(record.exc_info[1]))
        return json.dumps(line, ensure_ascii=False)


def _told(error: BaseException) -> dict[str, Any]:
    kind = type(error)
    told: dict[str, Any] = {"error": f"{kind.__module__}.{kind.__qualname__}"}
    if isinstance(error, _OPEN_HEARTED):
        told["says"] = str(error)
    frames = traceback.extract_tb(error.__traceback__)
    told["where"] = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
    cause = error.__cause__ or error.__context__
    if cause is not None:
        told["cause"] = f"{type(cause).__module__}.{type(cause).__qualname__}"
    return told
