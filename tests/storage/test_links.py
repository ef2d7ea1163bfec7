"""The driver's own connections: one a thread, and back to the pool when the thread has ended."""

from __future__ import annotations

import threading

import pytest
from flask import Flask
from sqlalchemy.exc import OperationalError

from app.storage import links
from app.storage.db import db
from app.storage.links import Link

MORE_THAN_THE_POOL_HAS = 60


def only_sqlite() -> None:
    if db.engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL has its own way, see test_saving_direct")


def test_threads_that_have_ended_leave_their_connections_to_others(app: Flask) -> None:
    only_sqlite()
    found: list[object] = []

    def look() -> None:
        with app.app_context():
            found.append(links.reading().first("SELECT 1", ()))

    for _ in range(MORE_THAN_THE_POOL_HAS):
        thread = threading.Thread(target=look)
        thread.start()
        thread.join()
    assert found == [(1,)] * MORE_THAN_THE_POOL_HAS


def test_a_thread_keeps_its_connection_until_all_are_let_go(app: Flask) -> None:
    only_sqlite()
    first = links.reading()
    assert links.reading() is first
    links.let_go()
    assert links.reading() is not first
    assert links.reading().first("SELECT 2", ()) == (2,)


def test_failures_are_those_of_sqlalchemy(app: Flask) -> None:
    only_sqlite()
    with pytest.raises(OperationalError):
        links.reading().run("SELECT * FROM no_such_table")


def test_what_was_not_committed_is_undone(app: Flask) -> None:
    only_sqlite()
    insert = "INSERT INTO leases (duty, holder, until) VALUES ('d', 'h', 1)"
    with links.borrowed(db.engine) as link:
        link.run("BEGIN IMMEDIATE")
        link.run(insert)
    with links.borrowed(db.engine) as link:
        assert link.first("SELECT count(*) FROM leases", ()) == (0,)
    assert isinstance(link, Link)
