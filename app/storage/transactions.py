"""Begin a write, and keep the write-ahead log short. Committing is the services' part."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from flask import current_app
from sqlalchemy import Engine, event, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from app.storage.db import BUSY_TIMEOUT_MS, WRITING, db
from app.storage.links import Link, borrowed
from app.storage.writer_lock import WriterLock

CHECKPOINT_BYTES = 4 * 1024 * 1024
CHECKPOINT_SECONDS = 0.5
TRUNCATE_BYTES = 64 * 1024 * 1024
CHECKPOINT_PATIENCE_MS = 20


class WriteOutsideWriting(RuntimeError):
    """A change was flushed in a transaction that was begun for reading."""


@contextmanager
def begin_writing() -> Iterator[Session]:
    """A session in a transaction begun for writing, alone on SQLite until the block ends.

    A read transaction left open by the same request is ended first, so that the
    write sees what is newest. Anything not committed in the block is rolled back.
    """
    session = db.session()
    session.rollback()
    if db.engine.dialect.name != "sqlite":
        with _ending(session):
            yield session
        return
    with _alone(db.engine), _ending(session):
        session.connection(execution_options={WRITING: True})
        yield session


@contextmanager
def begin_writing_plainly() -> Iterator[Link]:
    """As `begin_writing`, with the driver's connection: for what must cost little."""
    end_reading()
    if db.engine.dialect.name != "sqlite":
        with begin_writing() as session:
            yield Link.of(session)
        return
    with _alone(db.engine), borrowed(db.engine) as link:
        link.run("BEGIN IMMEDIATE")
        yield link


def end_reading() -> None:
    """End the read transaction of this thread's session, if it has begun one."""
    if db.session.registry.has():
        db.session().rollback()


@contextmanager
def _ending(session: Session) -> Iterator[None]:
    session.info[WRITING] = True
    try:
        yield
    finally:
        session.info[WRITING] = False
        session.rollback()


@contextmanager
def _alone(engine: Engine) -> Iterator[None]:
    """Hold the writer lock of the SQLite file; afterwards, under it, see to its log."""
    files: dict[str, _File] = current_app.extensions.setdefault("thiso_sqlite_files", {})
    path = str(engine.url.database)
    file = files.get(path) or files.setdefault(path, _File(path))
    with file.lock.held():
        yield
        file.checkpoint(engine)


class _File:
    """A SQLite file: who may write to it, and when its log was last put into it."""

    def __init__(self, path: str) -> None:
        self.lock = WriterLock(Path(path))
        self._log = f"{path}-wal"
        self._last = 0.0

    def checkpoint(self, engine: Engine) -> None:
        """Put the log into the file when it is long, at most every `CHECKPOINT_SECONDS`.

        Under the writer lock: no checkpoint may meet a writer (see app.storage.db).
        """
        # The log stays as long as it once was: its length alone would call for one each time.
        now = time.monotonic()
        if now - self._last < CHECKPOINT_SECONDS:
            return
        try:
            size = os.stat(self._log).st_size  # noqa: PTH116 - at every write
        except FileNotFoundError:
            return
        if size < CHECKPOINT_BYTES:
            return
        self._last = now
        mode = "TRUNCATE" if size >= TRUNCATE_BYTES else "PASSIVE"
        try:
            with engine.connect() as connection:
                cursor = connection.connection.cursor()
                # Emptying the log waits for readers, and all writers wait with it: not for long.
                cursor.execute(f"PRAGMA busy_timeout={CHECKPOINT_PATIENCE_MS}")
                try:
                    cursor.execute(f"PRAGMA wal_checkpoint({mode})")
                finally:
                    cursor.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}")
        except (sqlite3.Error, SQLAlchemyError):
            # What was committed is durable in the log, and stays there until a checkpoint works.
            current_app.logger.warning("the write-ahead log could not be taken into the database")


@event.listens_for(Session, "before_flush")
def _refuse_unannounced_writes(session: Session, _context: Any, _instances: Any) -> None:
    changed = session.new or session.dirty or session.deleted
    if changed and not session.info.get(WRITING):
        raise WriteOutsideWriting("use services.transactions.writing() to change anything")


def current_revision() -> str | None:
    """The migration that the database stands at, None when it has none."""
    from sqlalchemy import inspect

    if not inspect(db.engine).has_table("alembic_version"):
        return None
    return db.session.execute(text("SELECT version_num FROM alembic_version")).scalar()
