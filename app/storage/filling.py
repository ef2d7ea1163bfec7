"""Many rows at once, for instances that are filled with invented people and results.

Values come as the database keeps them: moments as microseconds, no converting row by row.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Table, func, insert, select, text
from sqlalchemy.orm import Session

from app.storage.db import Base, db
from app.storage.tables import (
    Account,
    AnswerEntry,
    Attempt,
    Commune,
    ContestExclusion,
    Person,
    Result,
)

PEOPLE = Base.metadata.tables[Person.__tablename__]
ACCOUNTS = Base.metadata.tables[Account.__tablename__]
ATTEMPTS = Base.metadata.tables[Attempt.__tablename__]
ENTRIES = Base.metadata.tables[AnswerEntry.__tablename__]
RESULTS = Base.metadata.tables[Result.__tablename__]


def list_taken(contest_id: int, phones: Collection[str]) -> set[str]:
    """Those of the phones that somebody has, or that a contest's list of exclusions names."""
    accounts = select(Account.phone).where(Account.phone.in_(phones))
    listed = select(ContestExclusion.phone).where(
        ContestExclusion.contest_id == contest_id, ContestExclusion.phone.in_(phones)
    )
    return {one for one in db.session.scalars(accounts.union(listed)) if one is not None}


def list_provinces() -> dict[str, int]:
    """The province of every commune by its code, in the order of the codes."""
    query = select(Commune.code, Commune.province_code).order_by(Commune.code)
    return {code: province for code, province in db.session.execute(query)}  # noqa: C416


def take_ids(session: Session, table: Table, count: int) -> Sequence[int]:
    """So many ids for new rows of a table; nobody else is given them.

    On SQLite the writer is alone, so the ids after the highest are free.
    """
    if session.get_bind().dialect.name == "postgresql":
        sequence = select(func.nextval(func.pg_get_serial_sequence(table.name, "id"))).select_from(
            text("generate_series(1, :count)").bindparams(count=count)
        )
        return list(session.scalars(sequence))
    highest = session.scalar(select(func.max(table.c.id))) or 0
    return range(highest + 1, highest + 1 + count)


def add_rows(
    session: Session, table: Table, columns: Sequence[str], rows: Sequence[tuple[Any, ...]]
) -> None:
    """Insert rows whose values stand in the order of the columns; constraints hold as ever."""
    connection = session.connection()
    if connection.dialect.name == "postgresql":
        names = ", ".join(columns)
        cursor = connection.connection.cursor()
        with cursor.copy(f"COPY {table.name} ({names}) FROM STDIN") as copy:  # type: ignore[attr-defined]
            for row in rows:
                copy.write_row(row)
        return
    made = insert(table).compile(dialect=connection.dialect, column_keys=list(columns))
    order = [list(columns).index(name) for name in made.positiontup or ()]
    if order != list(range(len(columns))):
        rows = [tuple(row[place] for place in order) for row in rows]
    connection.exec_driver_sql(made.string, list(rows))
