"""Thi Số: an open platform for online quiz contests."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

    from app.config import Settings


def create_app(settings: Settings | None = None) -> Flask:
    """The whole application; raises `BadSettings` when the environment is wrong."""
    # Imported here, so that a floor can be imported without all the others.
    from flask_migrate import Migrate

    from app import cli, web
    from app.config import ROOT, read_settings
    from app.storage import db as storage_db
    from app.storage import tables  # noqa: F401 - importing the tables is what registers them

    settings = settings or read_settings()
    settings.instance.mkdir(parents=True, exist_ok=True)
    app = web.Application("app", instance_path=str(settings.instance))
    app.config.update(
        SECRET_KEY=settings.secret_key,
        SQLALCHEMY_DATABASE_URI=settings.database_url,
        SQLALCHEMY_ENGINE_OPTIONS=_engine_options(settings),
        SETTINGS=settings,
        QUESTIONS_FOLDER=ROOT / "questions",
    )
    app.extensions["thiso_create_app"] = create_app  # For instances that live a few minutes.
    if settings.replica_url:
        replica = {"url": settings.replica_url, **_engine_options(settings)}
        app.config["SQLALCHEMY_BINDS"] = {storage_db.REPLICA: replica}
    storage_db.db.init_app(app)
    with app.app_context():
        for engine in storage_db.db.engines.values():
            storage_db.prepare_engine(engine)
    Migrate(app, storage_db.db, directory=str(ROOT / "migrations"))
    web.init_app(app, settings)
    cli.init_app(app)
    return app


def _engine_options(settings: Settings) -> dict[str, object]:
    if settings.database_url.startswith("sqlite"):
        return {"pool_size": 20, "max_overflow": 20, "connect_args": {"check_same_thread": False}}
    # A machine that vanishes says nothing: without these its connections would hang for hours.
    patience = {"connect_timeout": 5, "keepalives_idle": 30, "keepalives_interval": 10,
                "keepalives_count": 3, "tcp_user_timeout": 30_000}  # fmt: skip
    return {"pool_size": 10, "max_overflow": 10, "connect_args": patience}
