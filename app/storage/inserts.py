"""Inserting where a row may be there already: said alike, spelt by each database for itself."""

from __future__ import annotations

from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session


def insert_into(session: Session, table: Any) -> Any:
    """An INSERT of the session's database that knows ON CONFLICT."""
    return insert_of(session.get_bind().dialect.name, table)


def insert_of(kind: str, table: Any) -> Any:
    """An INSERT, as this kind of database spells it, that knows ON CONFLICT."""
    dialect = postgresql if kind == "postgresql" else sqlite
    return dialect.insert(table)
