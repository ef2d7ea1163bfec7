"""The clock of an attempt begins when its paper is on the screen, within a small bound."""

from __future__ import annotations

from datetime import datetime

from app.domain.attempts import begin_when_shown, refuse_unless_open
from app.services.accounts import Identity
from app.services.attempts import grace_of, own_facts, rules_of
from app.services.starting import start_of_day
from app.services.transactions import writing
from app.storage import attempts as storage
from app.storage import journal
from app.storage.attempts import AttemptFacts


def mark_shown(*, attempt_id: int, identity: Identity, now: datetime) -> AttemptFacts:
    """Let the time of an attempt run from `now`, the moment its paper was seen.

    Only the first call within the bound does anything, and only before an answer
    is saved; otherwise the attempt is returned as it is. Raises `NotFound`,
    `SignInRequired`, `AttemptClosed`, `AlreadySubmitted`.
    """
    facts = own_facts(attempt_id, identity)
    refuse_unless_open(
        closed_by=facts.closed_by, deadline_at=facts.deadline_at, grace=grace_of(facts), now=now
    )
    if _begin(facts, now) is None:
        return facts
    with writing() as session:
        held = storage.find_for_update(attempt_id)
        times = _begin(held, now) if held and held.closed_at is None else None
        if times and not journal.has_entries(attempt_id):
            started_at, deadline_at = times
            storage.move_start(
                session, attempt_id, started_at=started_at, deadline_at=deadline_at, shown_at=now
            )
    return own_facts(attempt_id, identity)


def _begin(facts: AttemptFacts, now: datetime) -> tuple[datetime, datetime] | None:
    if facts.shown_at is not None or facts.paused_ms:
        return None
    by_day = rules_of(facts).attempts_per == "day"
    if by_day and start_of_day(facts.started_at) != start_of_day(now):
        return None  # Begun on the day before, it must not use up an attempt of this one.
    return begin_when_shown(
        started_at=facts.started_at,
        deadline_at=facts.deadline_at,
        closes_at=facts.closes_at,
        now=now,
    )
