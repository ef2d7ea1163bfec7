"""Who is on the staff of which contest."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import delete, exists, func, select
from sqlalchemy.orm import Session

from app.storage.db import db
from app.storage.inserts import insert_into
from app.storage.tables import (
    Account,
    Bank,
    BankVersion,
    Contest,
    ContestStaff,
    Person,
    RoleGrant,
    Round,
)

_ORGANISES = exists().where(RoleGrant.account_id == Account.id, RoleGrant.role == "organiser")


class StaffFacts(NamedTuple):
    """One of the staff; `organises` is False once the role was taken away or the account ended."""

    account_id: int
    full_name: str
    phone: str | None
    added_at: datetime
    organises: bool


class Candidate(NamedTuple):
    """An organiser who could be put on a staff."""

    account_id: int
    full_name: str
    phone: str | None
    search_name: str


class Holding(NamedTuple):
    """A round that draws from a bank, with what tells whether the bank's keys are held."""

    bank: str
    contest_id: int
    slug: str
    published_at: datetime | None
    closes_at: datetime
    finalised_at: datetime | None


def list_slugs_of(account_id: int) -> list[str]:
    """The contests that an account is on the staff of."""
    query = select(Contest.slug).join(ContestStaff, ContestStaff.contest_id == Contest.id)
    return list(db.session.scalars(query.where(ContestStaff.account_id == account_id)))


def list_staff(contest_id: int) -> list[StaffFacts]:
    """The staff of a contest, the longest serving first."""
    query = (
        select(
            Account.id,
            Person.full_name,
            Account.phone,
            ContestStaff.added_at,
            _ORGANISES & Account.disabled_at.is_(None),
        )
        .join(ContestStaff, ContestStaff.account_id == Account.id)
        .join(Person, Person.id == Account.person_id)
        .where(ContestStaff.contest_id == contest_id)
        .order_by(ContestStaff.added_at, Account.id)
    )
    return [StaffFacts(*row[:4], bool(row[4])) for row in db.session.execute(query)]


def list_candidates(contest_id: int) -> list[Candidate]:
    """Organisers who are not on the staff of a contest."""
    on_staff = exists().where(
        ContestStaff.contest_id == contest_id, ContestStaff.account_id == Account.id
    )
    query = (
        select(Account.id, Person.full_name, Account.phone, Person.search_name)
        .join(Person, Person.id == Account.person_id)
        .where(_ORGANISES, Account.disabled_at.is_(None), ~on_staff)
        .order_by(Person.sort_key, Account.id)
    )
    return [Candidate._make(row) for row in db.session.execute(query)]


def add(session: Session, contest_id: int, account_id: int, now: datetime) -> bool:
    """Put an account on a staff; False when it is there already."""
    new = (
        insert_into(session, ContestStaff)
        .values(contest_id=contest_id, account_id=account_id, added_at=now)
        .on_conflict_do_nothing()
        .returning(ContestStaff.account_id)
    )
    return session.execute(new).first() is not None


def remove(session: Session, contest_id: int, account_id: int) -> bool:
    """Take an account off a staff; False when it is not there."""
    gone = (
        delete(ContestStaff)
        .where(ContestStaff.contest_id == contest_id, ContestStaff.account_id == account_id)
        .returning(ContestStaff.account_id)
    )
    return session.execute(gone).first() is not None


def count_organisers(session: Session, contest_id: int) -> int:
    """How many of a staff can still run the contest."""
    query = (
        select(func.count())
        .select_from(ContestStaff)
        .join(Account, Account.id == ContestStaff.account_id)
        .where(ContestStaff.contest_id == contest_id, _ORGANISES, Account.disabled_at.is_(None))
    )
    return session.scalar(query) or 0


def list_holdings() -> list[Holding]:
    """Every round of a published contest that is not final, with its bank."""
    query = (
        select(
            Bank.slug,
            Contest.id,
            Contest.slug,
            Contest.published_at,
            Round.closes_at,
            Contest.finalised_at,
        )
        .join(BankVersion, BankVersion.bank_id == Bank.id)
        .join(Round, Round.bank_version_id == BankVersion.id)
        .join(Contest, Contest.id == Round.contest_id)
        .where(Contest.published_at.is_not(None), Contest.finalised_at.is_(None))
    )
    return [Holding._make(row) for row in db.session.execute(query)]


def list_banks_made_by(account_id: int) -> set[str]:
    """The banks of which an account has made a version."""
    query = select(Bank.slug).join(BankVersion, BankVersion.bank_id == Bank.id)
    return set(db.session.scalars(query.where(BankVersion.created_by == account_id)))
