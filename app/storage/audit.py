"""The rows of the audit chain."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from app.domain.audit import START, Entry
from app.storage.db import db
from app.storage.tables import AuditEntry

_LOCK = 0x7468_6973_6F  # any number of our own: "thiso"


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
    columns = (
        AuditEntry.number,
        AuditEntry.at,
        AuditEntry.account_id,
        AuditEntry.act,
        AuditEntry.subject,
        AuditEntry.detail,
        AuditEntry.previous,
        AuditEntry.digest,
    )
    query = select(*columns).order_by(AuditEntry.number).execution_options(yield_per=500)
    for row in db.session.execute(query):
        yield Entry(*row)
