"""Unit contacts: people who may watch the participation of one unit, and of no other."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy.exc import IntegrityError

from app.domain.errors import InvalidRequest, NotFound, PhoneInvalid
from app.domain.phones import normalise
from app.services import audit, units
from app.services.transactions import writing
from app.storage import accounts, rosters
from app.storage import unit_contacts as storage
from app.storage.constraints import broken_unique
from app.storage.tables import UnitContact
from app.storage.unit_contacts import ContactFacts

__all__ = ["ContactFacts", "appoint", "end", "list_of_account", "list_of_unit"]
COMMUNE, ORGANISATION = "commune", "organisation"


def list_of_unit(kind: str, code: str) -> list[ContactFacts]:
    """The contacts of a unit; raises `NotFound`."""
    return storage.list_of_unit(**_place(kind, code))


def list_of_account(account_id: int) -> list[ContactFacts]:
    """The units that an account watches over."""
    return storage.list_of_account(account_id)


def appoint(kind: str, code: str, *, phone: str, account_id: int | None, now: datetime) -> str:
    """Make the owner of a phone a contact of a unit; returns the name.

    Only somebody who has taken over the account: a list alone gives nobody a view of
    others. Raises `NotFound` for the unit, `InvalidRequest`: phone (phone_invalid,
    nobody, waiting, already).
    """
    place = _place(kind, code)
    try:
        facts = accounts.find_by_phone(normalise(phone))
    except PhoneInvalid:
        raise InvalidRequest((("phone", "phone_invalid"),)) from None
    if facts is None or facts.disabled_at is not None:
        raise InvalidRequest((("phone", "nobody"),))
    if rosters.is_waiting(facts.person_id):
        raise InvalidRequest((("phone", "waiting"),))
    try:
        with writing() as session:
            contact = UnitContact(
                account_id=facts.account_id,
                commune_code=place.get("commune"),
                organisation_id=place.get("organisation"),
                appointed_at=now,
                appointed_by=account_id,
            )
            storage.add_contact(session, contact)
            audit.record(
                session,
                account_id=account_id,
                act="contact.appoint",
                subject=f"{kind}/{code}",
                detail={"account": facts.account_id},
                now=now,
            )
    except IntegrityError as error:
        if not (broken_unique(error) or "").startswith("unit_contacts."):
            raise
        raise InvalidRequest((("phone", "already"),)) from None
    return facts.full_name


def end(kind: str, code: str, contact_id: int, *, account_id: int | None, now: datetime) -> None:
    """End a contact of a unit; raises `NotFound`, also for a contact of another unit."""
    contact = next((one for one in list_of_unit(kind, code) if one.id == contact_id), None)
    if contact is None:
        raise NotFound()
    with writing() as session:
        if storage.end_contact(session, contact_id, account_id, now):
            kind = COMMUNE if contact.commune_code else ORGANISATION
            audit.record(
                session,
                account_id=account_id,
                act="contact.end",
                subject=f"{kind}/{contact.commune_code or contact.organisation_code}",
                detail={"account": contact.account_id},
                now=now,
            )


def _place(kind: str, code: str) -> dict[str, Any]:
    if kind == COMMUNE and units.find_commune(code) is not None:
        return {"commune": code}
    found = units.find_organisation(code) if kind == ORGANISATION else None
    if found is None:
        raise NotFound()
    return {"organisation": found.id}
