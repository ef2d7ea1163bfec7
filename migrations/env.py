"""Alembic inside the application: the same engine, the same tables."""

from __future__ import annotations

from alembic import context

from app.storage import tables  # noqa: F401 - importing the tables is what registers them
from app.storage.db import Base, db


def run_migrations() -> None:
    """Migrate the application's own database."""
    connection = context.config.attributes.get("connection")
    if connection is not None:
        _run(connection)
        return
    with db.engine.connect() as own:
        _run(own)
        own.commit()


def _run(connection) -> None:  # type: ignore[no-untyped-def]
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=True,
        compare_server_default=True,
    )
    with context.begin_transaction():
        context.run_migrations()


run_migrations()
