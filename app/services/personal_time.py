"""Acts for one person: extra time on an open attempt, or a closed attempt opened again."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from app.domain.adjustments import Kind, WorkingTime, reopened, with_outages, working_time
from app.domain.errors import AttemptClosed, InvalidRequest, NotFound
from app.services import adjusting, audit
from app.services.transactions import writing
from app.storage import adjustments as storage
from app.storage import attempts as attempt_storage
from app.storage import reopening
from app.storage.attempts import AttemptFacts
from app.storage.tables import Contest


def extend(
    slug: str,
    *,
    attempt_id: int,
    seconds: int,
    reason: str,
    account_id: int | None,
    now: datetime,
) -> datetime:
    """Give an open attempt more time; returns its new deadline, which the closing does not cut.

    Raises `NotFound`, `AttemptClosed`, `InvalidRequest`.
    """
    reason = _check(seconds, reason)
    with writing() as session:
        contest = adjusting.hold(session, slug)
        facts = _held(contest, attempt_id)
        if facts.closed_at is not None:
            raise AttemptClosed()
        time = _time_of(facts).with_extra(timedelta(seconds=seconds))
        if time.deadline_at <= now:
            raise InvalidRequest((("seconds", "too_little"),))
        act = adjusting.add_act(
            session,
            contest,
            Kind.EXTRA,
            reason=reason,
            account_id=account_id,
            now=now,
            seconds=seconds,
        )
        after = _give(session, facts, act, time, now)
        _record(session, "attempt.extend", facts, account_id, act, seconds, reason, now)
        return after


def reopen(
    slug: str,
    *,
    attempt_id: int,
    seconds: int,
    reason: str,
    account_id: int | None,
    now: datetime,
) -> datetime:
    """Open a closed attempt again, to go on for `seconds` from now; returns its new deadline.

    What was left at its end is not taken away. Its receipt stays genuine but is
    superseded, its result waits to be derived anew. Raises `NotFound` and
    `InvalidRequest`: it is open, another one is, or what is right may be known.
    """
    reason = _check(seconds, reason)
    with writing() as session:
        contest = adjusting.hold(session, slug)
        facts = _held(contest, attempt_id)
        if facts.closed_at is None:
            raise InvalidRequest((("attempt", "still_open"),))
        if storage.has_other_open(facts.id, facts.person_id, facts.round_id):
            raise InvalidRequest((("attempt", "other_open"),))
        if facts.round_id in adjusting.known_rounds(contest.id, adjusting.rules_of(contest), now):
            raise InvalidRequest((("attempt", "keys_known"),))
        time = reopened(
            _time_of(facts),
            closed_at=facts.closed_at,
            now=now,
            wanted=timedelta(seconds=seconds),
        )
        act = adjusting.add_act(
            session,
            contest,
            Kind.REOPENING,
            reason=reason,
            account_id=account_id,
            now=now,
            seconds=seconds,
            from_at=facts.closed_at,
            until_at=now,
        )
        after = _give(session, facts, act, time, now)
        reopening.reopen(session, act, contest.id, now)
        _record(session, "attempt.reopen", facts, account_id, act, seconds, reason, now)
        return after


def _check(seconds: int, reason: str) -> str:
    if not 1 <= seconds <= adjusting.MOST_SECONDS:
        raise InvalidRequest((("seconds", "range"),))
    return adjusting.check_reason(reason)


def _held(contest: Contest, attempt_id: int) -> AttemptFacts:
    facts = attempt_storage.find_for_update(attempt_id)
    if facts is None or facts.contest_id != contest.id:
        raise NotFound()
    return facts


def _time_of(facts: AttemptFacts) -> WorkingTime:
    return working_time(
        started_at=facts.started_at,
        deadline_at=facts.deadline_at,
        pauses=storage.pauses_of(storage.list_grants(facts.id)),
    )


def _give(
    session: Session, facts: AttemptFacts, act: int, time: WorkingTime, now: datetime
) -> datetime:
    """Write down the new time, with the outages that fall into what was added."""
    earlier = None if facts.closed_at is None else adjusting.earlier_end(facts)
    had = {one.adjustment_id for one in storage.list_grants(facts.id)}
    outages = [one for one in storage.list_outages(facts.contest_id) if one[0] not in had]
    whole, steps = with_outages(time, outages)
    first = adjusting.grant(act, facts.id, facts.deadline_at, time.deadline_at, now, earlier)
    storage.add_grants(session, [first, *adjusting.step_grants(facts.id, steps, now)])
    storage.put_times(session, [adjusting.times_row(facts.id, whole)])
    return whole.deadline_at


def _record(
    session: Session,
    act: str,
    facts: AttemptFacts,
    account_id: int | None,
    adjustment_id: int,
    seconds: int,
    reason: str,
    now: datetime,
) -> None:
    audit.record(
        session,
        account_id=account_id,
        act=act,
        subject=f"attempt/{facts.id}",
        detail={"adjustment": adjustment_id, "seconds": seconds, "reason": reason},
        now=now,
    )
