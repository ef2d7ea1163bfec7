"""Time given back, as rows: the acts, what they did to attempts, and whom they may reach."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, bindparam, exists, func, insert, or_, select, update
from sqlalchemy.orm import Session, aliased

from app.domain.adjustments import Kind, Pause
from app.storage.db import db
from app.storage.links import Link
from app.storage.prepared import Prepared
from app.storage.tables import Account, Adjustment, AdjustmentGrant, Attempt, Person, Round


class AdjustmentFacts(NamedTuple):
    """One act with the number of attempts that it reached; `person_id` for those of one."""

    id: int
    kind: str
    from_at: datetime | None
    until_at: datetime | None
    seconds: int | None
    reason: str
    created_at: datetime
    account_name: str | None
    reached: int
    person_name: str | None


class Reachable(NamedTuple):
    """An attempt that an outage may lengthen: open, or ended by its clock.

    One that was ended is the person's newest in its round, and no other is open there.
    """

    id: int
    person_id: int
    round_id: int
    started_at: datetime
    deadline_at: datetime
    closed_at: datetime | None
    closed_by: str | None
    prediction: int | None
    answers_hash: str | None
    receipt: str | None


class GrantFacts(NamedTuple):
    """What one act did to one attempt; `receipt` is the one that it took the place of."""

    attempt_id: int
    adjustment_id: int
    kind: str
    from_at: datetime | None
    until_at: datetime | None
    seconds: int | None
    reason: str
    granted_at: datetime
    deadline_before: datetime
    deadline_after: datetime
    receipt: str | None


_GRANT = (
    AdjustmentGrant.attempt_id,
    Adjustment.id,
    Adjustment.kind,
    Adjustment.from_at,
    Adjustment.until_at,
    Adjustment.seconds,
    Adjustment.reason,
    AdjustmentGrant.granted_at,
    AdjustmentGrant.deadline_before,
    AdjustmentGrant.deadline_after,
    AdjustmentGrant.receipt,
)

# Submissions that the page makes by itself at the end come with the deadline or after it.
_RAN_OUT = Attempt.closed_at >= Attempt.deadline_at


def add(session: Session, adjustment: Adjustment) -> Adjustment:
    """Add and flush."""
    session.add(adjustment)
    session.flush()
    return adjustment


def add_grants(session: Session, grants: Sequence[Mapping[str, Any]]) -> None:
    """Write down what acts did to attempts."""
    if grants:
        session.execute(insert(AdjustmentGrant), list(grants))


def put_times(session: Session, times: Sequence[Mapping[str, Any]]) -> None:
    """Give attempts (`id`) another `deadline_at` and `paused_ms`. The caller holds their rows."""
    if times:
        session.execute(update(Attempt), list(times))


def list_of_contest(contest_id: int) -> list[AdjustmentFacts]:
    """All acts of a contest, the newest first; one query."""
    actor = aliased(Person)
    one_person = (
        select(func.min(Person.full_name))
        .join(Attempt, Attempt.person_id == Person.id)
        .join(AdjustmentGrant, AdjustmentGrant.attempt_id == Attempt.id)
        .where(AdjustmentGrant.adjustment_id == Adjustment.id, Adjustment.kind != Kind.OUTAGE)
        .correlate(Adjustment)
        .scalar_subquery()
    )
    reached = (
        select(func.count())
        .where(AdjustmentGrant.adjustment_id == Adjustment.id)
        .correlate(Adjustment)
        .scalar_subquery()
    )
    query = (
        select(
            Adjustment.id,
            Adjustment.kind,
            Adjustment.from_at,
            Adjustment.until_at,
            Adjustment.seconds,
            Adjustment.reason,
            Adjustment.created_at,
            actor.full_name,
            reached,
            one_person,
        )
        .outerjoin(Account, Account.id == Adjustment.account_id)
        .outerjoin(actor, actor.id == Account.person_id)
        .where(Adjustment.contest_id == contest_id)
        .order_by(Adjustment.id.desc())
    )
    return [AdjustmentFacts._make(row) for row in db.session.execute(query)]


def list_outages(contest_id: int) -> list[tuple[int, Pause]]:
    """The outages of a contest, with their ids."""
    query = (
        select(Adjustment.id, Adjustment.from_at, Adjustment.until_at)
        .where(Adjustment.contest_id == contest_id, Adjustment.kind == Kind.OUTAGE)
        .order_by(Adjustment.id)
    )
    rows = db.session.execute(query)
    return [(id_, Pause(start, end)) for id_, start, end in rows if start and end]


def list_grants(attempt_id: int) -> list[GrantFacts]:
    """What acts did to one attempt, oldest first."""
    rows = _GRANTS.all(Link.of(db.session()), {"attempt": attempt_id})
    return [GrantFacts._make(row) for row in rows]


def list_grants_of_person(person_id: int) -> list[GrantFacts]:
    """What acts did to all attempts of a person, oldest first."""
    own = select(Attempt.id).where(Attempt.person_id == person_id)
    return _grants(AdjustmentGrant.attempt_id.in_(own))


def list_grants_of_contest(contest_id: int) -> dict[int, list[GrantFacts]]:
    """What acts did to the attempts of a contest, by attempt; one query."""
    found: dict[int, list[GrantFacts]] = {}
    for grant in _grants(Adjustment.contest_id == contest_id):
        found.setdefault(grant.attempt_id, []).append(grant)
    return found


def _grants(condition: Any) -> list[GrantFacts]:
    return [GrantFacts._make(row) for row in db.session.execute(_granted(condition))]


def _granted(condition: Any) -> Select[*tuple[Any, ...]]:
    return (
        select(*_GRANT)
        .join(Adjustment, Adjustment.id == AdjustmentGrant.adjustment_id)
        .where(condition)
        .order_by(AdjustmentGrant.granted_at, Adjustment.id)
    )


_GRANTS = Prepared(lambda _kind: _granted(AdjustmentGrant.attempt_id == bindparam("attempt", 0)))


def hold_reachable(session: Session, contest_id: int, span: Pause) -> None:
    """Hold every attempt that `list_reachable` may give until the transaction ends.

    Nobody closes one meanwhile, while answers are still saved. The list is to be
    read afterwards: only then does it see what had to be waited for.
    """
    query = select(Attempt.id).join(Round, Round.id == Attempt.round_id)
    query = query.where(*_meets(contest_id, span), or_(Attempt.closed_at.is_(None), _RAN_OUT))
    session.execute(query.order_by(Attempt.id).with_for_update(of=Attempt, key_share=True))


def list_reachable(contest_id: int, span: Pause) -> list[Reachable]:
    """Attempts whose time meets `span` and that their owner has not submitted."""
    other = aliased(Attempt)
    in_the_way = exists().where(
        other.person_id == Attempt.person_id,
        other.round_id == Attempt.round_id,
        or_(other.number > Attempt.number, other.closed_at.is_(None)),
    )
    query = (
        select(*(getattr(Attempt, name) for name in Reachable._fields))
        .join(Round, Round.id == Attempt.round_id)
        .where(*_meets(contest_id, span))
        .where(or_(Attempt.closed_at.is_(None), _RAN_OUT & ~in_the_way))
        .order_by(Attempt.id)
    )
    return [Reachable._make(row) for row in db.session.execute(query)]


def _meets(contest_id: int, span: Pause) -> tuple[ColumnElement[bool], ...]:
    return (
        Round.contest_id == contest_id,
        Attempt.started_at < span.until_at,
        Attempt.deadline_at > span.from_at,
    )


def has_other_open(attempt_id: int, person_id: int, round_id: int) -> bool:
    """Whether the person has another open attempt in the round."""
    query = select(Attempt.id).where(
        Attempt.person_id == person_id,
        Attempt.round_id == round_id,
        Attempt.id != attempt_id,
        Attempt.closed_at.is_(None),
    )
    return db.session.scalar(query.limit(1)) is not None


def pauses_of(grants: Iterable[GrantFacts]) -> tuple[Pause, ...]:
    """The pauses that these acts granted."""
    return tuple(
        Pause(one.from_at, one.until_at)
        for one in grants
        if one.from_at is not None and one.until_at is not None
    )
