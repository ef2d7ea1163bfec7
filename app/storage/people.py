"""People as rows, with the names of their units, and what they agreed to."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import bindparam, func, select, update
from sqlalchemy.orm import Session

from app.domain.errors import NotFound
from app.storage.db import db
from app.storage.links import Link
from app.storage.prepared import Prepared
from app.storage.tables import Account, Commune, Consent, Organisation, Person


class PersonFacts(NamedTuple):
    """A person; `phone` is None without an account or after deletion."""

    id: int
    public_id: str
    full_name: str
    group: str
    commune_code: str
    commune_name: str
    organisation_id: int | None
    organisation_code: str | None
    organisation_name: str | None
    phone: str | None
    created_at: datetime
    province_code: int
    birth_year: int | None


def get_person(person_id: int) -> PersonFacts:
    """One person, deleted or not; raises `NotFound`."""
    row = _PERSON.first(Link.of(db.session()), {"person": person_id})
    if row is None:
        raise NotFound()
    return PersonFacts._make(row)


_PERSON = Prepared(
    lambda _kind: (
        select(
            Person.id,
            Person.public_id,
            Person.full_name,
            Person.group,
            Person.commune_code,
            Commune.name,
            Person.organisation_id,
            Organisation.code,
            Organisation.name,
            Account.phone,
            Person.created_at,
            Commune.province_code,
            Person.birth_year,
        )
        .join(Commune, Commune.code == Person.commune_code)
        .outerjoin(Organisation, Organisation.id == Person.organisation_id)
        .outerjoin(Account, Account.person_id == Person.id)
        .where(Person.id == bindparam("person", 0))
    )
)


def count_people() -> int:
    """People ever registered."""
    return db.session.scalar(select(func.count()).select_from(Person)) or 0


def list_consents(person_id: int) -> list[Consent]:
    """What a person agreed to, oldest first."""
    query = select(Consent).where(Consent.person_id == person_id).order_by(Consent.id)
    return list(db.session.scalars(query))


def add_consent(session: Session, consent: Consent) -> None:
    """Add and flush."""
    session.add(consent)
    session.flush()


def update_person(session: Session, person_id: int, **values: object) -> None:
    """Put new values into a person's columns."""
    session.execute(update(Person).where(Person.id == person_id).values(**values))


def withdraw_consents(session: Session, person_id: int, now: datetime) -> None:
    """Mark every consent that still stands as taken back."""
    session.execute(
        update(Consent)
        .where(Consent.person_id == person_id, Consent.withdrawn_at.is_(None))
        .values(withdrawn_at=now)
    )
