"""Accounts in a browser: registering, signing in and out, and the own data."""

from __future__ import annotations

from datetime import timedelta

from flask import Blueprint, Response
from flask.blueprints import BlueprintSetupState

SIGNED_IN_FOR = timedelta(days=30)
bp = Blueprint("accounts", __name__)


@bp.record_once
def _keep_sessions(state: BlueprintSetupState) -> None:
    state.app.config.update(
        PERMANENT_SESSION_LIFETIME=SIGNED_IN_FOR,
        # Else every page, even one that caches may keep, would send the cookie again.
        SESSION_REFRESH_EACH_REQUEST=False,
    )


@bp.after_request
def _never_keep(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    return response


from app.web.accounts import (  # noqa: E402,F401 - views
    activation,
    birth_year,
    first_run,
    profile,
    registration,
    rights,
    sessions,
    unit_participation,
)
