"""The database handle and how each kind of database is opened.

SQLite: WAL, synchronous=FULL, every write under BEGIN IMMEDIATE and one fair
lock across processes (see `writer_lock`); checkpoints happen only under that
lock, because SQLite before 3.51.3 can lose a commit when a checkpoint meets a
writer.
"""

from __future__ import annotations

import gc
import select
from typing import Any

from flask_sqlalchemy import SQLAlchemy
from flask_sqlalchemy.session import Session as RequestSession
from sqlalchemy import Engine, MetaData, event
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.exc import InvalidatePoolError
from sqlalchemy.orm import DeclarativeBase

NAMING = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
WRITING = "thiso_writing"
REPLICA = "replica"
"""A copy of the database for reading boards, where one is given."""
BUSY_TIMEOUT_MS = 10_000
SQLITE_CACHE_KIB = 32_768
READ_ONLY, READ_ONLY_WORDS = "25006", "attempt to write a readonly database"
"""How PostgreSQL and SQLite say that a connection can only read."""


class Base(DeclarativeBase):
    """Every table: constraint names are stable, so that refusals can name them."""

    metadata = MetaData(naming_convention=NAMING)


class RoutedSession(RequestSession):
    """Reads from the replica while it is told to (see `app.storage.replicas`)."""

    def get_bind(self, *given: Any, **named: Any) -> Any:
        """The engine for a statement."""
        if self.info.get(REPLICA) and not self.info.get(WRITING) and named.get("bind") is None:
            return self._db.engines[REPLICA]
        return super().get_bind(*given, **named)


db = SQLAlchemy(model_class=Base, session_options={"class_": RoutedSession})


def prepare_engine(engine: Engine) -> None:
    """Install the connection set-up of the engine's kind of database (once per engine)."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _open_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        event.listen(engine, "do_connect", _bury)
    else:
        event.listen(engine, "checkout", _refuse_ended)
    event.listen(engine, "handle_error", _part_from_read_only)


_met_read_only: list[bool] = []


def _bury(*_given: Any) -> None:
    # A closed connection lives on in SQLite as long as one of its cursors does, and failures
    # keep theirs in circles: these go before another is opened, or it could not write either.
    if _met_read_only:
        _met_read_only.clear()
        gc.collect()


def can_only_read(error: BaseException) -> bool:
    """Whether the database said that this connection cannot write."""
    found = getattr(error, "sqlstate", None) == READ_ONLY or READ_ONLY_WORDS in str(error)
    if found:
        _met_read_only.append(True)
    return found


def _part_from_read_only(context: ExceptionContext) -> None:
    # A connection opened while a disk was read-only, or to a server that has become a standby,
    # stays so after the trouble has ended: none of them is used again.
    if can_only_read(context.original_exception):
        from app.storage.links import let_go

        let_go()
        context.is_disconnect = True


def _refuse_ended(connection: Any, _record: Any, _proxy: Any) -> None:
    # A server that has ended a waiting connection has said so on it: there is something to be
    # read. Looking costs a microsecond; asking (pool_pre_ping) costs a round trip each time.
    waiting = select.poll()
    waiting.register(connection.fileno(), select.POLLIN)
    if connection.closed or waiting.poll(0):
        raise InvalidatePoolError()


def _open_sqlite(connection: Any, _record: Any) -> None:
    # Transactions are begun by _begin_sqlite, never by the driver.
    connection.isolation_level = None
    for pragma in (
        f"busy_timeout={BUSY_TIMEOUT_MS}",
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "wal_autocheckpoint=0",
        f"cache_size=-{SQLITE_CACHE_KIB}",
        "temp_store=MEMORY",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Any) -> None:
    writing = connection.get_execution_options().get(WRITING)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")
