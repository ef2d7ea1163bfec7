"""Marks of the browsers in which attempts were started."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.storage.db import db
from app.storage.tables import Attempt, AttemptDevice, Contest, Round


def add(session: Session, attempt_id: int, mark: str) -> None:
    """Keep the mark of an attempt that has just been started."""
    session.add(AttemptDevice(attempt_id=attempt_id, mark=mark))
    session.flush()


def list_marks(attempt_ids: Sequence[int]) -> dict[int, str]:
    """Marks by attempt."""
    query = select(AttemptDevice.attempt_id, AttemptDevice.mark).where(
        AttemptDevice.attempt_id.in_(attempt_ids)
    )
    return {attempt_id: mark for attempt_id, mark in db.session.execute(query)}  # noqa: C416


def list_of_person(person_id: int) -> dict[int, str]:
    """The marks of a person's attempts."""
    query = (
        select(AttemptDevice.attempt_id, AttemptDevice.mark)
        .join(Attempt, Attempt.id == AttemptDevice.attempt_id)
        .where(Attempt.person_id == person_id)
    )
    return {attempt_id: mark for attempt_id, mark in db.session.execute(query)}  # noqa: C416


def delete_of_person(session: Session, person_id: int) -> None:
    """Let go of the marks of a person's attempts."""
    _delete(session, select(Attempt.id).where(Attempt.person_id == person_id))


def delete_of_old(session: Session, final_before: datetime) -> None:
    """Let go of the marks of contests that became final before a moment."""
    old = (
        select(Attempt.id)
        .join(Round, Round.id == Attempt.round_id)
        .join(Contest, Contest.id == Round.contest_id)
        .where(Contest.finalised_at < final_before)
    )
    _delete(session, old)


def has_old(final_before: datetime) -> bool:
    """Whether any of those is kept."""
    query = (
        select(AttemptDevice.attempt_id)
        .join(Attempt, Attempt.id == AttemptDevice.attempt_id)
        .join(Round, Round.id == Attempt.round_id)
        .join(Contest, Contest.id == Round.contest_id)
        .where(Contest.finalised_at < final_before)
    )
    return db.session.scalar(query.limit(1)) is not None


def _delete(session: Session, attempts: object) -> None:
    session.execute(
        delete(AttemptDevice)
        .where(AttemptDevice.attempt_id.in_(attempts))  # type: ignore[arg-type]
        .execution_options(synchronize_session=False)
    )
