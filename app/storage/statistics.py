"""What statistics are computed from, in batches, and the snapshots that they become."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.storage.db import db
from app.storage.inserts import insert_into
from app.storage.tables import Attempt, Contest, Result, Round, StatisticSnapshot


class Paper(NamedTuple):
    """A first attempt that is closed, with its paper."""

    attempt_id: int
    round_id: int
    rules_number: int
    paper: str


class Kept(NamedTuple):
    """A snapshot without its content: of how many results, under which keys, and its cost."""

    keys: str
    results: int
    as_of: datetime
    cost_ms: int


def list_papers(round_ids: Sequence[int], after: int, limit: int) -> list[Paper]:
    """Everybody's first closed attempts of these rounds beyond an attempt's id."""
    query = (
        select(Attempt.id, Attempt.round_id, Attempt.rules_number, Attempt.paper)
        .where(Attempt.round_id.in_(round_ids), Attempt.number == 1, Attempt.id > after)
        .where(Attempt.closed_at.is_not(None))
        .order_by(Attempt.id)
        .limit(limit)
    )
    return [Paper._make(row) for row in db.session.execute(query)]


def count_results(round_ids: Sequence[int]) -> int:
    """How many results there are in these rounds."""
    query = select(func.count()).select_from(Result).where(Result.round_id.in_(round_ids))
    return db.session.scalar(query) or 0


def list_running() -> list[int]:
    """Contests that people take or have taken and that are not final."""
    query = (
        select(Contest.id)
        .join(Round, Round.contest_id == Contest.id)
        .where(Contest.published_at.is_not(None), Contest.finalised_at.is_(None))
        .distinct()
    )
    return list(db.session.scalars(query))


def find_kept(contest_id: int, scope: int) -> Kept | None:
    """What is known of a snapshot; None when there is none."""
    query = select(
        StatisticSnapshot.keys,
        StatisticSnapshot.results,
        StatisticSnapshot.as_of,
        StatisticSnapshot.cost_ms,
    ).where(StatisticSnapshot.contest_id == contest_id, StatisticSnapshot.scope == scope)
    row = db.session.execute(query).first()
    return None if row is None else Kept._make(row)


def find_content(contest_id: int, scope: int) -> str | None:
    """A snapshot's content, as JSON."""
    query = select(StatisticSnapshot.content).where(
        StatisticSnapshot.contest_id == contest_id, StatisticSnapshot.scope == scope
    )
    return db.session.scalar(query)


def put(session: Session, contest_id: int, scope: int, kept: Kept, content: str) -> None:
    """Write or replace a snapshot."""
    row = {"contest_id": contest_id, "scope": scope, "content": content, **kept._asdict()}
    new = insert_into(session, StatisticSnapshot)
    fresh = {name: new.excluded[name] for name in row if name not in ("contest_id", "scope")}
    session.execute(
        new.on_conflict_do_update(index_elements=["contest_id", "scope"], set_=fresh), [row]
    )
