"""Writing is announced, alone, durable, and short in the write-ahead log."""

from __future__ import annotations

import threading
from datetime import datetime
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from app.services.transactions import writing
from app.storage import transactions
from app.storage.db import db
from app.storage.tables import Bank
from app.storage.transactions import WriteOutsideWriting


def a_bank(slug: str, now: datetime) -> Bank:
    return Bank(slug=slug, title=slug, created_at=now)


def slugs() -> list[str]:
    db.session.remove()
    return list(db.session.scalars(select(Bank.slug).order_by(Bank.slug)))


def test_a_write_is_kept_when_its_block_ends(app: Flask, now: datetime) -> None:
    with writing() as session:
        session.add(a_bank("kept", now))
    assert slugs() == ["kept"]


def test_a_write_is_undone_when_its_block_raises(app: Flask, now: datetime) -> None:
    with pytest.raises(RuntimeError, match="no"), writing() as session:
        session.add(a_bank("undone", now))
        session.flush()
        raise RuntimeError("no")
    assert slugs() == []


def test_a_change_outside_writing_is_refused(app: Flask, now: datetime) -> None:
    db.session.add(a_bank("stray", now))
    with pytest.raises(WriteOutsideWriting):
        db.session.flush()
    db.session.rollback()


def test_a_write_sees_what_others_wrote_after_our_last_read(app: Flask, now: datetime) -> None:
    assert slugs() == []  # A read transaction is open now.

    def other() -> None:
        with app.app_context(), writing() as session:
            session.add(a_bank("other", now))

    thread = threading.Thread(target=other)
    thread.start()
    thread.join()
    with writing() as session:
        assert session.scalar(select(Bank.slug)) == "other"


def test_concurrent_writers_all_get_through(app: Flask, now: datetime) -> None:
    failures: list[Exception] = []

    def work(name: str) -> None:
        try:
            with app.app_context():
                for number in range(10):
                    with writing() as session:
                        session.add(a_bank(f"{name}-{number}", now))
        except Exception as error:
            failures.append(error)

    threads = [threading.Thread(target=work, args=(f"w{n}",)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert len(slugs()) == 60


def test_sqlite_is_opened_safe(app: Flask) -> None:
    if db.engine.dialect.name != "sqlite":
        pytest.skip("SQLite only")
    wanted = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "wal_autocheckpoint": 0}
    with db.engine.connect() as connection:
        found = {name: connection.execute(text(f"PRAGMA {name}")).scalar() for name in wanted}
    assert found == wanted


def test_the_write_ahead_log_stays_short(
    app: Flask, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    if db.engine.dialect.name != "sqlite":
        pytest.skip("SQLite only")
    monkeypatch.setattr(transactions, "CHECKPOINT_BYTES", 64 * 1024)
    monkeypatch.setattr(transactions, "TRUNCATE_BYTES", 256 * 1024)
    for number in range(60):
        with writing() as session:
            session.add(Bank(slug=f"b{number}", title="x" * 300, created_at=now))
    log = Path(f"{db.engine.url.database}-wal")
    assert log.stat().st_size <= 512 * 1024
    assert len(slugs()) == 60


def test_a_connection_that_can_only_read_is_not_used_again(app: Flask, now: datetime) -> None:
    sqlite = db.engine.dialect.name == "sqlite"
    statement = "PRAGMA query_only=ON" if sqlite else "SET default_transaction_read_only = on"
    with db.engine.connect() as connection:
        connection.exec_driver_sql(statement)
        connection.commit()
    with pytest.raises(DBAPIError, match=r"read-?only"), writing() as session:
        session.add(a_bank("refused", now))
    with writing() as session:
        session.add(a_bank("kept", now))
    assert slugs() == ["kept"]
