"""Every row of every table as it was at one moment, while others go on writing.

SQLite: a reader that stays open for minutes would keep the write-ahead log from being
emptied, which then grows without end. So the database is copied in one step, which takes
seconds and keeps nobody from writing; the rows are read from the copy.
PostgreSQL: one transaction, REPEATABLE READ, READ ONLY; rows come through a cursor.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Column, Table, text
from sqlalchemy.exc import DatabaseError, OperationalError
from sqlalchemy.types import (
    Boolean,
    Date,
    Float,
    Integer,
    LargeBinary,
    String,
    TypeDecorator,
    TypeEngine,
)

from app.storage.db import Base, db

LEFT_OUT = ("leases",)
"""Who does a duty just now: true for seconds, and of no use elsewhere."""
HEAD = (
    "SELECT CAST(number AS VARCHAR) || ':' || digest FROM audit_entries"
    " ORDER BY number DESC LIMIT 1"
)
"""The last entry of the audit chain, as published heads are written."""
_KINDS: tuple[tuple[type[Any], str], ...] = (
    (Boolean, "bool"),
    (Integer, "int"),
    (Float, "float"),
    (Date, "date"),
    (LargeBinary, "bytes"),
    (String, "text"),
)
Fetch = Callable[[int], Sequence[Sequence[Any]]]


class DatabaseDamaged(Exception):
    """The database file is not sound; the text is what SQLite says of it."""


class Snapshot:
    """The rows of one moment. Only one table is read at a time."""

    def __init__(self, kind: str, open_cursor: Callable[[], Any]) -> None:
        self.kind = kind
        self._open = open_cursor

    @contextmanager
    def reading(self, table: Table) -> Iterator[Fetch]:
        """A function that gives so many rows more of a table, in the order of its key."""
        with closing(self._open()) as cursor:
            cursor.execute(select_of(table, self.kind))
            yield cursor.fetchmany

    def scalar(self, statement: str) -> Any:
        """The one value of a statement."""
        with closing(self._open()) as cursor:
            cursor.execute(statement)
            row = cursor.fetchone()
            return row[0] if row else None

    def column(self, statement: str) -> list[Any]:
        """The first value of each row of a statement."""
        with closing(self._open()) as cursor:
            cursor.execute(statement)
            return [row[0] for row in cursor.fetchall()]


def tables() -> list[Table]:
    """The tables of a backup, so that none refers to a later one."""
    return [table for table in Base.metadata.sorted_tables if table.name not in LEFT_OUT]


def columns_of(table: Table) -> tuple[tuple[str, str], ...]:
    """The columns of a table with the kinds of their values."""
    return tuple((column.name, kind_of(column.type)) for column in table.columns)


def kind_of(type_: TypeEngine[Any]) -> str:
    """How values of a type are written (see app.domain.backups.KINDS)."""
    inner = type_.impl_instance if isinstance(type_, TypeDecorator) else type_
    for known, kind in _KINDS:
        if isinstance(inner, known):
            return kind
    raise TypeError(f"a backup does not know how to write {type_!r}")


def select_of(table: Table, database: str) -> str:
    """The SELECT that gives rows alike from both kinds of database, in the same order."""
    values = ", ".join(_value(column, database) for column in table.columns)
    order = ", ".join(_order(column, database) for column in table.primary_key.columns)
    return f'SELECT {values} FROM "{table.name}" ORDER BY {order}'


def _value(column: Column[Any], database: str) -> str:
    name, kind = f'"{column.name}"', kind_of(column.type)
    if kind == "bytes":
        return f"lower(hex({name}))" if database == "sqlite" else f"encode({name}, 'hex')"
    if database == "sqlite":
        return name
    return {"bool": f"{name}::int", "date": f"to_char({name}, 'YYYY-MM-DD')"}.get(kind, name)


def _order(column: Column[Any], database: str) -> str:
    name = f'"{column.name}"'
    by_bytes = kind_of(column.type) == "text" and database != "sqlite"
    return f'{name} COLLATE "C"' if by_bytes else name


def database_size() -> int:
    """Bytes that the database takes on its disk."""
    if db.engine.dialect.name == "sqlite":
        path = Path(str(db.engine.url.database))
        return path.stat().st_size if path.exists() else 0
    return int(db.session.scalar(text("SELECT pg_database_size(current_database())")) or 0)


@contextmanager
def snapshot(folder: Path) -> Iterator[Snapshot]:
    """The database as it is now; `folder` has room for a copy of it.

    Raises `DatabaseDamaged` when the database file is not sound, `OSError` without room.
    """
    if db.engine.dialect.name == "sqlite":
        with _sqlite_copy(folder / "snapshot.sqlite3") as copy:
            yield Snapshot("sqlite", copy.cursor)
        return
    options = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
    with db.engine.connect().execution_options(**options) as connection:
        connection.exec_driver_sql("SELECT 1")  # Begins; the first statement is the moment.
        raw: Any = connection.connection.driver_connection
        yield Snapshot("postgresql", lambda: raw.cursor(name="thiso_backup"))


@contextmanager
def _sqlite_copy(path: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(path)) as copy:
        copy.execute("PRAGMA synchronous=OFF")
        try:
            with db.engine.connect() as connection:
                source: Any = connection.connection.driver_connection
                source.backup(copy, pages=-1)
            copy.execute("PRAGMA journal_mode=DELETE")
            said = [row[0] for row in copy.execute("PRAGMA quick_check(3)")]
        except (sqlite3.OperationalError, OperationalError) as error:
            raise OSError(f"the copy cannot be made: {error}") from None
        except (sqlite3.DatabaseError, DatabaseError) as error:
            raise DatabaseDamaged(str(error).splitlines()[0]) from None
        if said != ["ok"]:
            raise DatabaseDamaged("; ".join(said))
        yield copy
