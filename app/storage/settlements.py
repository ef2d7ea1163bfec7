"""What a round's prediction can be settled by: counts over those who compete."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.orm import InstrumentedAttribute

from app.storage import voids
from app.storage.db import db
from app.storage.tables import Attempt, ContestExclusion, Result, Round

CHUNK = 2000


class Counted(NamedTuple):
    """People and closed attempts."""

    people: int
    attempts: int


class RoundResult(NamedTuple):
    """One result of a round."""

    person_id: int
    attempt_id: int
    mills: int
    correct: int
    time_ms: int
    ended_at: datetime
    prediction: int | None


def count_closed(round_id: int) -> Counted:
    """People with a closed attempt in a round, and those attempts."""
    query = (
        select(func.count(Attempt.person_id.distinct()), func.count())
        .select_from(Attempt)
        .join(Round, Round.id == Attempt.round_id)
        .where(Attempt.round_id == round_id, Attempt.closed_at.is_not(None))
        .where(_competes(Attempt.person_id), ~voids.in_force(Attempt.id))
    )
    return Counted._make(db.session.execute(query).one())


def list_results(round_id: int) -> Iterator[RoundResult]:
    """All results of a round by person and number of the attempt."""
    query = (
        select(
            Result.person_id,
            Result.attempt_id,
            Result.mills,
            Result.correct,
            Result.time_ms,
            Result.ended_at,
            Attempt.prediction,
        )
        .join(Attempt, Attempt.id == Result.attempt_id)
        .join(Round, Round.id == Result.round_id)
        .where(Result.round_id == round_id, _competes(Result.person_id))
        .where(~voids.in_force(Result.attempt_id))
        .order_by(Result.person_id, Attempt.number)
        .execution_options(yield_per=CHUNK)
    )
    for row in db.session.execute(query):
        yield RoundResult._make(row)


def _competes(person: InstrumentedAttribute[int]) -> ColumnElement[bool]:
    return ~exists().where(
        ContestExclusion.contest_id == Round.contest_id, ContestExclusion.person_id == person
    )
