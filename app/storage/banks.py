"""Banks, their versions and keys as rows."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from app.storage.db import db
from app.storage.tables import Bank, BankKey, BankVersion


class VersionFacts(NamedTuple):
    """One version of a bank, without its questions."""

    id: int
    slug: str
    title: str
    number: int
    digest: str
    question_count: int
    created_at: datetime


def find_bank(slug: str) -> Bank | None:
    """The bank of this slug."""
    return db.session.scalar(select(Bank).where(Bank.slug == slug))


def list_versions(slug: str | None = None) -> list[VersionFacts]:
    """All versions of one bank or of every bank: banks by title, newest version first."""
    query = _facts().order_by(Bank.title, Bank.slug, BankVersion.number.desc())
    if slug is not None:
        query = query.where(Bank.slug == slug)
    return _rows(query)


def find_version(slug: str, number: int | None = None) -> VersionFacts | None:
    """A version of a bank by its number; without one, the newest."""
    query = _facts().where(Bank.slug == slug).order_by(BankVersion.number.desc()).limit(1)
    if number is not None:
        query = query.where(BankVersion.number == number)
    return next(iter(_rows(query)), None)


def find_version_by_id(version_id: int) -> VersionFacts | None:
    """A version by its id."""
    return next(iter(_rows(_facts().where(BankVersion.id == version_id))), None)


def find_version_by_digest(slug: str, digest: str) -> VersionFacts | None:
    """The version of a bank that has exactly this content."""
    query = _facts().where(Bank.slug == slug, BankVersion.digest == digest)
    return next(iter(_rows(query)), None)


def get_questions(version_id: int) -> str:
    """What participants may see of a version, as JSON; raises NoResultFound."""
    query = select(BankVersion.questions).where(BankVersion.id == version_id)
    return db.session.scalars(query).one()


def get_keys(version_id: int, number: int) -> str:
    """The answers of a version, as JSON; raises NoResultFound."""
    query = select(BankKey.keys).where(
        BankKey.bank_version_id == version_id, BankKey.number == number
    )
    return db.session.scalars(query).one()


def find_latest_key_number(version_id: int) -> int | None:
    """The number of the newest key of a version."""
    query = select(func.max(BankKey.number)).where(BankKey.bank_version_id == version_id)
    return db.session.scalar(query)


def add_bank(session: Session, *, slug: str, title: str, now: datetime) -> Bank:
    """Add and flush; the slug is guarded by a constraint."""
    bank = Bank(slug=slug, title=title, created_at=now)
    session.add(bank)
    session.flush()
    return bank


def add_version(session: Session, version: BankVersion, keys: str) -> BankVersion:
    """Add a version with its first key and flush; number and digest are guarded by constraints."""
    session.add(version)
    session.flush()
    key = BankKey(bank_version_id=version.id, number=1, keys=keys, created_at=version.created_at)
    session.add(key)
    session.flush()
    return version


def _facts() -> Select[*tuple[Any, ...]]:
    return select(
        BankVersion.id,
        Bank.slug,
        Bank.title,
        BankVersion.number,
        BankVersion.digest,
        BankVersion.question_count,
        BankVersion.created_at,
    ).join(Bank, Bank.id == BankVersion.bank_id)


def _rows(query: Select[*tuple[Any, ...]]) -> list[VersionFacts]:
    return [VersionFacts._make(row) for row in db.session.execute(query)]
