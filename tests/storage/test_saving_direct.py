"""Saving on PostgreSQL: two round trips, in no transaction, whole again after a lost connection."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import text, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from app.domain.attempts import Entry
from app.services.transactions import writing
from app.storage import attempts as storage
from app.storage import direct as ways
from app.storage import journal, saving
from app.storage.db import db
from app.storage.direct import Direct, Row, Statement
from app.storage.tables import Attempt
from tests.factories import a_person
from tests.factories_contests import a_contest, a_started_attempt

AWKWARD = 'a "b" \\ {c}, NULL \n ẫ 𝔘'


@pytest.fixture
def attempt(app: Flask, now: datetime) -> storage.AttemptFacts:
    """An open attempt, on PostgreSQL."""
    if db.engine.dialect.name != "postgresql":
        pytest.skip("PostgreSQL only")
    a_contest()
    found = storage.find_attempt(a_started_attempt(a_person(), at=now))
    assert found is not None
    db.session.remove()
    return found


def entries(*numbers: int, response: object = "a") -> list[Entry]:
    return [Entry(number, 0, response) for number in numbers]


def test_what_was_added_is_read_back_as_it_was(
    attempt: storage.AttemptFacts, now: datetime
) -> None:
    sent = [Entry(1, 0, AWKWARD), Entry(2, 1, None), Entry(2, 0, ["x", "y"]), Entry(3, 0, "{}")]
    assert saving.append_directly(attempt.id, sent, now) == 4
    in_order = sorted(sent, key=lambda one: (one.seq, one.question))
    assert journal.list_entries(attempt.id) == in_order
    assert set(journal.list_times(attempt.id).values()) == {now}


def test_an_entry_that_is_there_stays_as_it_was(
    attempt: storage.AttemptFacts, now: datetime
) -> None:
    assert saving.append_directly(attempt.id, entries(1), now)
    again = [*entries(1, response="b"), *entries(2, 2, response="c")]
    assert saving.append_directly(attempt.id, again, now + timedelta(seconds=1)) == 1
    found = {entry.seq: entry.response for entry in journal.list_entries(attempt.id)}
    assert found == {1: "a", 2: "c"}


def test_nothing_is_added_to_a_closed_attempt(attempt: storage.AttemptFacts, now: datetime) -> None:
    close(attempt.id, now)
    assert saving.append_directly(attempt.id, entries(1), now) is None
    assert journal.list_entries(attempt.id) == []


def test_a_save_waits_for_a_submission_under_way_and_then_is_refused(
    app: Flask, attempt: storage.AttemptFacts, now: datetime
) -> None:
    answers: list[int | None] = []

    def save() -> None:
        with app.app_context():
            answers.append(saving.append_directly(attempt.id, entries(1), now))

    with writing() as session:
        storage.find_for_update(attempt.id)
        saver = threading.Thread(target=save)
        saver.start()
        saver.join(0.3)
        assert answers == []
        set_closed(session, attempt.id, now)
    saver.join(10)
    assert answers == [None]
    assert journal.list_entries(attempt.id) == []


def test_the_read_is_the_one_of_the_other_databases(
    attempt: storage.AttemptFacts, now: datetime
) -> None:
    saving.append_directly(attempt.id, [*entries(1), Entry(2, 1, None)], now)
    account, epoch = owner(attempt)
    found = saving.find(attempt.id, account, epoch)
    assert found is not None
    assert found[0] == attempt
    assert sorted(found[1], key=lambda one: one.seq) == journal.list_kept(attempt.id)
    assert saving.find(attempt.id, account, epoch + 1) is None
    assert saving.find(attempt.id + 1, account, epoch) is None


def test_a_save_is_two_round_trips_once_prepared(
    attempt: storage.AttemptFacts, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[bytes] = []
    real = Direct.first

    def seen(self: Direct, statement: Statement, parameters: Sequence[bytes]) -> Row | None:
        sent.append(statement.name)
        return real(self, statement, parameters)

    monkeypatch.setattr(Direct, "first", seen)
    saving.find(attempt.id, *owner(attempt))
    saving.append_directly(attempt.id, entries(1), now)
    assert sent == [b"thiso_find", b"thiso_append"]


def test_a_connection_that_was_ended_meanwhile_is_replaced(
    attempt: storage.AttemptFacts, now: datetime
) -> None:
    account, epoch = owner(attempt)
    assert saving.append_directly(attempt.id, entries(1), now)
    end_all_others()
    assert saving.append_directly(attempt.id, entries(2), now)
    end_all_others()
    found = saving.find(attempt.id, account, epoch)
    assert found is not None
    assert [one.seq for one in found[1]] == [1, 2]


def test_a_statement_that_fails_raises_as_sqlalchemy_does_and_leaves_a_usable_connection(
    attempt: storage.AttemptFacts, now: datetime
) -> None:
    link = ways.direct()
    assert link is not None
    with pytest.raises(DBAPIError):
        link.first(Statement(b"wrong", b"SELECT 1 / 0"), ())
    assert link.first(Statement(b"right", b"SELECT 1"), ()) == [b"1"]


def owner(attempt: storage.AttemptFacts) -> tuple[int, int]:
    row = db.session.execute(
        text("SELECT id, epoch FROM accounts WHERE person_id = :person"),
        {"person": attempt.person_id},
    ).one()
    db.session.remove()
    return row.id, row.epoch


def end_all_others() -> None:
    db.session.remove()
    ended = text(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        " WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )
    db.session.execute(ended)
    db.session.remove()


def close(attempt_id: int, now: datetime) -> None:
    with writing() as session:
        set_closed(session, attempt_id, now)


def set_closed(session: Session, attempt_id: int, now: datetime) -> None:
    values = {"closed_at": now, "closed_by": "submission", "receipt": "R1", "answers_hash": "0"}
    session.execute(update(Attempt).where(Attempt.id == attempt_id).values(**values))
