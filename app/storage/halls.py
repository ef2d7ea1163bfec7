"""Hall sessions as rows, and what happens in a hall, counted."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Select, func, select, update
from sqlalchemy.orm import Session

from app.storage.db import db
from app.storage.tables import Attempt, Commune, Contest, Hall, Organisation, Person, Round


class HallFacts(NamedTuple):
    """A hall with its contest and, by their codes, the unit it is for."""

    id: int
    code: str
    title: str
    contest_id: int
    contest_slug: str
    contest_title: str
    commune: str | None
    organisation: str | None
    after_attempt_id: int
    created_at: datetime
    closed_at: datetime | None


class UnitCount(NamedTuple):
    """How many people of a unit take part in the hall, with how many attempts."""

    name: str
    people: int
    attempts: int


def find_hall(code: str) -> HallFacts | None:
    """The hall of a code, open or closed."""
    return next(iter(_list(_facts().where(Hall.code == code))), None)


def list_halls(contest_id: int) -> list[HallFacts]:
    """The halls of a contest, newest first."""
    return _list(_facts().where(Hall.contest_id == contest_id).order_by(Hall.id.desc()))


def find_newest_attempt() -> int:
    """The id that was given to an attempt last; 0 before the first."""
    return db.session.scalar(select(func.max(Attempt.id))) or 0


def add_hall(session: Session, hall: Hall) -> Hall:
    """Add and flush; the code is guarded by a constraint."""
    session.add(hall)
    session.flush()
    return hall


def close_hall(session: Session, code: str, now: datetime) -> bool:
    """Close an open hall; False when there is none of this code."""
    done = session.execute(
        update(Hall).where(Hall.code == code, Hall.closed_at.is_(None)).values(closed_at=now)
    )
    return bool(done.rowcount)  # type: ignore[attr-defined]


def count_communes(hall: HallFacts, most: int) -> list[UnitCount]:
    """The communes of those who take part in a hall, those with most people first."""
    return _count(hall, Commune.name, Person.commune_code == Commune.code, Commune, most)


def count_organisations(hall: HallFacts, most: int) -> list[UnitCount]:
    """The organisations of those who take part in a hall, those with most people first."""
    return _count(
        hall, Organisation.name, Person.organisation_id == Organisation.id, Organisation, most
    )


def count_all(hall: HallFacts) -> tuple[int, int]:
    """People and attempts in a hall."""
    people, attempts = func.count(func.distinct(Attempt.person_id)), func.count()
    row = db.session.execute(_inside(select(people, attempts), hall)).one()
    return int(row[0]), int(row[1])


def _count(
    hall: HallFacts, name: Any, joined: Any, unit: type[Commune] | type[Organisation], most: int
) -> list[UnitCount]:
    people = func.count(func.distinct(Attempt.person_id))
    query = _inside(select(name, people, func.count()), hall)
    query = query.join(Person, Person.id == Attempt.person_id).join(unit, joined)
    query = query.group_by(name).order_by(people.desc(), name).limit(most)
    return [UnitCount._make(row) for row in db.session.execute(query)]


def _inside(query: Select[*tuple[Any, ...]], hall: HallFacts) -> Select[*tuple[Any, ...]]:
    # Ids only grow: nothing older than the hall is looked at, however much is stored.
    rounds = select(Round.id).where(Round.contest_id == hall.contest_id)
    return query.select_from(Attempt).where(
        Attempt.id > hall.after_attempt_id, Attempt.round_id.in_(rounds)
    )


def _facts() -> Select[*tuple[Any, ...]]:
    return (
        select(
            Hall.id,
            Hall.code,
            Hall.title,
            Hall.contest_id,
            Contest.slug,
            Contest.title,
            Hall.commune_code,
            Organisation.code,
            Hall.after_attempt_id,
            Hall.created_at,
            Hall.closed_at,
        )
        .join(Contest, Contest.id == Hall.contest_id)
        .outerjoin(Organisation, Organisation.id == Hall.organisation_id)
    )


def _list(query: Select[*tuple[Any, ...]]) -> list[HallFacts]:
    return [HallFacts._make(row) for row in db.session.execute(query)]
