"""Migrations run up, down and up again, and end where the tables say."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import inspect, text
from sqlalchemy.exc import DatabaseError

from app import create_app
from app.storage.db import Base, db
from tests.conftest import test_settings
from tests.databases import Databases


@pytest.fixture
def empty_app(databases: Databases, database_kind: str, tmp_path: Path) -> Iterator[Flask]:
    url = databases.empty(database_kind)
    app = create_app(test_settings(url, tmp_path))
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()
    databases.drop(url)


def test_migrations_go_up_from_nothing_down_and_up_again(empty_app: Flask) -> None:
    upgrade()
    first = tables()
    downgrade(revision="base")
    assert tables() == {"alembic_version"}
    upgrade()
    assert tables() == first == {*Base.metadata.tables, "alembic_version"}


def test_migrated_tables_are_those_of_the_models(app: Flask) -> None:
    with db.engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"compare_type": True, "compare_server_default": True}
        )
        assert compare_metadata(context, Base.metadata) == []


def test_a_model_without_migration_is_noticed(app: Flask) -> None:
    with db.engine.connect() as connection:
        connection.execute(text("DROP TABLE leases"))
        context = MigrationContext.configure(connection)
        assert compare_metadata(context, Base.metadata) != []


@pytest.mark.parametrize("change", ["DELETE FROM audit_entries", "UPDATE audit_entries SET act=''"])
def test_rows_of_append_only_tables_cannot_be_changed(app: Flask, change: str) -> None:
    add = (
        "INSERT INTO audit_entries (number, at, act, subject, detail, previous, digest)"
        " VALUES (1, 0, 'a', 's', '{}', '', 'd')"
    )
    with db.engine.connect() as connection:
        connection.execute(text(add))
        with pytest.raises(DatabaseError, match="append-only"):
            connection.execute(text(change))


def tables() -> set[str]:
    db.engine.dispose()
    return set(inspect(db.engine).get_table_names())
