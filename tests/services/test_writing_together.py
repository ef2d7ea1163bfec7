"""Writes that wait share a commit; each is durable, or refused, as if it were alone."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import event, select, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from app.services.transactions import write_together, writing
from app.storage.db import db
from app.storage.tables import Lease
from tests.conftest import NOW

THREADS = 12


def put(duty: str) -> Callable[[Session], str]:
    def act(session: Session) -> str:
        session.add(Lease(duty=duty, holder="h", until=NOW + timedelta(hours=1)))
        session.flush()
        return duty

    return act


def refuse(_session: Session) -> str:
    raise LookupError("refused")


def break_down(session: Session) -> str:
    session.execute(text("INSERT INTO no_such_table VALUES (1)"))
    return "never"


def all_at_once(app: Flask, acts: list[Callable[[Session], str]]) -> list[object]:
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


def test_those_who_wait_for_the_database_share_one_commit(app: Flask) -> None:
    if db.engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL gathers commits by itself")
    commits: list[int] = []
    engine = db.engine
    event.listen(engine, "commit", lambda _connection: commits.append(1))
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
        commits.clear()
    waiting.join(30)
    assert len(results) == THREADS
    assert len(commits) <= 3  # This block's own, the leader's, and of one who came late.


def test_nothing_is_acknowledged_when_the_commit_fails(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_session: Session) -> None:
        raise OperationalError("COMMIT", None, Exception("disk full"))

    with monkeypatch.context() as patch:
        patch.setattr(Session, "commit", fail)
        with pytest.raises(OperationalError):
            write_together(put("lost"))
    assert held() == set()
    assert write_together(put("kept")) == "kept"
