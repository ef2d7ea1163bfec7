"""JSON for outside tools: /api/v1, described by GET /api/v1/openapi.json."""

from flask import Blueprint

bp = Blueprint("api", __name__, url_prefix="/api/v1")

from app.web.api import (  # noqa: E402 - views register themselves
    accounts,
    attempts,
    boards,
    certificates,
    contests,
    openapi,
    units,
)

__all__ = [
    "accounts",
    "attempts",
    "boards",
    "bp",
    "certificates",
    "contests",
    "openapi",
    "units",
]
