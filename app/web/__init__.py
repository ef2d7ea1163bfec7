"""HTTP: five faces (public, accounts, play, organiser, api) over the same services."""

from __future__ import annotations

from flask import Flask

from app.config import Settings
from app.web import access, assets, bundles, compression, errors, filters, i18n, security


def init_app(app: Flask, settings: Settings) -> None:
    """Wire languages, access, security, errors and the five faces."""
    from app.web import accounts, api, organiser, play, public

    compression.init_app(app)
    i18n.init_app(app)
    filters.init_app(app)
    assets.init_app(app)
    bundles.init_app(app)
    security.init_app(app, settings)
    access.init_app(app)
    errors.init_app(app)
    for face in (public, accounts, play, organiser, api):
        app.register_blueprint(face.bp)
