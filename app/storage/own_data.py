"""All that is kept of one person's attempts, read for the person."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select

from app.storage.db import db
from app.storage.tables import AnswerEntry, Attempt, Contest, Result, Round


class OwnAttempt(NamedTuple):
    """An attempt with its contest, its round and, once closed, what it earned."""

    id: int
    contest_id: int
    contest_slug: str
    contest_final: datetime | None
    round_number: int
    number: int
    rules_number: int
    bank_version_id: int
    paper: str
    started_at: datetime
    shown_at: datetime | None
    deadline_at: datetime
    closed_at: datetime | None
    closed_by: str | None
    prediction: int | None
    answers_hash: str | None
    receipt: str | None
    mills: int | None
    max_mills: int | None
    correct: int | None
    time_ms: int | None


class OwnEntry(NamedTuple):
    """One entry of the journal; `question` is a place in the paper, `response` JSON."""

    attempt_id: int
    seq: int
    question: int
    response: str
    saved_at: datetime


def list_attempts(person_id: int) -> list[OwnAttempt]:
    """All attempts of a person, oldest first."""
    query = (
        select(
            Attempt.id,
            Round.contest_id,
            Contest.slug,
            Contest.finalised_at,
            Round.number,
            Attempt.number,
            Attempt.rules_number,
            Round.bank_version_id,
            Attempt.paper,
            Attempt.started_at,
            Attempt.shown_at,
            Attempt.deadline_at,
            Attempt.closed_at,
            Attempt.closed_by,
            Attempt.prediction,
            Attempt.answers_hash,
            Attempt.receipt,
            Result.mills,
            Result.max_mills,
            Result.correct,
            Result.time_ms,
        )
        .join(Round, Round.id == Attempt.round_id)
        .join(Contest, Contest.id == Round.contest_id)
        .outerjoin(Result, Result.attempt_id == Attempt.id)
        .where(Attempt.person_id == person_id)
        .order_by(Attempt.started_at, Attempt.id)
    )
    return [OwnAttempt._make(row) for row in db.session.execute(query)]


def list_entries(person_id: int) -> list[OwnEntry]:
    """The whole journal of a person's answers, by attempt and seq."""
    query = (
        select(
            AnswerEntry.attempt_id,
            AnswerEntry.seq,
            AnswerEntry.question,
            AnswerEntry.response,
            AnswerEntry.saved_at,
        )
        .join(Attempt, Attempt.id == AnswerEntry.attempt_id)
        .where(Attempt.person_id == person_id)
        .order_by(AnswerEntry.attempt_id, AnswerEntry.seq, AnswerEntry.question)
    )
    return [OwnEntry._make(row) for row in db.session.execute(query)]
