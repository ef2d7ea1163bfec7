"""What closed attempts earned; derived, so it may be written again."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.storage.db import db
from app.storage.tables import Result


def put_result(session: Session, result: Result) -> None:
    """Write or replace the result of an attempt; it waits to be carried to the boards."""
    session.merge(result)
    session.flush()


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
