"""A database that cannot be reached or written to: a clear answer, never a false "saved"."""

from __future__ import annotations

import errno
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.exc import InternalError, OperationalError, TimeoutError
from sqlalchemy.orm import Session

from app.services import attempts
from app.storage.db import db
from app.storage.links import Link
from tests.web.play.conftest import Taking, begin, make_contest

FAILURES = [
    OperationalError("COMMIT", None, Exception("database or disk is full")),
    InternalError("INSERT", None, Exception("cannot execute INSERT in a read-only transaction")),
    TimeoutError("no connection became free"),
    OSError(errno.ENOSPC, "No space left on device"),
    OSError(errno.EROFS, "Read-only file system"),
]


@pytest.fixture
def taking(app: Flask) -> Taking:
    make_contest()
    return begin(app)


def fail(patch: pytest.MonkeyPatch, error: Exception) -> None:
    def commit(_transaction: Session | Link) -> None:
        raise error

    patch.setattr(Session, "commit", commit)
    patch.setattr(Link, "commit", commit)


def save(taking: Taking, seq: int) -> Any:
    """Save over JSON, as the page's script does."""
    from app.web.access import make_token

    one = next(q for q in taking.sitting().questions if q.type.value == "single")
    return taking.client.put(
        f"/api/v1/attempts/{taking.attempt_id}/answers",
        json={"answers": [{"seq": seq, "question": one.id, "response": one.options[0].id}]},
        headers={"Authorization": f"Bearer {make_token(taking.who)}"},
    )


@pytest.mark.parametrize("error", FAILURES, ids=lambda one: type(one).__name__)
def test_a_save_that_cannot_be_written_is_told_so_and_to_come_again(
    taking: Taking, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    with monkeypatch.context() as patch:
        fail(patch, error)
        reply = save(taking, 1)
    assert reply.status_code == 503
    assert reply.content_type == "application/problem+json"
    assert reply.get_json()["code"] == "unavailable"
    assert int(reply.headers["Retry-After"]) >= 1
    assert taking.sitting().last_seq == 0
    assert save(taking, 1).status_code == 200
    assert taking.sitting().last_seq == 1


def test_a_page_says_it_in_words(taking: Taking, monkeypatch: pytest.MonkeyPatch) -> None:
    one = next(q for q in taking.sitting().questions if q.type.value == "single")
    fields = {f"has-{one.id}": "1", f"q-{one.id}": one.options[0].id}
    with monkeypatch.context() as patch:
        fail(patch, FAILURES[0])
        reply = taking.post("/answers", **fields)
    assert reply.status_code == 503
    assert "Retry-After" in reply.headers
    assert "chưa ghi được" in reply.text
    assert "Đã lưu" not in reply.text


def test_the_page_of_a_dead_database_needs_no_database(
    app: Flask, taking: Taking, monkeypatch: pytest.MonkeyPatch
) -> None:
    def dead(*_arguments: Any, **_given: Any) -> None:
        raise OperationalError("SELECT", None, Exception("connection refused"))

    monkeypatch.setattr(Link, "first", dead)
    monkeypatch.setattr(Session, "execute", dead)
    monkeypatch.setattr(Session, "connection", dead)
    monkeypatch.setattr(Session, "scalar", dead)
    reply = taking.client.get(taking.address)
    assert reply.status_code == 503
    assert "chưa ghi được" in reply.text


def test_what_the_program_itself_does_wrong_is_a_failure_still(
    app: Flask, taking: Taking, monkeypatch: pytest.MonkeyPatch
) -> None:
    def wrong(**_given: Any) -> None:
        raise KeyError("a mistake")

    app.config["PROPAGATE_EXCEPTIONS"] = False
    monkeypatch.setattr(attempts, "save_answers", wrong)
    reply = save(taking, 1)
    assert (reply.status_code, reply.get_json()["code"]) == (500, "failed")
    assert "Retry-After" not in reply.headers
    db.session.rollback()
