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


def test_existing_contests_get_their_makers_or_else_every_organiser(empty_app: Flask) -> None:
    upgrade(revision="0018")
    people = {1: "organiser", 2: "organiser", 3: "organiser", 4: "arbiter"}
    with db.engine.begin() as connection:
        run = lambda statement, **given: connection.execute(text(statement), given)  # noqa: E731
        run(
            "INSERT INTO communes (code, province_code, name, search_name, sort_key)"
            " VALUES ('00001', 8, 'Xã', 'xa', 'xa')"
        )
        for number, role in people.items():
            run(
                "INSERT INTO people (id, public_id, full_name, search_name, sort_key, group_code,"
                " commune_code, created_at) VALUES (:n, :p, 'A', 'a', 'a', 'resident', '00001', 0)",
                n=number, p=f"p{number}",
            )  # fmt: skip
            run(
                "INSERT INTO accounts (id, person_id, password_hash, epoch, created_at,"
                " disabled_at) VALUES (:n, :n, '', 0, 0, :gone)",
                n=number, gone=0 if number == 3 else None,
            )  # fmt: skip
            run(
                "INSERT INTO role_grants (account_id, role, granted_at) VALUES (:n, :r, 0)",
                n=number, r=role,
            )  # fmt: skip
        makers = {"made": 1, "copied": 2, "by-the-gone": 3, "by-nobody": None}
        for number, (slug, maker) in enumerate(makers.items(), start=1):
            run(
                "INSERT INTO contests (id, slug, title, summary, description, prizes,"
                " rules_number, created_at) VALUES (:n, :s, 'T', '', '', '', 1, 7)",
                n=number, s=slug,
            )  # fmt: skip
            act = "contest.copy" if slug == "copied" else "contest.create"
            run(
                "INSERT INTO audit_entries (number, at, account_id, act, subject, detail,"
                " previous, digest) VALUES (:n, 0, :m, :a, :s, '{}', '', :d)",
                n=number, m=maker, a=act, s=f"contest/{slug}", d=str(number),
            )  # fmt: skip
    upgrade()
    query = (
        "SELECT slug, account_id, added_at FROM contest_staff"
        " JOIN contests ON contests.id = contest_id ORDER BY contest_id, account_id"
    )
    with db.engine.connect() as connection:
        found = [tuple(row) for row in connection.execute(text(query))]
    assert found == [
        ("made", 1, 7),
        ("copied", 2, 7),
        ("by-the-gone", 1, 7),
        ("by-the-gone", 2, 7),
        ("by-nobody", 1, 7),
        ("by-nobody", 2, 7),
    ]
