"""People as organisers look for them: by name, by the end of the phone, by unit."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, func, select

from app.domain.person_likeness import Registered
from app.storage.db import db
from app.storage.tables import Account, Commune, Organisation, Person, RosterPerson


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for: every word in the folded name, the phone whole or its end."""

    words: tuple[str, ...] = ()
    phone: str | None = None
    phone_end: str | None = None
    commune: str | None = None
    organisations: tuple[int, ...] | None = None


class PersonRow(NamedTuple):
    """A person in a list; `waiting` until an account from a list is activated."""

    id: int
    full_name: str
    group: str
    commune_name: str
    organisation_name: str | None
    phone: str | None
    created_at: datetime
    disabled_at: datetime | None
    waiting: bool


def list_people(wanted: Wanted, *, offset: int, limit: int) -> list[PersonRow]:
    """People by name; deleted ones have none and are left out."""
    waiting = select(RosterPerson.person_id).where(RosterPerson.activated_at.is_(None))
    query = (
        _matching(
            wanted,
            Person.id,
            Person.full_name,
            Person.group,
            Commune.name,
            Organisation.name,
            Account.phone,
            Person.created_at,
            Account.disabled_at,
            Person.id.in_(waiting),
        )
        .join(Commune, Commune.code == Person.commune_code)
        .outerjoin(Organisation, Organisation.id == Person.organisation_id)
        .order_by(Person.sort_key, Person.id)
        .offset(offset)
        .limit(limit)
    )
    return [PersonRow._make((*row[:8], bool(row[8]))) for row in db.session.execute(query)]


def count_people(wanted: Wanted) -> int:
    """How many that are."""
    return db.session.scalar(_matching(wanted, func.count())) or 0


def _matching(wanted: Wanted, *columns: Any) -> Select[Any]:
    query = select(*columns).select_from(Person).join(Account, Account.person_id == Person.id)
    return query.where(Person.deleted_at.is_(None), *_conditions(wanted))


def _conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    found = [Person.search_name.contains(word, autoescape=True) for word in wanted.words]
    if wanted.phone is not None:
        found.append(Account.phone == wanted.phone)
    if wanted.phone_end is not None:
        found.append(Account.phone.endswith(wanted.phone_end, autoescape=True))
    if wanted.commune is not None:
        found.append(Person.commune_code == wanted.commune)
    if wanted.organisations is not None:
        found.append(Person.organisation_id.in_(wanted.organisations))
    return found


def list_registered(wanted: Wanted, most: int) -> list[Registered]:
    """At most `most` people as they are compared, the newest first."""
    query = _matching(
        wanted,
        Person.id,
        Person.search_name,
        Account.phone,
        Person.commune_code,
        Person.organisation_id,
    )
    rows = db.session.execute(query.order_by(Person.id.desc()).limit(most))
    return [Registered(*row) for row in rows]


def list_rows(person_ids: Collection[int]) -> dict[int, PersonRow]:
    """People by their ids, as lists show them."""
    waiting = select(RosterPerson.person_id).where(RosterPerson.activated_at.is_(None))
    query = (
        select(
            Person.id,
            Person.full_name,
            Person.group,
            Commune.name,
            Organisation.name,
            Account.phone,
            Person.created_at,
            Account.disabled_at,
            Person.id.in_(waiting),
        )
        .join(Account, Account.person_id == Person.id)
        .join(Commune, Commune.code == Person.commune_code)
        .outerjoin(Organisation, Organisation.id == Person.organisation_id)
        .where(Person.id.in_(sorted(person_ids)))
    )
    rows = (PersonRow._make((*row[:8], bool(row[8]))) for row in db.session.execute(query))
    return {row.id: row for row in rows}
