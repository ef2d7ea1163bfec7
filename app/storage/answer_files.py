"""Answer files as rows."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, case, func, select, update
from sqlalchemy.orm import Session

from app.storage.db import db
from app.storage.reopening import EarlierEnd
from app.storage.tables import AnswerFile, Attempt, Contest, Person, Round

PENDING, ACCEPTED, REJECTED = "pending", "accepted", "rejected"


class FileFacts(NamedTuple):
    """A file with whose and of what it is."""

    id: int
    attempt_id: int
    contest_id: int
    round_id: int
    person_id: int
    full_name: str
    sha256: str
    content: str
    received_at: datetime
    state: str
    decided_at: datetime | None
    reason: str | None
    receipt: str | None
    answers_hash: str | None
    closed_at: datetime | None
    closed_by: str | None
    prediction: int | None
    counted: int | None


class FileRow(NamedTuple):
    """A file as lists show it."""

    id: int
    full_name: str
    contest_title: str
    number: int
    received_at: datetime
    state: str


_ROW: tuple[Any, ...] = (
    AnswerFile.id,
    Person.full_name,
    Contest.title,
    Attempt.number,
    AnswerFile.received_at,
    AnswerFile.state,
)
_FACTS: tuple[Any, ...] = (
    AnswerFile.id,
    AnswerFile.attempt_id,
    Round.contest_id,
    Attempt.round_id,
    Attempt.person_id,
    Person.full_name,
    AnswerFile.sha256,
    AnswerFile.content,
    AnswerFile.received_at,
    AnswerFile.state,
    AnswerFile.decided_at,
    AnswerFile.reason,
    AnswerFile.receipt,
    AnswerFile.answers_hash,
    AnswerFile.closed_at,
    AnswerFile.closed_by,
    AnswerFile.prediction,
    AnswerFile.counted,
)


def add_file(session: Session, file: AnswerFile) -> AnswerFile:
    """Add and flush; the same file twice is refused by a constraint."""
    session.add(file)
    session.flush()
    return file


def find_file(file_id: int) -> FileFacts | None:
    """One file."""
    return next(iter(_list(AnswerFile.id == file_id)), None)


def find_earlier_end(code: str) -> EarlierEnd | None:
    """The end of an attempt that had this receipt until a file was accepted."""
    found = _list(AnswerFile.receipt == code)
    if not found:
        return None
    file = found[-1]  # An accepted file that changes no answer leaves the receipt as it was.
    if file.closed_at is None or file.decided_at is None:
        return None
    return EarlierEnd(
        file.attempt_id,
        file.contest_id,
        file.round_id,
        code,
        str(file.answers_hash),
        file.closed_at,
        str(file.closed_by),
        file.prediction,
        file.counted or 0,
        file.decided_at,
    )


def list_rows(offset: int, limit: int, *, own: Collection[str] | None = None) -> list[FileRow]:
    """Files without content, of `own` contests or of all: those to decide, oldest first.

    Then the decided, newest first.
    """
    waiting = case((AnswerFile.state == PENDING, 0), else_=1)
    age = case((AnswerFile.state == PENDING, AnswerFile.id), else_=-AnswerFile.id)
    query = (
        _joined(select(*_ROW))
        .join(Contest, Contest.id == Round.contest_id)
        .where(*_within(own))
        .order_by(waiting, age)
        .offset(offset)
        .limit(limit)
    )
    return [FileRow._make(row) for row in db.session.execute(query)]


def count_files(*, own: Collection[str] | None = None) -> int:
    """How many files `list_rows` has in all."""
    query = _joined(select(func.count(AnswerFile.id)))
    query = query.join(Contest, Contest.id == Round.contest_id).where(*_within(own))
    return db.session.scalar(query) or 0


def count_pending(contest_id: int) -> int:
    """How many files of a contest wait for a decision."""
    query = _joined(select(func.count(AnswerFile.id)))
    found = query.where(Round.contest_id == contest_id, AnswerFile.state == PENDING)
    return db.session.scalar(found) or 0


def count_of_attempt(attempt_id: int) -> int:
    """How many files of an attempt there are."""
    query = select(func.count()).select_from(AnswerFile)
    return db.session.scalar(query.where(AnswerFile.attempt_id == attempt_id)) or 0


def list_of_attempt(attempt_id: int) -> list[FileFacts]:
    """The files of an attempt, oldest first."""
    return _list(AnswerFile.attempt_id == attempt_id)


def list_of_person(person_id: int) -> list[FileFacts]:
    """The files of all attempts of a person, oldest first."""
    return _list(Attempt.person_id == person_id)


def decide(session: Session, file_id: int, **values: Any) -> None:
    """Write the decision of a pending file. The caller is alone in deciding."""
    pending = (AnswerFile.id == file_id, AnswerFile.state == PENDING)
    session.execute(update(AnswerFile).where(*pending).values(**values))


def _within(own: Collection[str] | None) -> tuple[ColumnElement[bool], ...]:
    return () if own is None else (Contest.slug.in_(sorted(own)),)


def _joined(query: Select[Any]) -> Select[Any]:
    return (
        query.join(Attempt, Attempt.id == AnswerFile.attempt_id)
        .join(Round, Round.id == Attempt.round_id)
        .join(Person, Person.id == Attempt.person_id)
    )


def _list(*conditions: ColumnElement[bool]) -> list[FileFacts]:
    query = _joined(select(*_FACTS)).where(*conditions).order_by(AnswerFile.id)
    return [FileFacts._make(row) for row in db.session.execute(query)]
