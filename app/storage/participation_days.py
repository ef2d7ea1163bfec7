"""Daily participation as it was published, and the counts that it is made from."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import exists, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from app.storage.db import db
from app.storage.freezing import shown
from app.storage.tables import (
    Attempt,
    Contest,
    ContestExclusion,
    ParticipationDay,
    Person,
    Round,
)
from app.storage.tallies import COMMUNE, ORGANISATION

_UNIT: dict[str, InstrumentedAttribute[Any]] = {
    COMMUNE: Person.commune_code,
    ORGANISATION: Person.organisation_id,
}


class DayFacts(NamedTuple):
    """One published day without its content."""

    number: int
    day: date
    published_at: datetime


class UnitCount(NamedTuple):
    """People of one unit who have handed in, and their closed attempts."""

    unit: str | int
    people: int
    attempts: int


def count_units(contest_id: int, kind: str) -> list[UnitCount]:
    """People and closed attempts by unit, without those who are out of competition."""
    unit = _UNIT[kind]
    query = (
        select(unit, func.count(Attempt.person_id.distinct()), func.count())
        .select_from(Attempt)
        .join(Round, Round.id == Attempt.round_id)
        .join(Contest, Contest.id == Round.contest_id)
        .join(Person, Person.id == Attempt.person_id)
        .where(Round.contest_id == contest_id, Attempt.closed_at.is_not(None), unit.is_not(None))
        .where(shown(Attempt.closed_at))
        .where(
            ~exists().where(
                ContestExclusion.contest_id == Round.contest_id,
                ContestExclusion.person_id == Attempt.person_id,
            )
        )
        .group_by(unit)
    )
    return [UnitCount._make(row) for row in db.session.execute(query)]


def has_day(contest_id: int, day: date) -> bool:
    """Whether the figures of a day have been published."""
    found = exists().where(ParticipationDay.contest_id == contest_id, ParticipationDay.day == day)
    return bool(db.session.scalar(select(found)))


def add_day(
    session: Session, contest_id: int, day: date, published_at: datetime, content: str
) -> int:
    """Keep the figures of a day under the next number; a day twice is guarded by a constraint."""
    last = select(func.max(ParticipationDay.number)).where(
        ParticipationDay.contest_id == contest_id
    )
    number = (session.scalar(last) or 0) + 1
    session.add(
        ParticipationDay(
            contest_id=contest_id,
            number=number,
            day=day,
            published_at=published_at,
            content=content,
        )
    )
    session.flush()
    return number


def list_days(contest_id: int) -> list[DayFacts]:
    """What has been published, the newest first."""
    query = (
        select(ParticipationDay.number, ParticipationDay.day, ParticipationDay.published_at)
        .where(ParticipationDay.contest_id == contest_id)
        .order_by(ParticipationDay.number.desc())
    )
    return [DayFacts._make(row) for row in db.session.execute(query)]


def find_content(contest_id: int, number: int) -> str | None:
    """The figures of one number as JSON."""
    query = select(ParticipationDay.content).where(
        ParticipationDay.contest_id == contest_id, ParticipationDay.number == number
    )
    return db.session.scalar(query)
