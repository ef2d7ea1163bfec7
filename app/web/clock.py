"""The one place where requests learn the time."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import g, has_request_context


def now() -> datetime:
    """The moment the request arrived, the same for all of it; outside a request, this moment."""
    if not has_request_context():
        return datetime.now(UTC)
    if "now" not in g:
        g.now = datetime.now(UTC)
    return g.now  # type: ignore[no-any-return]
