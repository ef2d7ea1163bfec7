"""How much a request may bring: little, unless its route says that it takes files."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import IO, Any, TypeVar, cast

from flask import Flask, Request, current_app, request, session
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.formparser import FormDataParser

from app.web.access import has_bearer

View = TypeVar("View", bound=Callable[..., Any])
KIB, MIB = 1024, 1024 * 1024
API_BYTES = 256 * KIB
PAGE_BYTES = 256 * KIB
DESK_BYTES = 2 * MIB
"""Pages of the back office: a bank as text, the words of a contest in three languages."""
FILE_BYTES = 20 * MIB
TEXT_BYTES = MIB
MOST_FIELDS = 1000


def takes_files(view: View) -> View:
    """Declare that a view takes files: up to `FILE_BYTES` from who is signed in, or may come
    without (see `app.domain.permissions`)."""
    cast(Any, view).takes_files = True
    return view


class _Fields(FormDataParser):
    """Fields of a form by number: a million empty ones fit in a small body."""

    def parse(
        self,
        stream: IO[bytes],
        mimetype: str,
        content_length: int | None,
        options: dict[str, str] | None = None,
    ) -> Any:
        if mimetype == "application/x-www-form-urlencoded":
            data = stream.read()
            if data.count(b"&") >= MOST_FIELDS:
                raise RequestEntityTooLarge
            stream = BytesIO(data)
        return super().parse(stream, mimetype, content_length, options)


class _Request(Request):
    form_data_parser_class = _Fields


def init_app(app: Flask) -> None:
    """Bound the body of every request before anything reads it."""
    app.request_class = _Request
    app.config.update(
        MAX_CONTENT_LENGTH=FILE_BYTES, MAX_FORM_MEMORY_SIZE=TEXT_BYTES, MAX_FORM_PARTS=MOST_FIELDS
    )
    app.before_request(_bound)


def _bound() -> None:
    if request.method in ("GET", "HEAD", "OPTIONS"):
        return
    request.max_content_length = _most()
    # Said at once: a form is read by whoever looks for its token first.
    if (request.content_length or 0) > request.max_content_length:
        raise RequestEntityTooLarge


def _most() -> int:
    view: Any = current_app.view_functions.get(request.endpoint or "")
    if getattr(view, "takes_files", False) and _may_send(view):
        return FILE_BYTES
    if request.path.startswith("/api/"):
        return API_BYTES
    return DESK_BYTES if request.blueprint == "organiser" else PAGE_BYTES


def _may_send(view: Any) -> bool:
    # From the signature alone: who may really do it is looked at later, with a query.
    return "_user_id" in session or has_bearer() or view.permission == "report_activity"
