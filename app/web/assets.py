"""What every template may use: static files by their content, and the shared words."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from flask import Flask, Response, current_app, request, url_for
from flask_login import current_user

from app.wording import labels
from app.wording.ranking import quantity_label

YEAR = 365 * 24 * 3600
HOUR = 3600
_DIGITS = 12


def init_app(app: Flask) -> None:
    """Give templates `asset`, the labels and a `current_user` that is only loaded when read."""
    app.jinja_env.globals.update(
        asset=asset,
        current_user=current_user,
        group_label=labels.group_label,
        state_label=labels.state_label,
        board_label=labels.board_label,
        role_label=labels.role_label,
        quantity_label=quantity_label,
    )
    app.after_request(_keep_static)


def asset(path: str) -> str:
    """The address of a static file; it changes with the content, so it may be kept for ever."""
    file = Path(current_app.static_folder or "") / path
    # While developing, files change under a running process.
    stamp = file.stat().st_mtime_ns if current_app.debug else 0
    return url_for("static", filename=path, v=_version(file, stamp))


@cache
def _version(file: Path, _stamp: int) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()[:_DIGITS]


def _keep_static(response: Response) -> Response:
    if request.endpoint == "static" and response.status_code in (200, 304):
        versioned = "v" in request.args
        response.cache_control.no_cache = None
        response.cache_control.public = True
        response.cache_control.max_age = YEAR if versioned else HOUR
        response.cache_control.immutable = versioned
    return response
