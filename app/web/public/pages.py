"""Pages that only say something."""

from __future__ import annotations

from flask import Response, render_template

from app.web.access import requires
from app.web.public import bp
from app.web.public.visitors import shareable


@bp.get("/privacy")
@requires("view_public")
def show_privacy() -> Response:
    """What is kept about people, why, and their rights."""
    return shareable(render_template("public/privacy.html"))


@bp.get("/help")
@requires("view_public")
def show_help() -> Response:
    """How to take part, and what to do when something does not work."""
    return shareable(render_template("public/help.html"))
