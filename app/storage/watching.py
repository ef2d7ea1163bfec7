"""What goes on in a contest, counted.

The times are of a store with 504,000 attempts of 184,000 people, 4,000 of them open, on
SQLite and one core of a small machine; they say which counts may be made every few seconds and
which only now and then (see app.services.watching).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import BigInteger, ColumnElement, exists, func, or_, select, type_coerce, union

from app.domain.watching import Moved, Scored
from app.storage.db import db
from app.storage.tables import AnswerEntry, AnswerFile, Attempt, Job, Result, Standing

HOUR = 3_600_000_000
"""Microseconds."""


class Ended(NamedTuple):
    """When the oldest result that no board shows ended, by how its attempt was closed."""

    closed_by: str
    oldest: datetime


def count_attempts(round_ids: Sequence[int]) -> int:
    """All attempts; one pass over an index (12 ms)."""
    query = select(func.count()).select_from(Attempt).where(Attempt.round_id.in_(round_ids))
    return db.session.scalar(query) or 0


def count_open(round_ids: Sequence[int], overdue_since: datetime | None = None) -> int:
    """Attempts that are not closed, or of those the ones whose deadline passed before.

    Looks at the open ones only (6 ms).
    """
    query = select(func.count()).select_from(Attempt).where(_open(round_ids))
    if overdue_since is not None:
        query = query.where(Attempt.deadline_at < overdue_since)
    return db.session.scalar(query) or 0


def count_people(contest_id: int, round_ids: Sequence[int]) -> int:
    """Everybody who has begun: those on the board, and of the others who has begun since.

    One pass over an index, then only what is open or waits for the board (16 ms).
    """
    on_board = (Standing.contest_id == contest_id, Standing.scope == 0)
    counted = select(func.count()).select_from(Standing).where(*on_board)
    begun = union(
        select(Attempt.person_id).where(_open(round_ids)),
        select(Result.person_id).where(Result.on_board == 0, _in(Result.round_id, round_ids)),
    ).subquery()
    there = exists().where(*on_board, Standing.person_id == begun.c.person_id)
    new = select(func.count()).select_from(begun).where(~there)
    return (db.session.scalar(counted) or 0) + (db.session.scalar(new) or 0)


def count_saves(round_ids: Sequence[int], since: datetime) -> int:
    """Answers saved since a moment in attempts that are still open.

    The journal has no index by time, so that nothing slows down the saving: the
    entries of the open attempts are looked at (5 ms with 4,000 of them).
    """
    query = (
        select(func.count())
        .select_from(Attempt)
        .join(AnswerEntry, AnswerEntry.attempt_id == Attempt.id)
        .where(_open(round_ids), AnswerEntry.saved_at >= since)
    )
    return db.session.scalar(query) or 0


def list_moves(round_ids: Sequence[int]) -> list[Moved]:
    """Attempts by the hours in which they began and ended; reads them all (180 ms)."""
    began = type_coerce(Attempt.started_at, BigInteger) // HOUR
    ended = type_coerce(Attempt.closed_at, BigInteger) // HOUR
    query = select(began, ended, func.count()).where(_in(Attempt.round_id, round_ids))
    found = db.session.execute(query.group_by(began, ended))
    return [Moved(int(start), None if end is None else int(end), n) for start, end, n in found]


def list_scores(contest_id: int) -> list[Scored]:
    """How many people have which score over the whole contest; reads the board (230 ms)."""
    query = (
        select(Standing.mills, Standing.max_mills, func.count())
        .where(Standing.contest_id == contest_id, Standing.scope == 0)
        .group_by(Standing.mills, Standing.max_mills)
    )
    return [Scored._make(row) for row in db.session.execute(query)]


def list_waiting(round_ids: Sequence[int]) -> list[Ended]:
    """What waits for the board, by how it was closed; reads only that."""
    query = (
        select(Attempt.closed_by, func.min(Result.ended_at))
        .join(Result, Result.attempt_id == Attempt.id)
        .where(Result.on_board == 0, _in(Result.round_id, round_ids))
        .group_by(Attempt.closed_by)
    )
    return [Ended._make(row) for row in db.session.execute(query)]


def count_answer_files(round_ids: Sequence[int]) -> int:
    """Answer files that wait for an arbiter; reads the files only."""
    query = (
        select(func.count())
        .select_from(AnswerFile)
        .join(Attempt, Attempt.id == AnswerFile.attempt_id)
        .where(AnswerFile.state == "pending", _in(Attempt.round_id, round_ids))
    )
    return db.session.scalar(query) or 0


def count_jobs(state: str, since: datetime | None = None) -> int:
    """Jobs in a state, or of those the ones that ended since a moment."""
    query = select(func.count()).select_from(Job).where(Job.state == state)
    if since is not None:
        query = query.where(or_(Job.finished_at.is_(None), Job.finished_at >= since))
    return db.session.scalar(query) or 0


def _open(round_ids: Sequence[int]) -> ColumnElement[bool]:
    return Attempt.closed_at.is_(None) & _in(Attempt.round_id, round_ids)


def _in(column: Any, round_ids: Sequence[int]) -> ColumnElement[bool]:
    # Adding 0 keeps SQLite from going through a whole round by its index, where the few
    # open or waiting ones have an index of their own, or where all are wanted in order.
    inside: ColumnElement[bool] = (column + 0).in_(round_ids)
    return inside
