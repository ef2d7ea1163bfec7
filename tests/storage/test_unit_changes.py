"""The tables of units' histories and contacts guard themselves."""

from __future__ import annotations

from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy import delete, update
from sqlalchemy.exc import DatabaseError, IntegrityError

from app.services.transactions import writing
from app.storage import unit_changes, unit_contacts
from app.storage.constraints import broken_unique
from app.storage.tables import UnitChange, UnitContact
from tests.factories import MINH_XUAN, a_person


def a_change(now: datetime, **unit: object) -> UnitChange:
    values = {"change": "headcount", "before": None, "after": "1", "reason": "", "at": now, **unit}
    return UnitChange(**values)


def test_history_is_only_ever_added_to(app: Flask, now: datetime) -> None:
    a_person()
    with writing() as session:
        unit_changes.add_changes(session, [a_change(now, commune_code=MINH_XUAN)])
    for change in (update(UnitChange).values(after="2"), delete(UnitChange)):
        with pytest.raises(DatabaseError, match="append-only"), writing() as session:
            session.execute(change)
    assert len(unit_changes.list_changes(commune=MINH_XUAN)) == 1


def test_a_change_is_about_one_unit(app: Flask, now: datetime) -> None:
    with pytest.raises(IntegrityError), writing() as session:
        unit_changes.add_changes(session, [a_change(now)])


def test_an_account_is_a_units_contact_only_once_at_a_time(app: Flask, now: datetime) -> None:
    who = a_person()

    def appoint() -> None:
        contact = UnitContact(account_id=who.account_id, commune_code=MINH_XUAN, appointed_at=now)
        with writing() as session:
            unit_contacts.add_contact(session, contact)

    appoint()
    with pytest.raises(IntegrityError) as refused:
        appoint()
    assert broken_unique(refused.value) == "unit_contacts.account_id, unit_contacts.commune_code"
    first = unit_contacts.list_of_account(who.account_id)[0]
    with writing() as session:
        assert unit_contacts.end_contact(session, first.id, None, now)
    appoint()
    assert len(unit_contacts.list_of_account(who.account_id)) == 1
