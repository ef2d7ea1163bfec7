"""The rows of the audit chain."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime

from sqlalchemy import ColumnElement, Integer, case, cast, exists, func, or_, select, text
from sqlalchemy.orm import Session

from app.domain.audit import START, Entry
from app.storage.db import db
from app.storage.tables import Account, Attempt, AuditEntry, Contest, Person, Round

_LOCK = 0x7468_6973_6F  # any number of our own: "thiso"
_COLUMNS = (
    AuditEntry.number,
    AuditEntry.at,
    AuditEntry.account_id,
    AuditEntry.act,
    AuditEntry.subject,
    AuditEntry.detail,
    AuditEntry.previous,
    AuditEntry.digest,
)


def find_last(session: Session) -> tuple[int, str]:
    """Number and digest of the last entry, which stays the last until the transaction ends.

    On SQLite the writer is alone anyway; on PostgreSQL an advisory lock makes it so.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
    query = select(AuditEntry.number, AuditEntry.digest).order_by(AuditEntry.number.desc()).limit(1)
    row = session.execute(query).first()
    return (row.number, row.digest) if row else (0, START)


def add_entry(session: Session, entry: Entry) -> None:
    """Add and flush."""
    session.add(
        AuditEntry(
            number=entry.number,
            at=entry.at,
            account_id=entry.account_id,
            act=entry.act,
            subject=entry.subject,
            detail=entry.detail,
            previous=entry.previous,
            digest=entry.digest,
        )
    )
    session.flush()


def list_entries() -> Iterator[Entry]:
    """All entries in order, a few at a time."""
    query = select(*_COLUMNS).order_by(AuditEntry.number).execution_options(yield_per=500)
    for row in db.session.execute(query):
        yield Entry(*row)


def list_newest(limit: int) -> list[Entry]:
    """The last entries, the newest first."""
    query = select(AuditEntry).order_by(AuditEntry.number.desc()).limit(limit)
    return [
        Entry(
            one.number,
            one.at,
            one.account_id,
            one.act,
            one.subject,
            one.detail,
            one.previous,
            one.digest,
        )
        for one in db.session.scalars(query)
    ]


def find_head() -> tuple[int, str, datetime] | None:
    """Number, digest and time of the last entry, without holding it."""
    query = select(AuditEntry.number, AuditEntry.digest, AuditEntry.at)
    row = db.session.execute(query.order_by(AuditEntry.number.desc()).limit(1)).first()
    return None if row is None else (row.number, row.digest, row.at)


def has_act_after(act: str, number: int) -> bool:
    """Whether an act was done after the entry of a number."""
    query = select(AuditEntry.number).where(AuditEntry.number > number, AuditEntry.act == act)
    return db.session.scalar(query.limit(1)) is not None


def list_of_acts(acts: Collection[str], limit: int) -> list[Entry]:
    """The last entries about certain acts, the newest first."""
    query = select(*_COLUMNS).where(AuditEntry.act.in_(acts)).order_by(AuditEntry.number.desc())
    return [Entry(*row) for row in db.session.execute(query.limit(limit))]


def list_page(
    slug: str | None, offset: int, limit: int, *, own: Collection[str] | None = None
) -> list[Entry]:
    """Entries from the newest on, of a contest if one is named, and only of `own` contests."""
    query = select(*_COLUMNS).where(*_about(slug), *_within(own)).order_by(AuditEntry.number.desc())
    return [Entry(*row) for row in db.session.execute(query.offset(offset).limit(limit))]


def count_entries(slug: str | None, *, own: Collection[str] | None = None) -> int:
    """How many entries `list_page` has in all."""
    about = (*_about(slug), *_within(own))
    query = select(func.count()).select_from(AuditEntry).where(*about)
    return db.session.scalar(query) or 0


def list_names(account_ids: Collection[int]) -> dict[int, str]:
    """The names of accounts' owners; "" of deleted people."""
    query = select(Account.id, Person.full_name).join(Person, Person.id == Account.person_id)
    rows = db.session.execute(query.where(Account.id.in_(account_ids)))
    return {account_id: name for account_id, name in rows}  # noqa: C416


def _about(slug: str | None) -> tuple[ColumnElement[bool], ...]:
    if slug is None:
        return ()
    subject = f"contest/{slug}"
    return (
        or_(
            AuditEntry.subject == subject,
            AuditEntry.subject.startswith(f"{subject}/", autoescape=True),
        ),
    )


def _within(own: Collection[str] | None) -> tuple[ColumnElement[bool], ...]:
    """What is about no contest, and what is about one of `own`; None is everything."""
    if own is None:
        return ()
    subject = AuditEntry.subject
    of_attempt = subject.startswith("attempt/")
    # Cast only where it is a number: PostgreSQL would refuse the others.
    attempt_id = case((of_attempt, cast(func.substr(subject, len("attempt/") + 1), Integer)))
    own_attempt = (
        exists()
        .where(Attempt.id == attempt_id, Attempt.round_id == Round.id)
        .where(Round.contest_id == Contest.id, Contest.slug.in_(sorted(own)))
    )
    of_own = [condition for slug in sorted(own) for condition in _about(slug)]
    return (or_(~or_(subject.startswith("contest/"), of_attempt), own_attempt, *of_own),)
