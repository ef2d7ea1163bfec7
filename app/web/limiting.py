"""Limits that routes share: files sent in, files taken out."""

from __future__ import annotations

from typing import Any

from flask import Flask, current_app, request

from app.services import limits
from app.web.access import visitor
from app.web.clock import now


def init_app(app: Flask) -> None:
    """Count before each request that sends a file in or has one made; after the permission."""
    app.before_request(_count)


def _count() -> None:
    view: Any = current_app.view_functions.get(request.endpoint or "")
    if getattr(view, "takes_files", False):
        who = visitor() if request.method == "POST" else None
        if who:
            limits.count_upload(who.account_id, now())
    elif _makes_file():
        who = visitor()
        if who:
            limits.count_export(who.account_id, now())


def _makes_file() -> bool:
    # The house calls them so: organiser.export_people, accounts.export_data.
    return (request.endpoint or "").rpartition(".")[2].startswith("export_")
