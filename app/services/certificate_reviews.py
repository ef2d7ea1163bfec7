"""Certificates follow the boards: after a correction of final results they are judged again."""

from __future__ import annotations

from datetime import datetime

from app.services import jobs
from app.services.transactions import writing
from app.storage import certificates as storage
from app.storage import derivations

KIND = "certificates.review"


def ask_for_due(now: datetime) -> int:
    """Give the background the contests whose boards changed after their certificates were judged.

    Returns how many. With nothing to do it costs one query. Part of the ticker.
    """
    due = [one for one in storage.list_to_review() if not derivations.is_waiting(one.contest_id)]
    for one in due:
        with writing() as session:
            storage.mark_reviewed(session, one.contest_id, now)
        params = {"slug": one.slug, "title": one.title}
        jobs.add(kind=KIND, account_id=None, params=params, now=now)
    return len(due)
