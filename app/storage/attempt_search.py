"""Attempts of a contest found by whose they are, for organisers."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, select

from app.storage.db import db
from app.storage.tables import Account, Attempt, Commune, Person, Round


class FoundAttempt(NamedTuple):
    """An attempt with its owner; `phone` is None without an account or after deletion."""

    id: int
    full_name: str
    phone: str | None
    commune_name: str
    round_title: str
    number: int
    started_at: datetime
    deadline_at: datetime
    closed_at: datetime | None
    closed_by: str | None


def find_by_phone(contest_id: int, phone: str, limit: int) -> list[FoundAttempt]:
    """Attempts of the account with this normalised phone, the newest first."""
    return _find(contest_id, Account.phone == phone, limit)


def find_by_name(contest_id: int, folded: str, limit: int) -> list[FoundAttempt]:
    """Attempts of people whose folded name holds `folded`, the newest first."""
    return _find(contest_id, Person.search_name.contains(folded, autoescape=True), limit)


def find_one(contest_id: int, attempt_id: int) -> FoundAttempt | None:
    """One attempt of the contest."""
    return next(iter(_find(contest_id, Attempt.id == attempt_id, 1)), None)


def _find(contest_id: int, condition: ColumnElement[bool], limit: int) -> list[FoundAttempt]:
    columns: tuple[Any, ...] = (
        Attempt.id,
        Person.full_name,
        Account.phone,
        Commune.name,
        Round.title,
        Attempt.number,
        Attempt.started_at,
        Attempt.deadline_at,
        Attempt.closed_at,
        Attempt.closed_by,
    )
    query = (
        select(*columns)
        .join(Round, Round.id == Attempt.round_id)
        .join(Person, Person.id == Attempt.person_id)
        .join(Commune, Commune.code == Person.commune_code)
        .outerjoin(Account, Account.person_id == Person.id)
        .where(Round.contest_id == contest_id, condition)
        .order_by(Attempt.started_at.desc(), Attempt.id.desc())
        .limit(limit)
    )
    return [FoundAttempt._make(row) for row in db.session.execute(query)]
