"""Writes that wait share a commit; each is durable, or refused, as if it were alone."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError, OperationalError

from app.services.transactions import write_together, writing
from app.storage import links
from app.storage.db import Base, db
from app.storage.inserts import insert_of
from app.storage.links import Link
from app.storage.prepared import Prepared
from app.storage.tables import Lease
from tests.conftest import NOW

THREADS = 12
ADD = Prepared(
    lambda kind: insert_of(kind, Base.metadata.tables["leases"]), *("duty", "holder", "until")
)


def put(duty: str) -> Callable[[Link], str]:
    def act(link: Link) -> str:
        ADD.run_many(link, [{"duty": duty, "holder": "h", "until": NOW + timedelta(hours=1)}])
        return duty

    return act


def refuse(_link: Link) -> str:
    raise LookupError("refused")


def break_down(link: Link) -> str:
    link.run("INSERT INTO no_such_table VALUES (1)")
    return "never"


def all_at_once(app: Flask, acts: list[Callable[[Link], str]]) -> list[object]:
    """What each act gave, or the exception that it raised; nobody begins before all are there."""
    found: list[object] = [None] * len(acts)
    ready = threading.Barrier(len(acts))

    def one(number: int) -> None:
        with app.app_context():
            ready.wait()
            try:
                found[number] = write_together(acts[number])
            except Exception as error:
                found[number] = error
            finally:
                db.session.remove()

    threads = [threading.Thread(target=one, args=(number,)) for number in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return found


def held() -> set[str]:
    db.session.remove()
    return set(db.session.scalars(select(Lease.duty)))


def test_each_has_what_it_wrote(app: Flask) -> None:
    names = [f"d{number}" for number in range(THREADS)]
    assert all_at_once(app, [put(name) for name in names]) == names
    assert held() == set(names)


def test_a_refusal_is_its_own_and_spoils_nothing(app: Flask) -> None:
    acts = [put(f"d{number}") if number % 3 else refuse for number in range(THREADS)]
    found = all_at_once(app, acts)
    for number, one in enumerate(found):
        assert one == f"d{number}" if number % 3 else isinstance(one, LookupError)
    assert held() == {f"d{number}" for number in range(THREADS) if number % 3}


def test_a_failure_of_the_database_is_its_own_and_spoils_nothing(app: Flask) -> None:
    acts = [put(f"d{number}") if number % 4 else break_down for number in range(THREADS)]
    found = all_at_once(app, acts)
    for number, one in enumerate(found):
        assert one == f"d{number}" if number % 4 else isinstance(one, Exception)
    assert held() == {f"d{number}" for number in range(THREADS) if number % 4}


def test_those_who_wait_for_the_database_share_one_commit(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    if db.engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL gathers commits by itself")
    commits: list[int] = []
    commit = Link.commit
    monkeypatch.setattr(Link, "commit", lambda link: commits.append(1) or commit(link))
    results: list[object] = []
    with writing():  # While this goes on, everybody else has to wait.
        waiting = threading.Thread(
            target=lambda: results.extend(
                all_at_once(app, [put(f"d{number}") for number in range(THREADS)])
            )
        )
        waiting.start()
        waiting.join(1.0)
        assert results == []
    waiting.join(30)
    assert len(results) == THREADS
    assert 1 <= len(commits) <= 2  # The leader's, and of one who came late.


def test_nothing_is_acknowledged_when_the_commit_fails(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_link: Link) -> None:
        raise OperationalError("COMMIT", None, Exception("disk full"))

    with monkeypatch.context() as patch:
        patch.setattr(Link, "commit", fail)
        with pytest.raises(OperationalError):
            write_together(put("lost"))
    assert held() == set()
    assert write_together(put("kept")) == "kept"


def test_a_connection_that_can_only_read_is_not_used_again(app: Flask) -> None:
    if db.engine.dialect.name == "sqlite":
        links.reading().run("PRAGMA query_only=ON")
        assert write_together(put("kept")) == "kept"  # Tried again, alone, on a new one.
    else:
        with db.engine.connect() as connection:
            connection.exec_driver_sql("SET default_transaction_read_only = on")
            connection.commit()
        with pytest.raises(DBAPIError, match=r"read-?only"):
            write_together(put("refused"))
        assert write_together(put("kept")) == "kept"
    assert held() == {"kept"}
