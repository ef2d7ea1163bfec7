"""Prepared ceremonies as rows."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from app.storage.db import db
from app.storage.inserts import insert_into
from app.storage.tables import Ceremony


class CeremonyFacts(NamedTuple):
    """The prepared rows as JSON, and how many of the last ones everybody sees."""

    rows: str
    total: int
    step: int
    prepared_at: datetime


def find(contest_id: int) -> CeremonyFacts | None:
    """The ceremony of a contest."""
    query = select(Ceremony.rows, Ceremony.total, Ceremony.step, Ceremony.prepared_at).where(
        Ceremony.contest_id == contest_id
    )
    row = db.session.execute(query).first()
    return None if row is None else CeremonyFacts._make(row)


def put(session: Session, contest_id: int, rows: str, total: int, now: datetime) -> None:
    """Prepare anew: nothing of it has been revealed then."""
    row = {
        "contest_id": contest_id, "rows": rows, "total": total, "step": 0, "prepared_at": now,
    }  # fmt: skip
    new = insert_into(session, Ceremony)
    fresh = {name: new.excluded[name] for name in row if name != "contest_id"}
    session.execute(new.on_conflict_do_update(index_elements=["contest_id"], set_=fresh), [row])


def advance(session: Session, contest_id: int, step: int) -> bool:
    """Show `step` rows, if `step` - 1 are shown now: two presses at once reveal one row."""
    done = session.execute(
        update(Ceremony)
        .where(Ceremony.contest_id == contest_id, Ceremony.step == step - 1)
        .where(Ceremony.total >= step)
        .values(step=step)
        .execution_options(synchronize_session=False)
    )
    return bool(done.rowcount)  # type: ignore[attr-defined]


def finish(session: Session, contest_id: int) -> None:
    """The contest is revealed: the boards speak now."""
    session.execute(delete(Ceremony).where(Ceremony.contest_id == contest_id))
