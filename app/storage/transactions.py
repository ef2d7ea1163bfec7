"""Begin a write, and keep the write-ahead log short. Committing is the services' part."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from flask import current_app
from sqlalchemy import Engine, event, text
from sqlalchemy.orm import Session

from app.storage.db import WRITING, db
from app.storage.writer_lock import WriterLock

CHECKPOINT_BYTES = 4 * 1024 * 1024
CHECKPOINT_SECONDS = 0.5
TRUNCATE_BYTES = 64 * 1024 * 1024


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
    with _lock(db.engine).held():
        with _ending(session):
            session.connection(execution_options={WRITING: True})
            yield session
        _checkpoint(db.engine)


@contextmanager
def _ending(session: Session) -> Iterator[None]:
    session.info[WRITING] = True
    try:
        yield
    finally:
        session.info[WRITING] = False
        session.rollback()


def _lock(engine: Engine) -> WriterLock:
    locks: dict[str, WriterLock] = current_app.extensions.setdefault("thiso_writer_locks", {})
    path = str(engine.url.database)
    return locks.setdefault(path, WriterLock(Path(path)))


def _checkpoint(engine: Engine) -> None:
    # Under the writer lock: no checkpoint may meet a writer (see app.storage.db).
    log = Path(f"{engine.url.database}-wal")
    size = log.stat().st_size if log.exists() else 0
    if size < CHECKPOINT_BYTES or not _is_time(log):
        return
    mode = "TRUNCATE" if size >= TRUNCATE_BYTES else "PASSIVE"
    with engine.connect() as connection:
        connection.connection.cursor().execute(f"PRAGMA wal_checkpoint({mode})")


def _is_time(log: Path) -> bool:
    # The file stays as long as it once was: its length alone would call for one at every write.
    last: dict[Path, float] = current_app.extensions.setdefault("thiso_checkpoints", {})
    now = time.monotonic()
    if now - last.get(log, 0.0) < CHECKPOINT_SECONDS:
        return False
    last[log] = now
    return True


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
