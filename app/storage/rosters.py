"""Lists of people, and who of them has come."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import case, delete, func, insert, select, update
from sqlalchemy.orm import Session

from app.storage.db import db
from app.storage.tables import (
    Account,
    Activation,
    Person,
    PersonNote,
    RoleGrant,
    Roster,
    RosterPerson,
)

_LOOSE = {"synchronize_session": False}
_BATCH = 400
"""Values in one IN list: SQLite's oldest limit is 999."""


class RosterFacts(NamedTuple):
    """A list with its people counted; `by` is None for the command line."""

    id: int
    title: str
    source: str
    purpose: str
    imported_at: datetime
    expires_at: datetime
    deleted_at: datetime | None
    by: str | None
    people: int
    activated: int


class Waiting(NamedTuple):
    """Somebody who has not activated the account yet."""

    account_id: int
    person_id: int
    full_name: str
    phone: str
    commune_code: str
    organisation_id: int | None


def list_phones(phones: Iterable[str]) -> set[str]:
    """Those of these phones that have an account."""
    wanted = sorted(set(phones))
    found: set[str | None] = set()
    for start in range(0, len(wanted), _BATCH):
        part = wanted[start : start + _BATCH]
        found.update(db.session.scalars(select(Account.phone).where(Account.phone.in_(part))))
    return {phone for phone in found if phone is not None}


def add_roster(session: Session, roster: Roster) -> int:
    """Add and flush; returns the id."""
    session.add(roster)
    session.flush()
    return roster.id


def add_people(
    session: Session, roster_id: int, rows: Sequence[dict[str, Any]], now: datetime, no_hash: str
) -> None:
    """Add people with accounts that cannot sign in; a row has a person's columns and "phone".

    A phone is guarded by a constraint.
    """
    if not rows:
        return
    people = [
        {**{name: value for name, value in row.items() if name != "phone"}, "created_at": now}
        for row in rows
    ]
    session.execute(insert(Person), people)
    ids = _ids(session, [row["public_id"] for row in rows])
    session.execute(
        insert(Account),
        [
            {
                "person_id": ids[row["public_id"]],
                "phone": row["phone"],
                "password_hash": no_hash,
                "epoch": 0,
                "created_at": now,
            }
            for row in rows
        ],
    )
    session.execute(
        insert(RosterPerson),
        [{"person_id": ids[row["public_id"]], "roster_id": roster_id} for row in rows],
    )


def _ids(session: Session, public_ids: Sequence[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for start in range(0, len(public_ids), _BATCH):
        part = public_ids[start : start + _BATCH]
        query = select(Person.public_id, Person.id).where(Person.public_id.in_(part))
        found.update((public_id, id_) for public_id, id_ in session.execute(query))
    return found


def list_rosters() -> list[RosterFacts]:
    """All lists, the newest first."""
    return _list(None)


def find_roster(roster_id: int) -> RosterFacts | None:
    """One list."""
    return next(iter(_list(roster_id)), None)


def _list(roster_id: int | None) -> list[RosterFacts]:
    by = (
        select(Person.full_name)
        .join(Account, Account.person_id == Person.id)
        .where(Account.id == Roster.imported_by)
        .correlate(Roster)
        .scalar_subquery()
    )
    activated = func.sum(case((RosterPerson.activated_at.is_not(None), 1), else_=0))
    query = (
        select(
            Roster.id,
            Roster.title,
            Roster.source,
            Roster.purpose,
            Roster.imported_at,
            Roster.expires_at,
            Roster.deleted_at,
            by,
            func.count(RosterPerson.person_id),
            func.coalesce(activated, 0),
        )
        .outerjoin(RosterPerson, RosterPerson.roster_id == Roster.id)
        .group_by(Roster.id)
        .order_by(Roster.id.desc())
    )
    if roster_id is not None:
        query = query.where(Roster.id == roster_id)
    return [
        RosterFacts._make((*row[:8], int(row[8]), int(row[9]))) for row in db.session.execute(query)
    ]


def list_waiting(roster_id: int) -> list[Waiting]:
    """The people of a list who have not activated their accounts, by name."""
    query = (
        select(
            Account.id,
            Person.id,
            Person.full_name,
            Account.phone,
            Person.commune_code,
            Person.organisation_id,
        )
        .join(RosterPerson, RosterPerson.person_id == Person.id)
        .join(Account, Account.person_id == Person.id)
        .where(RosterPerson.roster_id == roster_id, RosterPerson.activated_at.is_(None))
        .where(Account.phone.is_not(None))
        .order_by(Person.sort_key, Person.id)
    )
    return [Waiting._make(row) for row in db.session.execute(query)]


def find_roster_of(person_id: int) -> tuple[RosterFacts, datetime | None] | None:
    """The list that brought a person, and when the person activated the account."""
    query = select(RosterPerson.roster_id, RosterPerson.activated_at).where(
        RosterPerson.person_id == person_id
    )
    row = db.session.execute(query).first()
    if row is None:
        return None
    roster = find_roster(row[0])
    return None if roster is None else (roster, row[1])


def is_waiting(person_id: int) -> bool:
    """Whether a person came by a list and has not activated the account."""
    query = select(RosterPerson.person_id).where(
        RosterPerson.person_id == person_id, RosterPerson.activated_at.is_(None)
    )
    return db.session.scalar(query) is not None


def mark_activated(session: Session, person_id: int, now: datetime) -> None:
    """Note that a person of a list has taken over the account."""
    session.execute(
        update(RosterPerson)
        .where(RosterPerson.person_id == person_id, RosterPerson.activated_at.is_(None))
        .values(activated_at=now),
        execution_options=_LOOSE,
    )


def list_expired(now: datetime) -> list[int]:
    """Lists whose time is over and whose people have not been forgotten yet."""
    query = select(Roster.id).where(Roster.expires_at <= now, Roster.deleted_at.is_(None))
    return list(db.session.scalars(query))


def end_roster(session: Session, roster_id: int, now: datetime) -> bool:
    """Note that a list is gone; False when it was before."""
    done = session.execute(
        update(Roster)
        .where(Roster.id == roster_id, Roster.deleted_at.is_(None))
        .values(deleted_at=now),
        execution_options=_LOOSE,
    )
    return bool(done.rowcount)  # type: ignore[attr-defined]


def forget_people(
    session: Session, person_ids: Collection[int], now: datetime, no_hash: str
) -> int:
    """Empty names and phones of people who never signed in, and take away what hangs on them.

    The rows stay, nameless, as those of all deleted people: taking them out would have
    the database look through every table that could point at them, while answers wait.
    Whoever has activated the account meanwhile stays. Returns how many went.
    """
    wanted, gone = sorted(person_ids), 0
    for start in range(0, len(wanted), _BATCH):
        part = _still_waiting(session, wanted[start : start + _BATCH])
        gone += len(part)
        accounts = select(Account.id).where(Account.person_id.in_(part))
        nameless = {"full_name": "", "search_name": "", "sort_key": "", "deleted_at": now}
        closed = {
            "phone": None,
            "password_hash": no_hash,
            "disabled_at": now,
            "epoch": Account.epoch + 1,
        }
        for statement in (
            delete(Activation).where(Activation.account_id.in_(accounts)),
            delete(RoleGrant).where(RoleGrant.account_id.in_(accounts)),
            delete(PersonNote).where(PersonNote.person_id.in_(part)),
            delete(PersonNote).where(PersonNote.other_id.in_(part)),
            delete(RosterPerson).where(RosterPerson.person_id.in_(part)),
            update(Account).where(Account.person_id.in_(part)).values(**closed),
            update(Person).where(Person.id.in_(part)).values(**nameless),
        ):
            session.execute(statement, execution_options=_LOOSE)
    return gone


def _still_waiting(session: Session, part: Sequence[int]) -> list[int]:
    # Accounts are held first, here and on activating: nobody activates from now on.
    held = select(Account.id).where(Account.person_id.in_(part)).order_by(Account.id)
    session.execute(held.with_for_update())
    waiting = select(RosterPerson.person_id).where(
        RosterPerson.person_id.in_(part), RosterPerson.activated_at.is_(None)
    )
    return list(session.scalars(waiting))
