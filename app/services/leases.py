"""Exactly one process does a background duty: whoever holds its lease."""

from __future__ import annotations

from datetime import datetime, timedelta

from app.services.transactions import writing
from app.storage import leases as storage

LEASE = timedelta(seconds=15)
RENEW_BEFORE = timedelta(seconds=8)


def take(*, duty: str, holder: str, now: datetime) -> bool:
    """Whether `holder` may do `duty` now. A lease is good for 15 s and prolonged by asking."""
    lease = storage.find_lease(duty)
    if lease is not None and lease.until > now:
        if lease.holder != holder:
            return False
        if lease.until - now > RENEW_BEFORE:
            return True  # Still good for a while: no write needed.
    with writing() as session:
        return storage.take_lease(session, duty=duty, holder=holder, now=now, until=now + LEASE)
