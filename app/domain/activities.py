"""What units did: which reports may still change, which are late, and what they add up to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

LONGEST_TITLE = 300
LONGEST_PLACE = 300
LONGEST_TEXT = 10_000
LONGEST_NOTE = 2_000
MOST_PEOPLE = 10_000_000
MOST_PHOTOS = 3
MOST_REPORTS = 50
"""Of one unit for one call."""
_OLDEST = timedelta(days=3 * 366)


class ReportState(StrEnum):
    """How far a report has come."""

    DRAFT = "draft"
    SENT = "sent"
    RETURNED = "returned"
    ACCEPTED = "accepted"


def may_change(state: str, *, deadline_at: datetime, now: datetime) -> bool:
    """Whether its unit may still change a report.

    Drafts and returned reports always; sent ones until the deadline; accepted ones never.
    """
    if state in (ReportState.DRAFT, ReportState.RETURNED):
        return True
    return state == ReportState.SENT and now < deadline_at


def is_late(sent_at: datetime | None, *, deadline_at: datetime) -> bool:
    """Whether a report was first sent at or after the deadline."""
    return sent_at is not None and sent_at >= deadline_at


def read_day(text: str, *, today: date) -> date:
    """The day of an activity, as "2026-11-24".

    Raises `ValueError` with "missing", "date", "future" (after `today`) or "long_ago".
    """
    if not text.strip():
        raise ValueError("missing")
    try:
        found = date.fromisoformat(text.strip())
    except ValueError:
        raise ValueError("date") from None
    if found > today:
        raise ValueError("future")
    if found < today - _OLDEST:
        raise ValueError("long_ago")
    return found


def read_people(text: str) -> int:
    """How many people were reached; blanks and dots within the number are taken.

    Raises `ValueError` with "missing", "number" or "range".
    """
    digits = "".join(text.split()).replace(".", "")
    if not digits:
        raise ValueError("missing")
    if not (digits.isascii() and digits.isdigit()):
        raise ValueError("number")
    if len(digits) > 12 or int(digits) > MOST_PEOPLE:
        raise ValueError("range")
    return int(digits)


@dataclass(frozen=True, slots=True)
class Tally:
    """What reports add up to: activities sent, accepted and late, and the people reached."""

    activities: int = 0
    accepted: int = 0
    late: int = 0
    people: int = 0
    photos: int = 0


def add_up(tallies: Iterable[Tally]) -> Tally:
    """The sum of tallies."""
    total = Tally()
    for one in tallies:
        total = Tally(
            total.activities + one.activities,
            total.accepted + one.accepted,
            total.late + one.late,
            total.people + one.people,
            total.photos + one.photos,
        )
    return total
