"""What signs are looked for in: closed attempts with their journals and devices, in batches."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import func, select

from app.storage.db import db
from app.storage.tables import (
    AnswerEntry,
    Attempt,
    AttemptDevice,
    Commune,
    Hall,
    Organisation,
    Person,
    Result,
    Round,
)


class ClosedAttempt(NamedTuple):
    """A closed attempt with the units of its person."""

    id: int
    person_id: int
    round_id: int
    number: int
    paper: str
    rules_number: int
    started_at: datetime
    closed_at: datetime
    closed_by: str
    commune_code: str
    organisation_id: int | None


class DeviceUse(NamedTuple):
    """One attempt that was started on a device."""

    mark: str
    attempt_id: int
    person_id: int
    organisation_id: int | None
    started_at: datetime
    ended_at: datetime


class Concerned(NamedTuple):
    """An attempt that a sign is about, with its owner as organisers see people."""

    id: int
    person_id: int
    full_name: str
    commune_name: str
    organisation_name: str | None
    round_id: int
    number: int
    paper: str
    started_at: datetime
    shown_at: datetime | None
    closed_at: datetime | None
    receipt: str | None
    mills: int | None
    max_mills: int | None
    deleted: bool


class SavedEntry(NamedTuple):
    """When one answer was saved, by its place in the paper."""

    seq: int
    question: int
    saved_at: datetime


def list_closed(contest_id: int, after: int, limit: int) -> list[ClosedAttempt]:
    """All closed attempts of the next `limit` people beyond an id, by person and time."""
    rounds = select(Round.id).where(Round.contest_id == contest_id)
    people = (
        select(Attempt.person_id)
        .where(Attempt.round_id.in_(rounds), Attempt.closed_at.is_not(None))
        .where(Attempt.person_id > after)
        .group_by(Attempt.person_id)
        .order_by(Attempt.person_id)
        .limit(limit)
    )
    query = (
        select(
            Attempt.id,
            Attempt.person_id,
            Attempt.round_id,
            Attempt.number,
            Attempt.paper,
            Attempt.rules_number,
            Attempt.started_at,
            Attempt.closed_at,
            Attempt.closed_by,
            Person.commune_code,
            Person.organisation_id,
        )
        .join(Person, Person.id == Attempt.person_id)
        .where(Attempt.round_id.in_(rounds), Attempt.closed_at.is_not(None))
        .where(Attempt.person_id.in_(list(db.session.scalars(people))))
        .order_by(Attempt.person_id, Attempt.started_at, Attempt.id)
    )
    return [ClosedAttempt._make(row) for row in db.session.execute(query)]


def last_saves(attempt_ids: Sequence[int]) -> dict[int, datetime]:
    """When the last answer of attempts was saved."""
    query = (
        select(AnswerEntry.attempt_id, func.max(AnswerEntry.saved_at))
        .where(AnswerEntry.attempt_id.in_(attempt_ids))
        .group_by(AnswerEntry.attempt_id)
    )
    return {attempt_id: saved_at for attempt_id, saved_at in db.session.execute(query)}  # noqa: C416


def list_saves(attempt_id: int) -> list[SavedEntry]:
    """The journal of an attempt without contents, in the order of saving."""
    query = (
        select(AnswerEntry.seq, AnswerEntry.question, AnswerEntry.saved_at)
        .where(AnswerEntry.attempt_id == attempt_id)
        .order_by(AnswerEntry.saved_at, AnswerEntry.seq, AnswerEntry.question)
    )
    return [SavedEntry._make(row) for row in db.session.execute(query)]


def list_device_uses(contest_id: int, fewest: int) -> list[DeviceUse]:
    """Attempts on devices that at least so many people of the contest have used, by device."""
    mine = (
        select(AttemptDevice.mark, AttemptDevice.attempt_id, Attempt.person_id)
        .join(Attempt, Attempt.id == AttemptDevice.attempt_id)
        .join(Round, Round.id == Attempt.round_id)
        .where(Round.contest_id == contest_id)
    ).subquery()
    crowded = (
        select(mine.c.mark)
        .group_by(mine.c.mark)
        .having(func.count(mine.c.person_id.distinct()) >= fewest)
    )
    ended = func.coalesce(Attempt.closed_at, Attempt.deadline_at)
    query = (
        select(
            AttemptDevice.mark,
            Attempt.id,
            Attempt.person_id,
            Person.organisation_id,
            Attempt.started_at,
            ended.label("ended_at"),
        )
        .join(Attempt, Attempt.id == AttemptDevice.attempt_id)
        .join(Person, Person.id == Attempt.person_id)
        .where(AttemptDevice.mark.in_(crowded))
        .order_by(AttemptDevice.mark, Attempt.started_at, Attempt.id)
    )
    return [DeviceUse._make(row) for row in db.session.execute(query)]


def list_halls(contest_id: int) -> list[tuple[datetime, datetime | None]]:
    """When the halls of a contest were open."""
    query = select(Hall.created_at, Hall.closed_at).where(Hall.contest_id == contest_id)
    return [(opened, closed) for opened, closed in db.session.execute(query)]


def list_concerned(attempt_ids: Sequence[int]) -> list[Concerned]:
    """Attempts with their owners, by time."""
    query = (
        select(
            Attempt.id,
            Attempt.person_id,
            Person.full_name,
            Commune.name,
            Organisation.name,
            Attempt.round_id,
            Attempt.number,
            Attempt.paper,
            Attempt.started_at,
            Attempt.shown_at,
            Attempt.closed_at,
            Attempt.receipt,
            Result.mills,
            Result.max_mills,
            Person.deleted_at.is_not(None),
        )
        .join(Person, Person.id == Attempt.person_id)
        .join(Commune, Commune.code == Person.commune_code)
        .outerjoin(Organisation, Organisation.id == Person.organisation_id)
        .outerjoin(Result, Result.attempt_id == Attempt.id)
        .where(Attempt.id.in_(attempt_ids))
        .order_by(Attempt.started_at, Attempt.id)
    )
    return [Concerned._make(row) for row in db.session.execute(query)]
