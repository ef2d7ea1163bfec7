"""Time given back, for those who look at it: acts of a contest, notes to a person, cases.

The acts themselves are in `outages` and `personal_time`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from app.domain.adjustments import Kind
from app.domain.errors import NotFound, PhoneInvalid
from app.domain.phones import normalise
from app.domain.text import fold
from app.services import contests
from app.services.adjusting import LONGEST_REASON, MOST_SECONDS
from app.services.outages import Reach, preview_outage, record_outage
from app.services.personal_time import extend, reopen
from app.storage import adjustments as storage
from app.storage import attempt_search
from app.storage.adjustments import AdjustmentFacts, GrantFacts
from app.storage.attempt_search import FoundAttempt

__all__ = [
    "LONGEST_REASON",
    "MOST_SECONDS",
    "AdjustmentFacts",
    "Case",
    "FoundAttempt",
    "Note",
    "Reach",
    "extend",
    "find_attempts",
    "get_case",
    "list_adjustments",
    "list_notes",
    "preview_outage",
    "record_outage",
    "reopen",
]

SHOWN = 20
"""How many attempts a search shows."""


@dataclass(frozen=True, slots=True)
class Note:
    """What a person is told about the own attempt; `receipt` is one that was superseded."""

    at: datetime
    kind: Kind
    from_at: datetime | None
    until_at: datetime | None
    deadline_at: datetime
    added: timedelta
    reason: str
    receipt: str | None


@dataclass(frozen=True, slots=True)
class Case:
    """One attempt before an act; `left` is the working time it had when it was closed."""

    attempt: FoundAttempt
    notes: tuple[Note, ...]
    left: timedelta


def list_notes(attempt_id: int) -> tuple[Note, ...]:
    """Every act that touched an attempt whose owner has been checked, oldest first."""
    return tuple(_note(grant) for grant in storage.list_grants(attempt_id))


def list_adjustments(slug: str) -> list[AdjustmentFacts]:
    """Every act of a contest, the newest first; raises `NotFound`."""
    return storage.list_of_contest(contests.get_public_contest(slug).id)


def find_attempts(slug: str, query: str) -> list[FoundAttempt]:
    """Attempts of whoever has this phone or a name like it, at most `SHOWN`, newest first."""
    contest_id = contests.get_public_contest(slug).id
    try:
        return attempt_search.find_by_phone(contest_id, normalise(query), SHOWN)
    except PhoneInvalid:
        folded = fold(query)
    return attempt_search.find_by_name(contest_id, folded, SHOWN) if folded else []


def get_case(slug: str, attempt_id: int) -> Case:
    """One attempt of the contest; raises `NotFound`."""
    found = attempt_search.find_one(contests.get_public_contest(slug).id, attempt_id)
    if found is None:
        raise NotFound()
    grants = storage.list_grants(attempt_id)
    # Every pause lies in the past, so that from its end on working time runs.
    left = found.deadline_at - (found.closed_at or found.deadline_at)
    return Case(found, tuple(_note(one) for one in grants), left)


def _note(grant: GrantFacts) -> Note:
    return Note(
        at=grant.granted_at,
        kind=Kind(grant.kind),
        from_at=grant.from_at,
        until_at=grant.until_at,
        deadline_at=grant.deadline_after,
        added=grant.deadline_after - grant.deadline_before,
        reason=grant.reason,
        receipt=grant.receipt,
    )
