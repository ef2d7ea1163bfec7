"""Leases: which process does a background duty."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import or_, update
from sqlalchemy.orm import Session

from app.storage.db import db
from app.storage.inserts import insert_into
from app.storage.tables import Lease


def find_lease(duty: str) -> Lease | None:
    """The lease of a duty as it stands, however old."""
    return db.session.get(Lease, duty)


def take_lease(session: Session, *, duty: str, holder: str, now: datetime, until: datetime) -> bool:
    """Take or prolong the lease; False while another holder's is still good."""
    new = (
        insert_into(session, Lease)
        .values(duty=duty, holder=holder, until=until)
        .on_conflict_do_nothing()
    )
    if session.execute(new.returning(Lease.duty)).first() is not None:
        return True
    free = or_(Lease.holder == holder, Lease.until < now)
    taken = update(Lease).where(Lease.duty == duty, free).values(holder=holder, until=until)
    return bool(session.execute(taken).rowcount)  # type: ignore[attr-defined]
