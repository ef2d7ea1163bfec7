"""How many people have registered in each unit."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, func, select

from app.storage.db import db
from app.storage.tables import Person, RosterPerson


def _agreed() -> ColumnElement[bool]:
    """Whether a person is really there: not deleted, and not only on a list."""
    waiting = select(RosterPerson.person_id).where(RosterPerson.activated_at.is_(None))
    return Person.deleted_at.is_(None) & Person.id.not_in(waiting)


def count_by_commune() -> dict[str, int]:
    """Registered people by the commune's code."""
    return _count(Person.commune_code)


def count_by_organisation() -> dict[int, int]:
    """Registered people by the organisation's id, those of parts not included."""
    return _count(Person.organisation_id)


def _count(unit: Any) -> dict[Any, int]:
    query = select(unit, func.count()).where(_agreed(), unit.is_not(None)).group_by(unit)
    return {found: count for found, count in db.session.execute(query)}  # noqa: C416
