"""Counters as rows: one statement takes a try or refuses it, whoever else takes one now."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import case, delete, literal, or_, select, update
from sqlalchemy.orm import Session

from app.domain.limits import Counter, Limit, wait_after
from app.storage.db import db
from app.storage.inserts import insert_into
from app.storage.tables import LimitCounter
from app.storage.types import Moment

SWEPT_AT_ONCE = 2000


def find_counters(keys: Sequence[str]) -> dict[str, Counter]:
    """Counters as they stand, also those that have ended."""
    return _read(db.session, keys)


def take(session: Session, limit: Limit, key: str, now: datetime) -> Counter | None:
    """Count one more try (the rule of `app.domain.limits.take`); None when it is refused."""
    ends_at = now + timedelta(seconds=limit.seconds)
    new = insert_into(session, LimitCounter).values(
        key=key, count=1, free_at=_free_at(limit, 1, now), ends_at=ends_at
    )
    ended = LimitCounter.ends_at <= now
    allowed = LimitCounter.free_at <= now if limit.waits else LimitCounter.count < limit.free
    statement = new.on_conflict_do_update(
        index_elements=[LimitCounter.key],
        set_={
            "count": case((ended, 1), else_=LimitCounter.count + 1),
            "free_at": _next_free_at(limit, ended, now),
            "ends_at": _next_ends_at(limit, ended, ends_at),
        },
        where=or_(ended, allowed),
    ).returning(LimitCounter.count, LimitCounter.free_at, LimitCounter.ends_at)
    row = session.execute(statement).first()
    return None if row is None else Counter(*row)


def _next_ends_at(limit: Limit, ended: Any, ends_at: datetime) -> Any:
    new = _moment(ends_at)
    return new if limit.waits else case((ended, new), else_=LimitCounter.ends_at)


def _next_free_at(limit: Limit, ended: Any, now: datetime) -> Any:
    first = _free_at(limit, 1, now)
    if not limit.waits:
        return first
    number = LimitCounter.count + 1
    steps = [(ended, first), (number < limit.free, _moment(now))]
    last = limit.free + len(limit.waits) - 1
    steps += [(number == one, _free_at(limit, one, now)) for one in range(limit.free, last)]
    return case(*steps, else_=_free_at(limit, last, now))


def _free_at(limit: Limit, number: int, now: datetime) -> Any:
    return _moment(now + timedelta(seconds=wait_after(limit, number)))


def _moment(value: datetime) -> Any:
    # Said to be a Moment: within CASE nothing else tells the database how to keep it.
    return literal(value, Moment)


def give_back(session: Session, key: str, now: datetime) -> None:
    """Take a try that was not made off a counter: no wait is due for it."""
    session.execute(
        update(LimitCounter)
        .where(LimitCounter.key == key, LimitCounter.ends_at > now, LimitCounter.count > 0)
        .values(count=LimitCounter.count - 1, free_at=now),
        execution_options={"synchronize_session": False},
    )


def clear(session: Session, key: str) -> None:
    """Forget a counter."""
    session.execute(
        delete(LimitCounter).where(LimitCounter.key == key),
        execution_options={"synchronize_session": False},
    )


def has_ended(before: datetime) -> bool:
    """Whether any counter ended before a moment."""
    query = select(LimitCounter.key).where(LimitCounter.ends_at < before).limit(1)
    return db.session.scalar(query) is not None


def sweep(session: Session, before: datetime) -> int:
    """Delete counters that ended before a moment, so many at once; how many there were."""
    old = select(LimitCounter.key).where(LimitCounter.ends_at < before).limit(SWEPT_AT_ONCE)
    done = session.execute(
        delete(LimitCounter).where(LimitCounter.key.in_(old)),
        execution_options={"synchronize_session": False},
    )
    return int(done.rowcount)  # type: ignore[attr-defined]


def get_counter(session: Session, key: str) -> Counter | None:
    """A counter as the session's transaction sees it."""
    return _read(session, [key]).get(key)


def _read(session: Any, keys: Sequence[str]) -> dict[str, Counter]:
    columns = (LimitCounter.key, LimitCounter.count, LimitCounter.free_at, LimitCounter.ends_at)
    rows = session.execute(select(*columns).where(LimitCounter.key.in_(keys)))
    return {row[0]: Counter(*row[1:]) for row in rows}
