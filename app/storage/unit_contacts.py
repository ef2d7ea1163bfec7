"""Who watches over which unit."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, select, update
from sqlalchemy.orm import Session

from app.storage.db import db
from app.storage.tables import Account, Commune, Organisation, Person, UnitContact


class ContactFacts(NamedTuple):
    """A contact who stands, with the person and the unit (one of the two codes is None)."""

    id: int
    account_id: int
    person_id: int
    full_name: str
    phone: str | None
    commune_code: str | None
    commune_name: str | None
    organisation_id: int | None
    organisation_code: str | None
    organisation_name: str | None
    appointed_at: datetime


def list_of_unit(
    *, commune: str | None = None, organisation: int | None = None
) -> list[ContactFacts]:
    """The contacts of one unit, the longest serving first."""
    if commune is not None:
        return _list(UnitContact.commune_code == commune)
    return _list(UnitContact.organisation_id == organisation)


def list_of_account(account_id: int) -> list[ContactFacts]:
    """The units that an account watches over."""
    return _list(UnitContact.account_id == account_id)


def find_contact(contact_id: int) -> ContactFacts | None:
    """One contact who stands."""
    return next(iter(_list(UnitContact.id == contact_id)), None)


def add_contact(session: Session, contact: UnitContact) -> None:
    """Add and flush; an account is a unit's contact only once (constraint)."""
    session.add(contact)
    session.flush()


def end_contact(session: Session, contact_id: int, by: int | None, now: datetime) -> bool:
    """End a contact; False when it has ended already."""
    return _end(session, UnitContact.id == contact_id, by, now) > 0


def end_of_organisation(
    session: Session, organisation_id: int, by: int | None, now: datetime
) -> int:
    """End all contacts of an organisation; returns how many."""
    return _end(session, UnitContact.organisation_id == organisation_id, by, now)


def _end(session: Session, which: ColumnElement[bool], by: int | None, now: datetime) -> int:
    done = session.execute(
        update(UnitContact)
        .where(which, UnitContact.ended_at.is_(None))
        .values(ended_at=now, ended_by=by),
        execution_options={"synchronize_session": False},
    )
    return int(done.rowcount)  # type: ignore[attr-defined]


def _list(which: ColumnElement[bool]) -> list[ContactFacts]:
    query = _facts().where(which, UnitContact.ended_at.is_(None), Account.disabled_at.is_(None))
    return [ContactFacts._make(row) for row in db.session.execute(query.order_by(UnitContact.id))]


def _facts() -> Select[*tuple[Any, ...]]:
    return (
        select(
            UnitContact.id,
            UnitContact.account_id,
            Account.person_id,
            Person.full_name,
            Account.phone,
            UnitContact.commune_code,
            Commune.name,
            UnitContact.organisation_id,
            Organisation.code,
            Organisation.name,
            UnitContact.appointed_at,
        )
        .join(Account, Account.id == UnitContact.account_id)
        .join(Person, Person.id == Account.person_id)
        .outerjoin(Commune, Commune.code == UnitContact.commune_code)
        .outerjoin(Organisation, Organisation.id == UnitContact.organisation_id)
    )
