"""Outages and other time given back, for tests: minutes are counted from nine o'clock."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from app.services import adjustments
from app.services.accounts import SignedIn
from app.services.adjustments import Reach
from app.services.attempts import own_facts
from app.storage.attempts import AttemptFacts
from app.storage.db import db
from tests.conftest import NOW
from tests.factories_contests import identity_of

SLUG = "cuoc-thi"
REASON = "Mất điện ở trung tâm dữ liệu"


def at(minute: float) -> datetime:
    """So many minutes after nine."""
    return NOW + timedelta(minutes=minute)


def outage(start: float, end: float, now: float, **given: Any) -> Reach:
    """Record an outage of the contest, at `now`."""
    db.session.remove()
    values = {"reason": REASON, "account_id": None, "slug": SLUG, **given}
    return adjustments.record_outage(
        values.pop("slug"), from_at=at(start), until_at=at(end), now=at(now), **values
    )


def extend(attempt_id: int, minutes: float, now: float, **given: Any) -> datetime:
    """Give an open attempt more minutes."""
    return _act(adjustments.extend, attempt_id, minutes, now, given)


def reopen(attempt_id: int, minutes: float, now: float, **given: Any) -> datetime:
    """Open a closed attempt again for some minutes."""
    return _act(adjustments.reopen, attempt_id, minutes, now, given)


def _act(act: Any, attempt_id: int, minutes: float, now: float, given: Any) -> datetime:
    db.session.remove()
    values = {"reason": REASON, "account_id": None, "slug": SLUG, **given}
    seconds = int(minutes * 60)
    found: datetime = act(
        values.pop("slug"), attempt_id=attempt_id, seconds=seconds, now=at(now), **values
    )
    return found


def facts_of(who: SignedIn, attempt_id: int) -> AttemptFacts:
    """The attempt as it is in the database now."""
    db.session.remove()
    return own_facts(attempt_id, identity_of(who))
