"""HTTP: five faces (public, accounts, play, organiser, api) over the same services."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Flask

from app.config import Settings
from app.web import (
    access,
    admission,
    assets,
    bodies,
    bundles,
    compression,
    converters,
    errors,
    filters,
    i18n,
    limiting,
    linked_text,
    request_log,
    security,
    sharing,
    site,
)


class Application(Flask):
    """Flask, without a look at each view and each hook whether it is a coroutine: none is."""

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """The function itself."""
        return func


def init_app(app: Flask, settings: Settings) -> None:
    """Wire languages, access, security, errors and the five faces."""
    from app.web import accounts, api, organiser, play, public

    request_log.init_app(app)
    converters.init_app(app)
    admission.init_app(app, settings)
    compression.init_app(app)
    i18n.init_app(app)
    filters.init_app(app)
    linked_text.init_app(app)
    assets.init_app(app)
    bundles.init_app(app)
    site.init_app(app)
    bodies.init_app(app)
    security.init_app(app, settings)
    sharing.init_app(app)
    access.init_app(app)
    limiting.init_app(app)
    errors.init_app(app)
    for face in (public, accounts, play, organiser, api):
        app.register_blueprint(face.bp)
