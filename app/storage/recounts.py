"""All that a recount reads of a contest, person by person, in batches."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import func, select

from app.storage.db import db
from app.storage.standing_rows import Row
from app.storage.tables import Attempt, BoardSnapshot, Person, Result, Round, Standing


class AttemptRow(NamedTuple):
    """A closed attempt beside the result that was derived from it."""

    id: int
    person_id: int
    round_id: int
    rules_number: int
    paper: str
    started_at: datetime
    deadline_at: datetime
    closed_at: datetime
    paused_ms: int
    prediction: int | None
    answers_hash: str
    key_number: int | None
    mills: int | None
    max_mills: int | None
    correct: int | None
    time_ms: int | None
    ended_at: datetime | None


class PersonRow(NamedTuple):
    """A person with the group and units that count now."""

    id: int
    group: str
    commune_code: str
    organisation_id: int | None


def list_people(contest_id: int, after: int, limit: int) -> list[PersonRow]:
    """People beyond an id who have a closed attempt in the contest."""
    took = (
        select(Attempt.person_id)
        .join(Round, Round.id == Attempt.round_id)
        .where(Round.contest_id == contest_id, Attempt.closed_at.is_not(None))
    )
    query = (
        select(Person.id, Person.group, Person.commune_code, Person.organisation_id)
        .where(Person.id > after, Person.id.in_(took))
        .order_by(Person.id)
        .limit(limit)
    )
    return [PersonRow._make(row) for row in db.session.execute(query)]


def list_attempts(contest_id: int, people: Sequence[int]) -> list[AttemptRow]:
    """Their closed attempts with results, by person, round and number."""
    query = (
        select(
            Attempt.id,
            Attempt.person_id,
            Attempt.round_id,
            Attempt.rules_number,
            Attempt.paper,
            Attempt.started_at,
            Attempt.deadline_at,
            Attempt.closed_at,
            Attempt.paused_ms,
            Attempt.prediction,
            Attempt.answers_hash,
            Result.key_number,
            Result.mills,
            Result.max_mills,
            Result.correct,
            Result.time_ms,
            Result.ended_at,
        )
        .join(Round, Round.id == Attempt.round_id)
        .outerjoin(Result, Result.attempt_id == Attempt.id)
        .where(Round.contest_id == contest_id, Attempt.person_id.in_(people))
        .where(Attempt.closed_at.is_not(None))
        .order_by(Attempt.person_id, Round.number, Attempt.number)
    )
    return [AttemptRow._make(row) for row in db.session.execute(query)]


def list_standings(contest_id: int, people: Sequence[int]) -> list[Row]:
    """Their standings in every scope."""
    query = select(*(getattr(Standing, name) for name in Row._fields)).where(
        Standing.contest_id == contest_id, Standing.person_id.in_(people)
    )
    return [Row._make(row) for row in db.session.execute(query)]


def list_unit_boards(contest_id: int) -> dict[tuple[int, str, str], str]:
    """The rows of every unit board as JSON, by scope, kind and group."""
    query = select(
        BoardSnapshot.scope, BoardSnapshot.kind, BoardSnapshot.group, BoardSnapshot.rows
    ).where(BoardSnapshot.contest_id == contest_id)
    return {(scope, kind, group): rows for scope, kind, group, rows in db.session.execute(query)}


def count_closed(contest_id: int) -> int:
    """How many closed attempts a recount will read."""
    query = select(func.count()).select_from(Attempt).join(Round, Round.id == Attempt.round_id)
    return (
        db.session.scalar(
            query.where(Round.contest_id == contest_id, Attempt.closed_at.is_not(None))
        )
        or 0
    )
