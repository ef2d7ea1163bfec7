"""One act for everybody: an outage that lengthens every attempt which it fell into."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.domain.adjustments import Kind, Pause, Step, WorkingTime, with_outages, working_time
from app.domain.errors import InvalidRequest
from app.services import adjusting, audit, contests
from app.services.transactions import writing
from app.storage import adjustments as storage
from app.storage import reopening
from app.storage.adjustments import Reachable

_NEW = 0


@dataclass(frozen=True, slots=True)
class Reach:
    """How many attempts an outage lengthens, and how many of these are opened again.

    `out_of_reach` were ended by their clock and stay closed: even the lengthened
    time is over, or what is right may be known already.
    """

    lengthened: int
    reopened: int
    out_of_reach: int


@dataclass(frozen=True, slots=True)
class _Change:
    attempt: Reachable
    time: WorkingTime
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class _Plan:
    changes: Sequence[_Change]
    out_of_reach: int

    @property
    def reach(self) -> Reach:
        reopened = sum(one.attempt.closed_at is not None for one in self.changes)
        return Reach(len(self.changes), reopened, self.out_of_reach)


def preview_outage(slug: str, *, from_at: datetime, until_at: datetime, now: datetime) -> Reach:
    """What `record_outage` would do now. Raises `NotFound`, `InvalidRequest`."""
    span = _check_span(from_at, until_at, now)
    contest = contests.get_public_contest(slug)
    if contest.finalised_at is not None:
        raise InvalidRequest((("contest", "final"),))
    known = adjusting.known_rounds(contest.id, contest.rules, now)
    attempts = storage.list_reachable(contest.id, span)
    return _plan(contest.id, attempts, (_NEW, span), known, now).reach


def record_outage(
    slug: str,
    *,
    from_at: datetime,
    until_at: datetime,
    reason: str,
    account_id: int | None,
    now: datetime,
) -> Reach:
    """Lengthen every attempt by what the outage took of its time; all at once or nothing.

    Attempts that their owner has submitted stay as they are. Those ended by their
    clock are opened again when the lengthened time is still ahead. The closing of
    the round cuts nothing. Raises `NotFound`, `InvalidRequest`.
    """
    span = _check_span(from_at, until_at, now)
    reason = adjusting.check_reason(reason)
    with writing() as session:
        contest = adjusting.hold(session, slug)
        known = adjusting.known_rounds(contest.id, adjusting.rules_of(contest), now)
        act = adjusting.add_act(
            session,
            contest,
            Kind.OUTAGE,
            reason=reason,
            account_id=account_id,
            now=now,
            from_at=from_at,
            until_at=until_at,
        )
        storage.hold_reachable(session, contest.id, span)
        attempts = storage.list_reachable(contest.id, span)
        plan = _plan(contest.id, attempts, (act, span), known, now)
        storage.add_grants(session, [row for one in plan.changes for row in _rows(one, act, now)])
        storage.put_times(
            session, [adjusting.times_row(one.attempt.id, one.time) for one in plan.changes]
        )
        if plan.reach.reopened:
            reopening.reopen(session, act, contest.id, now)
        audit.record(
            session,
            account_id=account_id,
            act="contest.outage",
            subject=f"contest/{slug}",
            detail={
                "adjustment": act,
                "from": from_at.isoformat(),
                "until": until_at.isoformat(),
                "lengthened": plan.reach.lengthened,
                "reopened": plan.reach.reopened,
                "reason": reason,
            },
            now=now,
        )
        return plan.reach


def _check_span(from_at: datetime, until_at: datetime, now: datetime) -> Pause:
    if until_at <= from_at:
        raise InvalidRequest((("until_at", "after_start"),))
    if until_at > now:
        raise InvalidRequest((("until_at", "future"),))
    return Pause(from_at, until_at)


def _plan(
    contest_id: int,
    attempts: Sequence[Reachable],
    new: tuple[int, Pause],
    known: set[int],
    now: datetime,
) -> _Plan:
    outages = {**dict(storage.list_outages(contest_id)), new[0]: new[1]}
    granted = storage.list_grants_of_contest(contest_id)
    changes, out_of_reach = [], 0
    for attempt in attempts:
        grants = granted.get(attempt.id, [])
        had = {one.adjustment_id for one in grants}
        time, steps = with_outages(
            working_time(
                started_at=attempt.started_at,
                deadline_at=attempt.deadline_at,
                pauses=storage.pauses_of(grants),
            ),
            [(id_, pause) for id_, pause in outages.items() if id_ not in had],
        )
        if all(step.outage_id != new[0] for step in steps):
            continue  # Nothing of it had not been counted before.
        shut = attempt.closed_at is not None and attempt.round_id in known
        if time.deadline_at <= now or shut:
            out_of_reach += 1
        else:
            changes.append(_Change(attempt, time, steps))
    return _Plan(changes, out_of_reach)


def _rows(change: _Change, act: int, now: datetime) -> list[dict[str, Any]]:
    rows = adjusting.step_grants(change.attempt.id, change.steps, now)
    if change.attempt.closed_at is not None:
        earlier = adjusting.earlier_end(change.attempt)
        rows = [{**row, **earlier} if row["adjustment_id"] == act else row for row in rows]
    return rows
