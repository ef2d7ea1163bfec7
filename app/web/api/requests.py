"""Bodies and query values of requests, checked whole before anything is done."""

from __future__ import annotations

import json
from typing import TypeVar

from flask import request
from pydantic import BaseModel, ValidationError

from app.domain.errors import InvalidRequest

M = TypeVar("M", bound=BaseModel)
MAX_OFFSET = 10_000_000
MAX_LIMIT = 200
DEFAULT_LIMIT = 50


def read_body(model: type[M], *, empty_allowed: bool = False) -> M:
    """The JSON body as `model`; raises `InvalidRequest` naming every fault by its path.

    Its size is bounded for every route (see app.web.bodies).
    """
    data = request.get_data(cache=False)
    if not data and empty_allowed:
        return model()
    if request.mimetype != "application/json":
        raise InvalidRequest((("", "send Content-Type: application/json"),))
    try:
        plain = json.loads(data)
    except (ValueError, RecursionError):
        raise InvalidRequest((("", "not JSON"),)) from None
    try:
        return model.model_validate(plain)
    except ValidationError as error:
        raise InvalidRequest(tuple(_fault(one) for one in error.errors())) from None


def _fault(error: object) -> tuple[str, str]:
    assert isinstance(error, dict)  # noqa: S101 - pydantic's own shape
    path = ""
    for part in error["loc"]:
        path += f"[{part}]" if isinstance(part, int) else f".{part}" if path else str(part)
    return path, str(error["msg"])


def read_number(name: str, default: int, *, low: int = 0, high: int = MAX_OFFSET) -> int:
    """A whole number of the query string; raises `InvalidRequest`."""
    raw = request.args.get(name, "").strip()
    if not raw:
        return default
    if not (raw.isascii() and raw.isdigit()) or len(raw) > 9 or not low <= int(raw) <= high:
        raise InvalidRequest(((name, f"a whole number from {low} to {high}"),))
    return int(raw)
