"""PostgreSQL without anything between: for the few statements that must cost nearly nothing.

Each is one round trip on a connection of its own that is in no transaction: it is its own,
durable when its row comes back. What the server prepared once is sent by its name.
A connection that has died meanwhile (the server was restarted, say) is replaced and the
statement sent once more: only statements may be sent here that are harmless when repeated.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, cast

import psycopg
from flask import current_app
from psycopg import errors, pq
from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

from app.storage.db import db

Row = list[bytes | None]
_KEY = "thiso_direct"


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement with $1, $2 … in it; `name` is what the server keeps it under."""

    name: bytes
    sql: bytes


class Direct:
    """Connections that wait for use; never more than there are threads."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        options = current_app.config["SQLALCHEMY_ENGINE_OPTIONS"]
        self._arguments: dict[str, Any] = options.get("connect_args", {})
        # Appending to and popping from a list is atomic; the last one in is the warmest.
        self._idle: list[_Link] = []

    def first(self, statement: Statement, parameters: Sequence[bytes]) -> Row | None:
        """The first row as text, None when there is none; raises as SQLAlchemy does."""
        with self._translated(statement):
            link = self._idle.pop() if self._idle else self._connect()
            try:
                row = link.first(statement, parameters)
            except errors.Error:
                if not link.is_broken:
                    self._idle.append(link)
                    raise
                self.close()  # Where one has died, all have.
                link = self._connect()
                row = link.first(statement, parameters)
            self._idle.append(link)
            return row

    def close(self) -> None:
        """Let go of all connections that are not in use."""
        while self._idle:
            self._idle.pop().close()

    def _connect(self) -> _Link:
        _, arguments = self._engine.dialect.create_connect_args(self._engine.url)
        given = {**arguments, **self._arguments}
        return _Link(psycopg.connect(**given, autocommit=True))

    @contextmanager
    def _translated(self, statement: Statement) -> Any:
        try:
            yield
        except psycopg.Error as error:
            raise DBAPIError.instance(
                statement.name.decode(), None, error, psycopg.Error, dialect=self._engine.dialect
            ) from error


class _Link:
    """A connection, and what the server has prepared on it."""

    def __init__(self, connection: psycopg.Connection[Any]) -> None:
        self._connection = connection
        self._server = connection.pgconn
        self._prepared: set[bytes] = set()

    @property
    def is_broken(self) -> bool:
        return self._server.status != pq.ConnStatus.OK

    def first(self, statement: Statement, parameters: Sequence[bytes]) -> Row | None:
        if statement.name not in self._prepared:
            self._check(self._server.prepare(statement.name, statement.sql))
            self._prepared.add(statement.name)
        found = self._check(self._server.exec_prepared(statement.name, parameters))
        if not found.ntuples:
            return None
        get = found.get_value
        return [get(0, column) for column in range(found.nfields)]

    def close(self) -> None:
        self._connection.close()

    def _check(self, result: Any) -> Any:
        if result.status in (pq.ExecStatus.TUPLES_OK, pq.ExecStatus.COMMAND_OK):
            return result
        raise errors.error_from_result(result)


def direct() -> Direct | None:
    """The present application's way to PostgreSQL; None on another database."""
    found = current_app.extensions.get(_KEY, _KEY)
    if found is _KEY:
        engine = db.engine
        made = Direct(engine) if engine.dialect.name == "postgresql" else None
        found = current_app.extensions.setdefault(_KEY, made)
    return cast("Direct | None", found)
