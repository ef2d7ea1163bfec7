"""Jobs as a worker has them: claimed by one, prolonged while it lives, ended once."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from app.services.jobs import KEPT, Outcome, ended_values
from app.services.transactions import writing
from app.storage import jobs as storage
from app.storage.jobs import FAILED, JobFacts

LEASE = timedelta(seconds=45)
"""So long after a worker was killed its job is taken by another; living ones prolong it."""
MOST_TRIES = 3
"""Work that ended its worker so often is not tried again."""
ABANDONED = "job_abandoned"
KEPT_AT_MOST = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Claimed:
    """A job that one worker holds."""

    id: int
    token: str
    kind: str
    account_id: int | None
    params: Mapping[str, Any]
    data: bytes | None


def claim(*, holder: str, now: datetime) -> Claimed | None:
    """Take the oldest job that is free; None when there is none.

    A job that has ended its workers `MOST_TRIES` times is failed instead.
    """
    for job_id in storage.list_free(now):
        with writing() as session:
            facts = storage.take(session, job_id, holder=holder, now=now, until=now + LEASE)
        if facts is None:
            continue
        if facts.tries > MOST_TRIES:
            fail(facts.id, holder=holder, error=ABANDONED, now=now)
            continue
        return _claimed(facts)
    return None


def _claimed(facts: JobFacts) -> Claimed:
    return Claimed(
        facts.id,
        facts.token,
        facts.kind,
        facts.account_id,
        json.loads(facts.params),
        storage.get_input(facts.id),
    )


def report(job_id: int, *, holder: str, done: int, total: int, now: datetime) -> bool:
    """Write how far a job is, and keep it; False when it is somebody else's by now."""
    return _change(job_id, holder, done=done, total=total, lease_until=now + LEASE)


def finish(job_id: int, *, holder: str, outcome: Outcome, now: datetime) -> bool:
    """Keep what came of a job; False, and nothing kept, when it is somebody else's by now."""
    let_go = {} if outcome.keep_input else {"input": None}
    return _change(job_id, holder, **ended_values(outcome, now), **let_go)


def fail(job_id: int, *, holder: str, error: str, now: datetime) -> bool:
    """Note why a job could not be done (the code of a refusal); what it read is let go."""
    ended = {"finished_at": now, "holder": None, "lease_until": None, "input": None}
    return _change(job_id, holder, state=FAILED, error=error, **ended)


def _change(job_id: int, held_by: str, **values: Any) -> bool:
    with writing() as session:
        return storage.change_held(session, job_id, held_by, values)


def forget_old(now: datetime) -> int:
    """Delete jobs whose answer has been kept long enough; returns how many."""
    with writing() as session:
        return storage.delete_old(
            session, finished_before=now - KEPT, created_before=now - KEPT_AT_MOST
        )
