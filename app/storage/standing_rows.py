"""Standings as they are written."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple


class Row(NamedTuple):
    """A standing as it is written; see the table."""

    contest_id: int
    scope: int
    person_id: int
    group: str
    commune_code: str
    organisation_id: int | None
    rank_key: str
    mills: int
    max_mills: int
    correct: int
    time_ms: int
    ended_at: datetime
    entries: int
    prediction: int | None
