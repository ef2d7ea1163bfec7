"""Alive, ready, and figures for those who watch."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from app.services import readiness
from app.services.transactions import writing


def test_a_process_that_answers_is_alive(client: FlaskClient) -> None:
    assert client.get("/healthz").json == {"alive": True}


def test_a_migrated_database_is_ready(client: FlaskClient) -> None:
    answer = client.get("/readyz")
    assert answer.status_code == 200, answer.json
    known = {"database", "limits", "migrations", "fellows", "sqlite", "clock"}
    assert set(answer.json["checks"]) == known


def test_missing_migrations_are_reported(app: Flask, client: FlaskClient) -> None:
    with writing() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '0001'"))
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert not answer.json["checks"]["migrations"]["ok"]


@pytest.mark.parametrize(
    ("version", "automatic_pages", "ok"),
    [((3, 51, 3), 1000, True), ((3, 51, 2), 1000, False), ((3, 40, 1), 0, True)],
)
def test_an_old_sqlite_is_safe_only_without_automatic_checkpoints(
    version: tuple[int, int, int], automatic_pages: int, ok: bool
) -> None:
    check = readiness._sqlite(version, automatic_pages)
    assert check.ok is ok
    assert ("unsafe" in check.note) is (version < readiness.SAFE_SQLITE)


def test_figures_are_for_this_machine_only(client: FlaskClient) -> None:
    assert b"thiso_open_attempts 0.0" in client.get("/metrics").data
    assert client.get("/metrics", headers={"X-Forwarded-For": "10.0.0.1"}).status_code == 404
    away = client.get("/metrics", environ_base={"REMOTE_ADDR": "203.0.113.9"})
    assert away.status_code == 404
