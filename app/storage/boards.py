"""Unit boards as snapshots, and the sums over standings that they are made from."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from app.storage.db import db
from app.storage.tables import BoardSnapshot, BoardState, Commune, Organisation
from app.storage.tallies import COMMUNE


class Stale(NamedTuple):
    """A scope whose unit boards are to be derived; `change` tells this change from later ones."""

    contest_id: int
    scope: int
    change: int


class Snapshot(NamedTuple):
    """The rows of one board as JSON, and when they were derived."""

    rows: str
    as_of: datetime


class UnitFacts(NamedTuple):
    """A commune (`id` its code) or organisation; `parent` and `merged_into` are ids."""

    id: str | int
    code: str
    name: str
    sort_key: str
    headcount: int | None
    parent: int | None = None
    merged_into: int | None = None


def mark_stale(session: Session, contest_id: int, scope: int, now: datetime) -> None:
    """Note that standings of a scope have changed. The caller is alone in this."""
    done = session.execute(
        update(BoardState)
        .where(BoardState.contest_id == contest_id, BoardState.scope == scope)
        .values(change=BoardState.change + 1, changed_at=now)
        .execution_options(synchronize_session=False)
    )
    if not done.rowcount:  # type: ignore[attr-defined]
        first = {"contest_id": contest_id, "scope": scope, "change": 1, "derived": 0}
        session.execute(insert(BoardState), [{**first, "changed_at": now}])


def list_stale() -> list[Stale]:
    """The scopes whose unit boards are to be derived."""
    query = select(BoardState.contest_id, BoardState.scope, BoardState.change)
    found = db.session.execute(query.where(BoardState.derived < BoardState.change))
    return [Stale._make(row) for row in found]


def claim(session: Session, stale: Stale, now: datetime) -> bool:
    """Whether what was derived for `stale` may be written: nothing has changed since."""
    done = session.execute(
        update(BoardState)
        .where(BoardState.contest_id == stale.contest_id, BoardState.scope == stale.scope)
        .where(BoardState.change == stale.change, BoardState.derived < stale.change)
        .values(derived=stale.change, derived_at=now)
        .execution_options(synchronize_session=False)
    )
    return bool(done.rowcount)  # type: ignore[attr-defined]


def put_snapshots(
    session: Session,
    contest_id: int,
    scope: int,
    boards: Mapping[tuple[str, str], str],
    as_of: datetime,
) -> None:
    """Replace all unit boards of a scope by these, which are given by kind and group."""
    session.execute(
        delete(BoardSnapshot)
        .where(
            BoardSnapshot.contest_id == contest_id,
            BoardSnapshot.scope == scope,
        )
        .execution_options(synchronize_session=False)
    )
    new = [_row(contest_id, scope, *key, rows, as_of) for key, rows in boards.items()]
    session.execute(insert(BoardSnapshot), new)


def find_snapshot(contest_id: int, scope: int, kind: str, group: str = "") -> Snapshot | None:
    """One unit board as it was last derived; `group` "" is everybody."""
    query = select(BoardSnapshot.rows, BoardSnapshot.as_of).where(
        BoardSnapshot.contest_id == contest_id,
        BoardSnapshot.scope == scope,
        BoardSnapshot.kind == kind,
        BoardSnapshot.group == group,
    )
    row = db.session.execute(query).first()
    return None if row is None else Snapshot._make(row)


def find_as_of(contest_id: int, scope: int) -> datetime | None:
    """When the standings of a scope last changed."""
    query = select(BoardState.changed_at).where(
        BoardState.contest_id == contest_id, BoardState.scope == scope
    )
    return db.session.scalar(query)


def find_derived_at(contest_id: int, scope: int) -> datetime | None:
    """When the unit boards of a scope were last derived."""
    query = select(BoardState.derived_at).where(
        BoardState.contest_id == contest_id, BoardState.scope == scope
    )
    return db.session.scalar(query)


def list_units(kind: str) -> list[UnitFacts]:
    """All units of a kind in Vietnamese order, merged organisations too."""
    if kind == COMMUNE:
        communes = select(
            Commune.code, Commune.code, Commune.name, Commune.sort_key, Commune.headcount
        ).order_by(Commune.sort_key)
        return [UnitFacts._make((*row, None, None)) for row in db.session.execute(communes)]
    organisations = select(
        Organisation.id,
        Organisation.code,
        Organisation.name,
        Organisation.sort_key,
        Organisation.headcount,
        Organisation.parent_id,
        Organisation.merged_into_id,
    ).order_by(Organisation.sort_key)
    return [UnitFacts._make(row) for row in db.session.execute(organisations)]


def _row(
    contest_id: int, scope: int, kind: str, group: str, rows: str, as_of: datetime
) -> dict[str, Any]:
    return {
        "contest_id": contest_id,
        "scope": scope,
        "kind": kind,
        "group": group,
        "rows": rows,
        "as_of": as_of,
    }
