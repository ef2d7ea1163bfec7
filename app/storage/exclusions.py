"""People who have a part in holding a contest, and so take no place in it."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ScalarSelect, bindparam, null, or_, select, update
from sqlalchemy.orm import Session

from app.storage.db import Base, db
from app.storage.links import Link
from app.storage.prepared import Prepared
from app.storage.tables import Account, ContestExclusion, Person, Result, Round


class ExclusionFacts(NamedTuple):
    """One of the list; `name` is None of somebody who has no account yet."""

    id: int
    role: str
    phone: str | None
    person_id: int | None
    name: str | None
    added_at: datetime


def list_exclusions(contest_id: int) -> list[ExclusionFacts]:
    """The list of a contest, oldest first."""
    query = (
        select(
            ContestExclusion.id,
            ContestExclusion.role,
            ContestExclusion.phone,
            ContestExclusion.person_id,
            Person.full_name,
            ContestExclusion.added_at,
            Account.phone,
        )
        .outerjoin(Person, Person.id == ContestExclusion.person_id)
        .outerjoin(Account, Account.person_id == Person.id)
        .where(ContestExclusion.contest_id == contest_id)
        .order_by(ContestExclusion.id)
    )
    return [
        ExclusionFacts(id_, role, phone or known, person_id, name, added_at)
        for id_, role, phone, person_id, name, added_at, known in db.session.execute(query)
    ]


def find_role(contest_id: int, person_id: int) -> str | None:
    """The part that a person has in holding a contest, None for everybody else."""
    row = _ROLE.first(Link.of(db.session()), {"contest": contest_id, "person": person_id})
    return None if row is None else str(row[0])


def list_people(contest_id: int) -> set[int]:
    """The ids of those whose results count for no board."""
    query = select(ContestExclusion.person_id).where(
        ContestExclusion.contest_id == contest_id, ContestExclusion.person_id.is_not(None)
    )
    return {one for one in db.session.scalars(query) if one is not None}


def find_person(phone: str) -> int | None:
    """The person who signs in with a phone."""
    return db.session.scalar(select(Account.person_id).where(Account.phone == phone))


def add(session: Session, row: ContestExclusion) -> None:
    """Add and flush; who is on the list already is guarded by constraints."""
    session.add(row)
    session.flush()


def bind(session: Session, contest_id: int, person_id: int) -> None:
    """Know by person from now on whom the list names by the phone of this person."""
    _BIND.first(Link.of(session), {"contest": contest_id, "person": person_id})


def _phone_of(person_id: Any) -> ScalarSelect[str | None]:
    return select(Account.phone).where(Account.person_id == person_id).scalar_subquery()


_WHO: Any = bindparam("person", 0)
_LISTED = Base.metadata.tables[ContestExclusion.__tablename__]
_BIND = Prepared(
    lambda _kind: (
        update(_LISTED)
        .where(_LISTED.c.contest_id == bindparam("contest", 0), _LISTED.c.phone == _phone_of(_WHO))
        .values(person_id=_WHO, phone=null())
        .returning(_LISTED.c.id)
    )
)
_ROLE = Prepared(
    lambda _kind: select(ContestExclusion.role).where(
        ContestExclusion.contest_id == bindparam("contest", 0),
        or_(ContestExclusion.person_id == _WHO, ContestExclusion.phone == _phone_of(_WHO)),
    )
)


def find(session: Session, contest_id: int, exclusion_id: int) -> ContestExclusion | None:
    """One row of a contest's list."""
    query = select(ContestExclusion).where(
        ContestExclusion.contest_id == contest_id, ContestExclusion.id == exclusion_id
    )
    return session.scalar(query)


def remove(session: Session, row: ContestExclusion) -> None:
    """Take somebody off the list."""
    session.delete(row)
    session.flush()


def reopen_results(session: Session, contest_id: int, person_id: int) -> None:
    """Let the boards look again at a person's results in a contest."""
    rounds = select(Round.id).where(Round.contest_id == contest_id)
    session.execute(
        update(Result)
        .where(Result.person_id == person_id, Result.round_id.in_(rounds))
        .values(on_board=0)
        .execution_options(synchronize_session=False)
    )
