"""Announcements: whether one is seen now follows from its times."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

LONGEST_TITLE = 200
LONGEST_TEXT = 20_000


class Showing(StrEnum):
    """Where an announcement is in its life."""

    DRAFT = "draft"
    SCHEDULED = "scheduled"
    SHOWN = "shown"
    OVER = "over"


def showing(published_at: datetime | None, until: datetime | None, now: datetime) -> Showing:
    """Seen from `published_at` (None: not yet published) up to, but not at, `until`."""
    if published_at is None:
        return Showing.DRAFT
    if now < published_at:
        return Showing.SCHEDULED
    return Showing.SHOWN if until is None or now < until else Showing.OVER
