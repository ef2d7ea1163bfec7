"""Statements compiled once give what the statement itself gives, on both databases."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy import bindparam, select

from app.services.transactions import writing
from app.storage.db import Base, db
from app.storage.inserts import insert_of
from app.storage.links import Link
from app.storage.prepared import Prepared
from app.storage.tables import Lease

AT = datetime(2026, 11, 24, 2, 0, 0, 123456, tzinfo=UTC)
FIND = Prepared(
    lambda _kind: select(Lease.duty, Lease.until).where(
        Lease.duty == bindparam("duty", ""), Lease.until >= bindparam("at", AT, Lease.until.type)
    )
)
ADD = Prepared(
    lambda kind: insert_of(kind, Base.metadata.tables["leases"]).on_conflict_do_nothing(),
    *("duty", "holder", "until"),
)


def add(*duties: str) -> None:
    with writing() as session:
        rows = [{"duty": one, "holder": "h", "until": AT} for one in duties]
        ADD.run_many(Link.of(session), rows)


def test_values_and_results_are_converted_as_the_columns_say(app: Flask) -> None:
    add("a", "b")
    assert FIND.first(Link.of(db.session()), {"duty": "b", "at": AT}) == ("b", AT)
    later = AT.replace(second=1)
    assert FIND.first(Link.of(db.session()), {"duty": "b", "at": later}) is None


def test_what_is_there_already_is_left_as_it_was(app: Flask) -> None:
    add("a")
    add("a", "c")
    assert FIND.first(Link.of(db.session()), {"duty": "c", "at": AT}) == ("c", AT)


def test_nothing_of_a_refused_write_stays(app: Flask) -> None:
    with pytest.raises(RuntimeError), writing() as session:
        ADD.run_many(Link.of(session), [{"duty": "x", "holder": "h", "until": AT}])
        raise RuntimeError
    assert FIND.first(Link.of(db.session()), {"duty": "x", "at": AT}) is None
