"""A person's account as organisers see it: its state, its attempts, what was decided on it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import func, or_, select, update
from sqlalchemy.orm import Session, aliased

from app.storage.db import db
from app.storage.tables import Account, Attempt, Contest, Person, PersonNote, Result, Round


class NoteFacts(NamedTuple):
    """A decision about a person or a pair; `by` is who made it."""

    id: int
    person_id: int
    other_id: int | None
    kind: str
    reason: str
    at: datetime
    by: str | None


class AttemptRow(NamedTuple):
    """An attempt with what it earned."""

    contest_slug: str
    contest_title: str
    round_title: str
    number: int
    started_at: datetime
    closed_at: datetime | None
    closed_by: str | None
    correct: int | None
    mills: int | None
    max_mills: int | None
    time_ms: int | None


def find_account_id(person_id: int) -> int | None:
    """The id of a person's account."""
    return db.session.scalar(select(Account.id).where(Account.person_id == person_id))


def set_disabled(
    session: Session, account_id: int, *, epoch: int, disabled_at: datetime | None
) -> bool:
    """Switch an account off or on and end its sessions; False when it has changed meanwhile."""
    done = session.execute(
        update(Account)
        .where(Account.id == account_id, Account.epoch == epoch)
        .values(disabled_at=disabled_at, epoch=epoch + 1),
        execution_options={"synchronize_session": False},
    )
    return bool(done.rowcount)  # type: ignore[attr-defined]


def add_note(session: Session, note: PersonNote) -> None:
    """Add and flush."""
    session.add(note)
    session.flush()


def list_notes(person_id: int) -> list[NoteFacts]:
    """What was decided about a person, newest first."""
    return _notes(or_(PersonNote.person_id == person_id, PersonNote.other_id == person_id))


def list_pair_notes(person_ids: Collection[int]) -> dict[tuple[int, int], NoteFacts]:
    """The newest decision on each pair among these people."""
    pairs = PersonNote.person_id.in_(sorted(person_ids)) & PersonNote.other_id.is_not(None)
    newest: dict[tuple[int, int], NoteFacts] = {}
    for note in _notes(pairs):
        newest.setdefault((note.person_id, note.other_id or 0), note)
    return newest


def _notes(which: object) -> list[NoteFacts]:
    by = aliased(Person)
    query = (
        select(
            PersonNote.id,
            PersonNote.person_id,
            PersonNote.other_id,
            PersonNote.kind,
            PersonNote.reason,
            PersonNote.at,
            by.full_name,
        )
        .outerjoin(Account, Account.id == PersonNote.account_id)
        .outerjoin(by, by.id == Account.person_id)
        .where(which)  # type: ignore[arg-type]
        .order_by(PersonNote.id.desc())
    )
    return [NoteFacts._make(row) for row in db.session.execute(query)]


def list_attempts(person_id: int) -> list[AttemptRow]:
    """All attempts of a person, newest first."""
    query = (
        select(
            Contest.slug,
            Contest.title,
            Round.title,
            Attempt.number,
            Attempt.started_at,
            Attempt.closed_at,
            Attempt.closed_by,
            Result.correct,
            Result.mills,
            Result.max_mills,
            Result.time_ms,
        )
        .join(Round, Round.id == Attempt.round_id)
        .join(Contest, Contest.id == Round.contest_id)
        .outerjoin(Result, Result.attempt_id == Attempt.id)
        .where(Attempt.person_id == person_id)
        .order_by(Attempt.started_at.desc(), Attempt.id.desc())
    )
    return [AttemptRow._make(row) for row in db.session.execute(query)]


def list_contests_of(person_ids: Collection[int]) -> dict[int, dict[str, int]]:
    """By person, the contests taken part in (their titles) with the number of attempts."""
    query = (
        select(Attempt.person_id, Contest.title, func.count())
        .join(Round, Round.id == Attempt.round_id)
        .join(Contest, Contest.id == Round.contest_id)
        .where(Attempt.person_id.in_(sorted(person_ids)))
        .group_by(Attempt.person_id, Contest.title)
    )
    found: dict[int, dict[str, int]] = {}
    for person_id, title, count in db.session.execute(query):
        found.setdefault(person_id, {})[title] = count
    return found
