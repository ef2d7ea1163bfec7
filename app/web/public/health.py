"""For machines: alive, ready, and the figures that matter."""

from __future__ import annotations

from flask import Response, jsonify, request

from app.domain.errors import NotFound
from app.services import monitoring, readiness
from app.web.access import requires
from app.web.clock import now
from app.web.public import bp

LOCAL = ("127.0.0.1", "::1", "", None)


@bp.get("/healthz")
@requires("view_public")
def check_health() -> Response:
    """200 while this process answers."""
    return _fresh(jsonify(alive=True))


@bp.get("/readyz")
@requires("view_public")
def check_readiness() -> Response:
    """200 when everything holds that serving needs, else 503; each check says what it found."""
    found = readiness.checks(now())
    ready = all(check.ok for check in found)
    body = {check.name: {"ok": check.ok, "note": check.note} for check in found}
    response = jsonify(ready=ready, checks=body)
    response.status_code = 200 if ready else 503
    return _fresh(response)


@bp.get("/metrics")
@requires("view_public")
def show_metrics() -> Response:
    """Prometheus figures; only for callers on this machine that came through no proxy."""
    if request.remote_addr not in LOCAL or "X-Forwarded-For" in request.headers:
        raise NotFound()
    text = monitoring.exposition(now())
    return _fresh(Response(text, content_type=monitoring.CONTENT_TYPE_LATEST))


def _fresh(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    return response
