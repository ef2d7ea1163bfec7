"""Communes and organisations as rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.storage.db import db
from app.storage.inserts import insert_into
from app.storage.tables import Commune, Organisation


class OrganisationFacts(NamedTuple):
    """An organisation that has not been merged into another."""

    id: int
    code: str
    name: str
    kind: str
    parent_id: int | None
    headcount: int | None
    search_name: str


def put_communes(session: Session, rows: Sequence[dict[str, Any]]) -> None:
    """Add communes or rename them; headcounts already declared stay."""
    _put(session, Commune, rows, key="code")


def put_organisations(session: Session, rows: Iterable[dict[str, Any]]) -> None:
    """Add organisations or change them, by code; a row's "parent" is a code put before it."""
    for row in rows:
        values = {name: value for name, value in row.items() if name != "parent"}
        values["parent_id"] = session.scalar(
            select(Organisation.id).where(Organisation.code == row["parent"])
        )
        _put(session, Organisation, [values], key="code")


def _put(session: Session, table: Any, rows: Sequence[dict[str, Any]], key: str) -> None:
    statement = insert_into(session, table)
    changed = {name: statement.excluded[name] for name in rows[0] if name != key}
    session.execute(statement.on_conflict_do_update(index_elements=[key], set_=changed), rows)


def list_communes() -> list[Commune]:
    """All communes, in Vietnamese order."""
    return list(db.session.scalars(select(Commune).order_by(Commune.sort_key, Commune.code)))


def find_commune(code: str) -> Commune | None:
    """The commune with this official code."""
    return db.session.scalar(select(Commune).where(Commune.code == code))


def count_communes() -> int:
    """How many communes are loaded."""
    return db.session.scalar(select(func.count()).select_from(Commune)) or 0


def list_organisations() -> list[OrganisationFacts]:
    """All organisations that stand, in Vietnamese order."""
    query = (
        select(
            Organisation.id,
            Organisation.code,
            Organisation.name,
            Organisation.kind,
            Organisation.parent_id,
            Organisation.headcount,
            Organisation.search_name,
        )
        .where(Organisation.merged_into_id.is_(None))
        .order_by(Organisation.sort_key, Organisation.code)
    )
    return [OrganisationFacts._make(row) for row in db.session.execute(query)]


def find_organisation_id(code: str) -> int | None:
    """The id of the organisation with this code, if it stands."""
    return db.session.scalar(
        select(Organisation.id).where(
            Organisation.code == code, Organisation.merged_into_id.is_(None)
        )
    )
