"""Filling an empty database with the rows of a backup, within the caller's transaction."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import MetaData, Table, func, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from app.storage.backups import LEFT_OUT, kind_of
from app.storage.db import db
from app.storage.tables import Lease

AS_INSTALLED = ("communes",)
"""What an empty instance has already: it is put in place at the start."""
_VERSION = "alembic_version"
_CACHE_KIB = 262_144
Rows = Sequence[Sequence[Any]]


class CannotLoad(Exception):
    """The database does not take the rows; the text says of which table and why."""


def reflected() -> dict[str, Table]:
    """The tables that the database has now, whatever the code says they should be."""
    found = MetaData()
    found.reflect(db.engine)
    return {name: table for name, table in found.tables.items() if name != _VERSION}


def shape_of(table: Table) -> set[tuple[str, str]]:
    """The columns of a reflected table with the kinds of their values."""
    return {(column.name, kind_of(column.type)) for column in table.columns}


def list_filled(found: dict[str, Table]) -> list[str]:
    """The tables that have rows though the instance should be empty."""
    expected = {*AS_INSTALLED, *LEFT_OUT}
    return sorted(
        name
        for name, table in found.items()
        if name not in expected
        and db.session.execute(select(text("1")).select_from(table).limit(1)).first() is not None
    )


def is_served(now: datetime) -> bool:
    """Whether a process holds a duty of this instance: it is being served."""
    return db.session.scalar(select(Lease.duty).where(Lease.until > now).limit(1)) is not None


def begin(session: Session, found: dict[str, Table]) -> None:
    """Keep everybody else out, and take away what an empty instance has already."""
    if _is_postgresql():
        names = ", ".join(f'"{name}"' for name in sorted(found))
        session.execute(text(f"LOCK TABLE {names} IN ACCESS EXCLUSIVE MODE"))
    else:
        # Rows of one table may refer to each other: looked at together, at the end.
        session.execute(text("PRAGMA defer_foreign_keys=ON"))
        session.execute(text(f"PRAGMA cache_size=-{_CACHE_KIB}"))
    for name in (*LEFT_OUT, *AS_INSTALLED):
        if name in found:
            session.execute(found[name].delete())


def load(
    session: Session, table: Table, columns: Sequence[tuple[str, str]], blocks: Iterable[Rows]
) -> None:
    """Add rows whose values stand in the order of `columns`. Raises `CannotLoad`."""
    raw: Any = session.connection().connection.driver_connection
    put = _copy_in if _is_postgresql() else _insert
    try:
        put(raw, table.name, columns, blocks)
    except raw_errors() as error:
        raise CannotLoad(f"table {table.name}: {str(error).splitlines()[0]}") from None


def raw_errors() -> tuple[type[Exception], ...]:
    """What the driver raises at values that do not fit."""
    import sqlite3

    import psycopg

    return (sqlite3.Error, psycopg.Error, OverflowError, TypeError, ValueError, DBAPIError)


def finish(session: Session, found: dict[str, Table]) -> None:
    """Let new rows be numbered behind those that were loaded, and the planner know them."""
    if not _is_postgresql():
        return
    for name, table in found.items():
        for column in _numbered(table):
            last = func.coalesce(select(func.max(column)).scalar_subquery(), 0)
            sequence = func.pg_get_serial_sequence(f'"{name}"', column.name)
            session.execute(
                select(func.setval(sequence, last + 1, False)).where(sequence.is_not(None))
            )
    session.execute(text("ANALYZE"))


def count_rows(names: Collection[str]) -> dict[str, int]:
    """How many rows each of these tables has."""
    found = reflected()
    return {
        name: db.session.scalar(select(func.count()).select_from(found[name])) or 0
        for name in names
    }


def _numbered(table: Table) -> Iterator[Any]:
    for column in table.primary_key.columns:
        if kind_of(column.type) == "int":
            yield column


def _insert(
    raw: Any, name: str, columns: Sequence[tuple[str, str]], blocks: Iterable[Rows]
) -> None:
    names = ", ".join(f'"{column}"' for column, _ in columns)
    places = ", ".join("?" * len(columns))
    statement = f'INSERT INTO "{name}" ({names}) VALUES ({places})'
    packed = [place for place, (_, kind) in enumerate(columns) if kind == "bytes"]
    cursor = raw.cursor()
    for rows in blocks:
        cursor.executemany(statement, _unpacked(rows, packed, bytes.fromhex) if packed else rows)
    cursor.close()


def _copy_in(
    raw: Any, name: str, columns: Sequence[tuple[str, str]], blocks: Iterable[Rows]
) -> None:
    names = ", ".join(f'"{column}"' for column, _ in columns)
    packed = [place for place, (_, kind) in enumerate(columns) if kind == "bytes"]
    with raw.cursor() as cursor, cursor.copy(f'COPY "{name}" ({names}) FROM STDIN') as copy:
        for rows in blocks:
            for row in _unpacked(rows, packed, r"\x{}".format) if packed else rows:
                copy.write_row(row)


def _unpacked(rows: Rows, places: list[int], unpack: Any) -> Iterator[list[Any]]:
    for row in rows:
        values = list(row)
        for place in places:
            if values[place] is not None:
                values[place] = unpack(values[place])
        yield values


def _is_postgresql() -> bool:
    return db.engine.dialect.name == "postgresql"
