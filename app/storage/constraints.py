"""Which constraint a database refused by, named alike on SQLite and PostgreSQL."""

from __future__ import annotations

import re

from sqlalchemy import Table, UniqueConstraint
from sqlalchemy.exc import IntegrityError

from app.storage.db import Base

_SQLITE_UNIQUE = re.compile(r"UNIQUE constraint failed: (.+)")


def broken_unique(error: IntegrityError) -> str | None:
    """The columns of the unique constraint at fault, as "accounts.phone"; None for others.

    Several columns come as "attempts.person_id, attempts.round_id".
    """
    diagnosis = getattr(error.orig, "diag", None)
    if diagnosis is None:
        found = _SQLITE_UNIQUE.search(str(error.orig))
        return found.group(1) if found else None
    return _columns(str(diagnosis.table_name), str(diagnosis.constraint_name))


def _columns(table_name: str, constraint: str) -> str | None:
    table = Base.metadata.tables.get(table_name)
    if table is None:
        return None
    for columns in _unique_columns(table, constraint):
        return ", ".join(f"{table_name}.{column}" for column in columns)
    return None


def _unique_columns(table: Table, constraint: str) -> list[list[str]]:
    named = [c for c in table.constraints if isinstance(c, UniqueConstraint)]
    found = [[column.name for column in c.columns] for c in named if c.name == constraint]
    found += [[column.name for column in i.columns] for i in table.indexes if i.name == constraint]
    if constraint == table.primary_key.name or constraint == f"{table.name}_pkey":
        found.append([column.name for column in table.primary_key.columns])
    return found
