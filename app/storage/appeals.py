"""Appeals as rows, each with the bank version that its question is of."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Select, delete, func, select, update
from sqlalchemy.orm import Session

from app.storage.db import db
from app.storage.tables import Appeal, Attempt, Round


class AppealFacts(NamedTuple):
    """One appeal; `answer` is None until somebody has answered."""

    id: int
    attempt_id: int
    bank_version_id: int
    question: str
    text: str
    created_at: datetime
    answer: str | None
    answered_at: datetime | None


def add(session: Session, appeal: Appeal) -> Appeal:
    """Add and flush; a second one of an attempt's question breaks a constraint."""
    session.add(appeal)
    session.flush()
    return appeal


def list_of_attempt(attempt_id: int) -> list[AppealFacts]:
    """The appeals of one attempt."""
    return _list(_facts().where(Appeal.attempt_id == attempt_id))


def list_of_contest(contest_id: int) -> list[AppealFacts]:
    """All appeals of a contest, oldest first."""
    return _list(_facts().where(Appeal.contest_id == contest_id).order_by(Appeal.id))


def list_of_person(person_id: int) -> list[AppealFacts]:
    """What a person has appealed, oldest first."""
    return _list(_facts().where(Attempt.person_id == person_id).order_by(Appeal.id))


def count_by_question(contest_id: int) -> dict[tuple[int, str], int]:
    """How many appeals each question has, by bank version and id."""
    query = (
        select(Round.bank_version_id, Appeal.question, func.count())
        .join(Attempt, Attempt.id == Appeal.attempt_id)
        .join(Round, Round.id == Attempt.round_id)
        .where(Appeal.contest_id == contest_id)
        .group_by(Round.bank_version_id, Appeal.question)
    )
    return {(version, question): count for version, question, count in db.session.execute(query)}


def answer(
    session: Session,
    contest_id: int,
    bank_version_id: int,
    question: str,
    *,
    text: str,
    account_id: int | None,
    now: datetime,
) -> int:
    """Give all appeals of a question one answer, also in place of an earlier one; how many."""
    attempts = (
        select(Attempt.id)
        .join(Round, Round.id == Attempt.round_id)
        .where(Round.contest_id == contest_id, Round.bank_version_id == bank_version_id)
    )
    done = session.execute(
        update(Appeal)
        .where(Appeal.contest_id == contest_id, Appeal.question == question)
        .where(Appeal.attempt_id.in_(attempts))
        .values(answer=text, answered_at=now, answered_by=account_id)
        .execution_options(synchronize_session=False)
    )
    return int(done.rowcount)  # type: ignore[attr-defined]


def delete_of_person(session: Session, person_id: int) -> None:
    """Let go of what a person has written."""
    attempts = select(Attempt.id).where(Attempt.person_id == person_id)
    session.execute(
        delete(Appeal)
        .where(Appeal.attempt_id.in_(attempts))
        .execution_options(synchronize_session=False)
    )


def _facts() -> Select[*tuple[Any, ...]]:
    return (
        select(
            Appeal.id,
            Appeal.attempt_id,
            Round.bank_version_id,
            Appeal.question,
            Appeal.text,
            Appeal.created_at,
            Appeal.answer,
            Appeal.answered_at,
        )
        .join(Attempt, Attempt.id == Appeal.attempt_id)
        .join(Round, Round.id == Attempt.round_id)
    )


def _list(query: Select[*tuple[Any, ...]]) -> list[AppealFacts]:
    return [AppealFacts._make(row) for row in db.session.execute(query)]
