"""Boards are read from a copy of the database if one is given, and answers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy import text

from app import create_app
from app.config import Settings
from app.services import boards
from app.services.transactions import writing
from app.storage.db import db
from tests.databases import Databases
from tests.factories import a_person
from tests.factories_contests import a_contest, a_finished_attempt

BOARD = "/contests/cuoc-thi/boards/individual"


@pytest.fixture
def replica(databases: Databases, database_kind: str) -> Iterator[str]:
    """Another database that stands for the copy."""
    if database_kind != "postgresql":
        pytest.skip("PostgreSQL only")
    url = databases.fresh("postgresql")
    yield url
    databases.drop(url)


def with_somebody(settings: Settings, name: str, now: datetime) -> None:
    made = create_app(settings)
    with made.app_context():
        a_contest()
        a_finished_attempt(a_person(full_name=name), right=2, at=now)
        boards.refresh(now)
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def following(settings: Settings, replica: str, now: datetime) -> Iterator[Flask]:
    """An application with a copy; each has another person on its board, to tell them apart."""
    with_somebody(settings, "Lò Văn Chính", now)
    with_somebody(replace(settings, database_url=replica), "Ma Thị Sao", now)
    made = create_app(replace(settings, replica_url=replica))
    yield made
    with made.app_context():
        for engine in db.engines.values():
            engine.dispose()


def test_boards_come_from_the_copy_for_people_and_programs(following: Flask) -> None:
    client = following.test_client()
    assert "Ma T. S." in client.get(BOARD).text
    assert "Ma T. S." in client.get(f"/api/v1{BOARD}").text
    assert "Ma T. S." not in client.get("/contests/cuoc-thi").text


def test_a_write_after_a_board_goes_to_the_database_itself(following: Flask, replica: str) -> None:
    with following.app_context():
        following.test_client().get(BOARD)
        with writing() as session:
            session.execute(text("UPDATE contests SET title = 'Chính'"))
        assert db.session.scalar(text("SELECT title FROM contests")) == "Chính"
        with db.engines["replica"].connect() as copy:
            assert copy.scalar(text("SELECT title FROM contests")) != "Chính"


def test_a_copy_that_does_not_answer_is_not_needed(
    settings: Settings, following: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = "postgresql+psycopg://nobody@127.0.0.1:1/gone"
    other = create_app(replace(settings, replica_url=gone))
    page = other.test_client().get(BOARD)
    assert (page.status_code, "Lò V. C." in page.text) == (200, True)
