"""Signs for the arbiter as rows, with what was decided about them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Select, func, select, update
from sqlalchemy.orm import Session

from app.domain.evidence import Sign, State
from app.storage.db import db
from app.storage.inserts import insert_into
from app.storage.tables import (
    Account,
    Attempt,
    Contest,
    EvidenceAttempt,
    EvidenceDecision,
    EvidenceLook,
    EvidenceSign,
    Person,
)


class SignFacts(NamedTuple):
    """A sign as it is kept; `facts` are JSON."""

    id: int
    contest_id: int
    contest_slug: str
    kind: str
    facts: str
    chance: float | None
    state: str
    first_seen_at: datetime
    seen_at: datetime


class DecisionFacts(NamedTuple):
    """What somebody said or did; `name` is None for the system and after deletion."""

    act: str
    attempt_id: int | None
    reason: str
    name: str | None
    decided_at: datetime


class Look(NamedTuple):
    """When signs were last looked for, and how much there was to look at."""

    keys: str
    results: int
    as_of: datetime
    cost_ms: int
    pairs: int
    cut_units: int


def find_look(contest_id: int) -> Look | None:
    """The last look at a contest."""
    query = select(*(getattr(EvidenceLook, name) for name in Look._fields))
    row = db.session.execute(query.where(EvidenceLook.contest_id == contest_id)).first()
    return None if row is None else Look._make(row)


def put_look(session: Session, contest_id: int, look: Look) -> None:
    """Write or replace the last look."""
    new = insert_into(session, EvidenceLook)
    fresh = {name: new.excluded[name] for name in Look._fields}
    session.execute(
        new.on_conflict_do_update(index_elements=["contest_id"], set_=fresh),
        [{"contest_id": contest_id, **look._asdict()}],
    )


def put_sign(session: Session, contest_id: int, sign: Sign, now: datetime) -> bool:
    """Add a sign, or bring one that is known up to date; whether attempts have come to it.

    New attempts open a sign again on which was decided before.
    """
    new = insert_into(session, EvidenceSign)
    row = {
        "contest_id": contest_id,
        "kind": sign.kind.value,
        "subject": sign.subject,
        "facts": json.dumps(sign.facts, ensure_ascii=False),
        "chance": sign.chance,
        "state": State.OPEN.value,
        "first_seen_at": now,
        "seen_at": now,
    }
    fresh = {name: new.excluded[name] for name in ("facts", "chance", "seen_at")}
    keys = ["contest_id", "kind", "subject"]
    added = new.values(row).on_conflict_do_update(index_elements=keys, set_=fresh)
    sign_id = session.execute(added.returning(EvidenceSign.id)).scalar_one()
    rows = [{"sign_id": sign_id, "attempt_id": one} for one in sign.attempts]
    about = insert_into(session, EvidenceAttempt).values(rows).on_conflict_do_nothing()
    grown = bool(session.execute(about.returning(EvidenceAttempt.attempt_id)).all())
    if grown:
        set_state(session, sign_id, State.OPEN)
    return grown


def set_state(session: Session, sign_id: int, state: State) -> None:
    """How a sign stands from now on."""
    session.execute(
        update(EvidenceSign)
        .where(EvidenceSign.id == sign_id)
        .values(state=state.value)
        .execution_options(synchronize_session=False)
    )


def find_sign(sign_id: int) -> SignFacts | None:
    """One sign."""
    row = db.session.execute(_signs().where(EvidenceSign.id == sign_id)).first()
    return None if row is None else SignFacts._make(row)


def list_signs(
    contest_id: int, *, kind: str | None, state: str | None, offset: int, limit: int
) -> list[SignFacts]:
    """Signs: the open ones first, then those with the smallest chance."""
    query = _filtered(_signs(), contest_id, kind, state).order_by(
        EvidenceSign.state != State.OPEN.value,
        EvidenceSign.chance.is_(None),
        EvidenceSign.chance,
        EvidenceSign.id,
    )
    rows = db.session.execute(query.offset(offset).limit(limit))
    return [SignFacts._make(row) for row in rows]


def count_signs(contest_id: int, *, kind: str | None, state: str | None) -> int:
    """How many signs there are of a kind and state."""
    query = select(func.count()).select_from(EvidenceSign)
    return db.session.scalar(_filtered(query, contest_id, kind, state)) or 0


def list_about(sign_ids: Iterable[int]) -> dict[int, list[int]]:
    """The attempts that signs are about, by sign."""
    query = (
        select(EvidenceAttempt.sign_id, EvidenceAttempt.attempt_id)
        .where(EvidenceAttempt.sign_id.in_(list(sign_ids)))
        .order_by(EvidenceAttempt.attempt_id)
    )
    found: dict[int, list[int]] = {}
    for sign_id, attempt_id in db.session.execute(query):
        found.setdefault(sign_id, []).append(attempt_id)
    return found


def list_others(attempt_ids: Sequence[int], sign_id: int) -> list[SignFacts]:
    """Other signs about any of these attempts."""
    about = select(EvidenceAttempt.sign_id).where(EvidenceAttempt.attempt_id.in_(attempt_ids))
    query = _signs().where(EvidenceSign.id.in_(about), EvidenceSign.id != sign_id)
    rows = db.session.execute(query.order_by(EvidenceSign.id))
    return [SignFacts._make(row) for row in rows]


def add_decision(session: Session, decision: EvidenceDecision) -> None:
    """Add and flush."""
    session.add(decision)
    session.flush()


def list_decisions(sign_ids: Iterable[int]) -> dict[int, list[DecisionFacts]]:
    """What was decided about signs, by sign, oldest first."""
    query = (
        select(
            EvidenceDecision.sign_id,
            EvidenceDecision.act,
            EvidenceDecision.attempt_id,
            EvidenceDecision.reason,
            Person.full_name,
            EvidenceDecision.decided_at,
        )
        .outerjoin(Account, Account.id == EvidenceDecision.account_id)
        .outerjoin(Person, Person.id == Account.person_id)
        .where(EvidenceDecision.sign_id.in_(list(sign_ids)))
        .order_by(EvidenceDecision.id)
    )
    found: dict[int, list[DecisionFacts]] = {}
    for sign_id, *rest in db.session.execute(query):
        found.setdefault(sign_id, []).append(DecisionFacts._make(rest))
    return found


def hold_sign(session: Session, sign_id: int) -> EvidenceSign | None:
    """A sign, its row held until the transaction ends."""
    query = select(EvidenceSign).where(EvidenceSign.id == sign_id).with_for_update()
    return session.scalar(query)


def find_owner(attempt_id: int) -> int | None:
    """Whose attempt it is."""
    return db.session.scalar(select(Attempt.person_id).where(Attempt.id == attempt_id))


def _signs() -> Select[*tuple[Any, ...]]:
    return select(
        EvidenceSign.id,
        EvidenceSign.contest_id,
        Contest.slug,
        EvidenceSign.kind,
        EvidenceSign.facts,
        EvidenceSign.chance,
        EvidenceSign.state,
        EvidenceSign.first_seen_at,
        EvidenceSign.seen_at,
    ).join(Contest, Contest.id == EvidenceSign.contest_id)


def _filtered(query: Any, contest_id: int, kind: str | None, state: str | None) -> Any:
    query = query.where(EvidenceSign.contest_id == contest_id)
    if kind:
        query = query.where(EvidenceSign.kind == kind)
    if state:
        query = query.where(EvidenceSign.state == state)
    return query
