"""What closed attempts earned; derived, so it may be written again."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session
from sqlalchemy.orm.util import identity_key

from app.storage.db import Base, db
from app.storage.inserts import insert_of
from app.storage.links import Link
from app.storage.prepared import Prepared
from app.storage.tables import Contest, Result, Round


def put_result(session: Session, result: Result) -> None:
    """Write or replace the result of an attempt; it waits to be carried to the boards."""
    link = Link.of(session)
    # One that this session has read already is read again when it is next asked for.
    held = session.identity_map.get(identity_key(Result, result.attempt_id))
    if held is not None:
        session.expire(held)
    _PUT.run_many(link, [{name: getattr(result, name) for name in _COLUMNS}])


_ROWS = Base.metadata.tables[Result.__tablename__]
_COLUMNS = tuple(column.name for column in _ROWS.columns)


def _put(kind: str) -> Any:
    insert = insert_of(kind, _ROWS)
    changed = {name: insert.excluded[name] for name in _COLUMNS if name != "attempt_id"}
    return insert.on_conflict_do_update(index_elements=["attempt_id"], set_=changed)


_PUT = Prepared(_put, *_COLUMNS)


def find_result(attempt_id: int) -> Result | None:
    """The result of one attempt."""
    return db.session.get(Result, attempt_id)


def list_results(attempt_ids: Iterable[int]) -> dict[int, Result]:
    """Results by attempt id."""
    query = select(Result).where(Result.attempt_id.in_(list(attempt_ids)))
    return {result.attempt_id: result for result in db.session.scalars(query)}


def count_pending() -> int:
    """Results that no board shows yet."""
    return db.session.scalar(select(func.count()).where(Result.on_board == 0)) or 0


def find_oldest_pending() -> datetime | None:
    """When the longest waiting of those results ended."""
    query = select(Result.ended_at).where(Result.on_board == 0).order_by(Result.ended_at).limit(1)
    return db.session.scalar(query)


def mark_pending(session: Session, person_id: int) -> int:
    """Let the boards of contests that are not final derive a person's results again.

    Returns how many results that are.
    """
    not_final = (
        select(Round.id)
        .join(Contest, Contest.id == Round.contest_id)
        .where(Contest.finalised_at.is_(None))
    )
    done = session.execute(
        update(Result)
        .where(Result.person_id == person_id, Result.round_id.in_(not_final))
        .values(on_board=0),
        execution_options={"synchronize_session": False},
    )
    return int(done.rowcount)  # type: ignore[attr-defined]
