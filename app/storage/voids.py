"""Attempts that count for no board, as rows."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, exists, select, update
from sqlalchemy.orm import InstrumentedAttribute, Session

from app.storage.db import db
from app.storage.tables import Attempt, AttemptVoid, Result, Round


class VoidFacts(NamedTuple):
    """Why an attempt counts no more, and since when."""

    attempt_id: int
    reason: str
    voided_at: datetime


def in_force(attempt_id: InstrumentedAttribute[int]) -> ColumnElement[bool]:
    """The condition that the attempt in this column is voided now."""
    return exists().where(AttemptVoid.attempt_id == attempt_id, AttemptVoid.lifted_at.is_(None))


def find(attempt_id: int) -> VoidFacts | None:
    """The voiding of an attempt that is in force."""
    query = select(AttemptVoid.attempt_id, AttemptVoid.reason, AttemptVoid.voided_at).where(
        AttemptVoid.attempt_id == attempt_id, AttemptVoid.lifted_at.is_(None)
    )
    row = db.session.execute(query).first()
    return None if row is None else VoidFacts._make(row)


def list_attempts(contest_id: int) -> set[int]:
    """The ids of a contest's attempts that are voided now."""
    query = (
        select(AttemptVoid.attempt_id)
        .join(Attempt, Attempt.id == AttemptVoid.attempt_id)
        .join(Round, Round.id == Attempt.round_id)
        .where(Round.contest_id == contest_id, AttemptVoid.lifted_at.is_(None))
    )
    return set(db.session.scalars(query))


def list_of_person(person_id: int) -> list[VoidFacts]:
    """What of a person's attempts is voided now, oldest first."""
    query = (
        select(AttemptVoid.attempt_id, AttemptVoid.reason, AttemptVoid.voided_at)
        .join(Attempt, Attempt.id == AttemptVoid.attempt_id)
        .where(Attempt.person_id == person_id, AttemptVoid.lifted_at.is_(None))
        .order_by(AttemptVoid.id)
    )
    return [VoidFacts._make(row) for row in db.session.execute(query)]


def add(session: Session, void: AttemptVoid) -> AttemptVoid:
    """Add and flush; a second voiding that is in force breaks a constraint."""
    session.add(void)
    session.flush()
    return void


def lift(session: Session, attempt_id: int, now: datetime) -> bool:
    """End the voiding that is in force; False when there is none."""
    done = session.execute(
        update(AttemptVoid)
        .where(AttemptVoid.attempt_id == attempt_id, AttemptVoid.lifted_at.is_(None))
        .values(lifted_at=now)
        .execution_options(synchronize_session=False)
    )
    return bool(done.rowcount)  # type: ignore[attr-defined]


def reopen_result(session: Session, attempt_id: int) -> None:
    """Let the boards look again at what an attempt earned."""
    session.execute(
        update(Result)
        .where(Result.attempt_id == attempt_id)
        .values(on_board=0)
        .execution_options(synchronize_session=False)
    )
