"""How values are written in JSON answers."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from flask import Response, jsonify, request
from werkzeug.wrappers import Response as BaseResponse

from app.web.sharing import same_for_everybody

BOARD_SECONDS = 5
_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


def rfc3339(moment: datetime) -> str:
    """A moment as RFC 3339 in UTC, with milliseconds."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def private(body: Mapping[str, Any]) -> Response:
    """An answer that belongs to one person: nothing on the way may keep it."""
    reply = Response(_JSON.encode(body), mimetype="application/json")
    reply.headers["Cache-Control"] = "no-store"
    return reply


def shared(body: Mapping[str, Any], seconds: int = BOARD_SECONDS) -> BaseResponse:
    """An answer that is the same for everybody: kept for a moment, revalidated by its ETag."""
    same_for_everybody()
    response = jsonify(body)
    response.headers["Cache-Control"] = f"public, max-age={seconds}"
    # Weak, for compression changes the bytes and not what they say.
    response.add_etag(weak=True)
    return response.make_conditional(request)
