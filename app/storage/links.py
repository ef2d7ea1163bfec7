"""The driver's own connection, for the few statements of the answering path.

A session, its transaction and its result cost several times what the statement
costs. What is sent this way has been compiled by `prepared`; failures are
SQLAlchemy's, as everywhere.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from threading import local
from typing import Any
from weakref import WeakSet

from flask import current_app
from sqlalchemy import Dialect, Engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from app.storage.db import can_only_read, db

_KEPT, _ALL_KEPT = "thiso_links", "thiso_all_links"


class Link:
    """A connection of the driver; whoever made it says what transaction it is in."""

    __slots__ = ("_driver", "_errors", "dialect")

    def __init__(self, driver: Any, dialect: Dialect) -> None:
        self._driver = driver
        self.dialect = dialect
        self._errors: type[Exception] = dialect.loaded_dbapi.Error

    @classmethod
    def of(cls, session: Session) -> Link:
        """The connection of a session, within its transaction; what waits is flushed first."""
        session.flush()
        connection = session.connection()
        return cls(connection.connection.dbapi_connection, connection.dialect)

    def first(self, sql: str, parameters: Any) -> Any:
        """The first row, None when there is none."""
        rows = self.all(sql, parameters)
        return rows[0] if rows else None

    def all(self, sql: str, parameters: Any) -> Any:
        """All rows."""
        try:
            return self._driver.execute(sql, parameters).fetchall()
        except self._errors as error:
            raise self._as_ours(sql, error) from error

    def run_many(self, sql: str, rows: Sequence[Any]) -> int:
        """Send it once for each set of parameters; returns how many rows that changed in all."""
        cursor = self._driver.cursor()
        try:
            cursor.executemany(sql, rows)
        except self._errors as error:
            raise self._as_ours(sql, error) from error
        return int(cursor.rowcount)

    def run(self, sql: str) -> None:
        """Send it as it is."""
        try:
            self._driver.execute(sql)
        except self._errors as error:
            raise self._as_ours(sql, error) from error

    def commit(self) -> None:
        """Make what was written durable; services alone decide when."""
        try:
            self._driver.commit()
        except self._errors as error:
            raise self._as_ours("COMMIT", error) from error

    def roll_back(self) -> None:
        """Undo what was not committed."""
        self._driver.rollback()

    def _as_ours(self, sql: str, error: Exception) -> BaseException:
        if can_only_read(error):
            let_go()
        return DBAPIError.instance(
            sql, None, error, self.dialect.loaded_dbapi.Error, hide_parameters=True,
            dialect=self.dialect,
        )  # fmt: skip


def reading() -> Link:
    """The link for one statement that reads: on SQLite it is its own transaction."""
    engine = db.engine
    return Link.of(db.session()) if engine.dialect.name != "sqlite" else _own(engine)


@contextmanager
def borrowed(engine: Engine) -> Iterator[Link]:
    """The thread's own link; what is not committed when the block ends is rolled back."""
    link = _own(engine)
    try:
        yield link
    finally:
        try:
            link.roll_back()
        except engine.dialect.loaded_dbapi.Error:
            let_go()  # It is closed, or nobody knows what it is in.


def _own(engine: Engine) -> Link:
    # Taken from the pool once: fetching and returning it would cost more than the statements.
    kept = current_app.extensions.get(_KEPT) or current_app.extensions.setdefault(_KEPT, local())
    if getattr(kept, "process", None) != os.getpid() or not kept.lent.is_valid:
        kept.lent = engine.raw_connection()
        kept.link = Link(kept.lent.dbapi_connection, engine.dialect)
        kept.process = os.getpid()
        _all_kept().add(kept.lent)
    link: Link = kept.link
    return link


def let_go() -> None:
    """Close all connections of this process, also those that threads keep; each opens a new one.

    SQLite's connections to a file share what the first of them found: one that was opened while
    the disk was read-only keeps all others from writing, as long as it is open.
    """
    kept = _all_kept()
    for lent in list(kept):
        kept.discard(lent)
        with suppress(Exception):  # Its thread may be using it, or have closed it.
            lent.invalidate()
    db.engine.dispose()


def _all_kept() -> WeakSet[Any]:
    # Weakly: that of a thread which has ended goes back to the pool.
    found: WeakSet[Any] = current_app.extensions.setdefault(_ALL_KEPT, WeakSet())
    return found
