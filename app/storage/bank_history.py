"""Who made the versions of a bank, and where they were used."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import String, func, literal, select

from app.storage.db import db
from app.storage.tables import (
    Account,
    AnswerEntry,
    Attempt,
    AuditEntry,
    Bank,
    BankVersion,
    Contest,
    Person,
    Round,
)


class MadeVersion(NamedTuple):
    """A version with who made it and what the audit says of it."""

    number: int
    question_count: int
    created_at: datetime
    author: str | None
    act: str | None
    detail: str | None
    audit_number: int | None


class Use(NamedTuple):
    """A round that asks a version's questions; `attempts` counts the closed ones."""

    version_number: int
    contest_slug: str
    contest_title: str
    round_title: str
    opens_at: datetime
    closes_at: datetime
    attempts: int


class UsedPaper(NamedTuple):
    """A closed attempt's paper, as "12,5,33", and the newest answers as JSON by their place."""

    attempt_id: int
    version_id: int
    paper: str
    answers: dict[int, str]


def list_made(slug: str) -> list[MadeVersion]:
    """All versions of a bank, newest first."""
    subject = literal("bank/").concat(Bank.slug).concat("/")
    subject = subject.concat(BankVersion.number.cast(String))
    query = (
        select(
            BankVersion.number,
            BankVersion.question_count,
            BankVersion.created_at,
            Person.full_name,
            AuditEntry.act,
            AuditEntry.detail,
            AuditEntry.number,
        )
        .join(Bank, Bank.id == BankVersion.bank_id)
        .outerjoin(Account, Account.id == BankVersion.created_by)
        .outerjoin(Person, Person.id == Account.person_id)
        .outerjoin(AuditEntry, AuditEntry.subject == subject)
        .where(Bank.slug == slug)
        .order_by(BankVersion.number.desc(), AuditEntry.number)
    )
    found: dict[int, MadeVersion] = {}
    for row in db.session.execute(query):
        found.setdefault(row[0], MadeVersion._make(row))
    return list(found.values())


def list_uses(slug: str) -> list[Use]:
    """The rounds that ask questions of any version of a bank, the last to open first."""
    closed = (
        select(Attempt.round_id, func.count().label("count"))
        .where(Attempt.closed_at.is_not(None))
        .group_by(Attempt.round_id)
        .subquery()
    )
    query = (
        select(
            BankVersion.number,
            Contest.slug,
            Contest.title,
            Round.title,
            Round.opens_at,
            Round.closes_at,
            func.coalesce(closed.c.count, 0),
        )
        .join(Round, Round.bank_version_id == BankVersion.id)
        .join(Contest, Contest.id == Round.contest_id)
        .join(Bank, Bank.id == BankVersion.bank_id)
        .outerjoin(closed, closed.c.round_id == Round.id)
        .where(Bank.slug == slug)
        .order_by(Round.opens_at.desc(), Round.id.desc())
    )
    return [Use._make(row) for row in db.session.execute(query)]


def list_papers(version_ids: Sequence[int], limit: int) -> Iterator[UsedPaper]:
    """The newest closed attempts on these versions, at most `limit`, with their answers.

    Two queries for a hundred attempts: nothing is held for long.
    """
    query = (
        select(Attempt.id, Round.bank_version_id, Attempt.paper)
        .join(Round, Round.id == Attempt.round_id)
        .where(Round.bank_version_id.in_(version_ids), Attempt.closed_at.is_not(None))
        .order_by(Attempt.id.desc())
        .limit(limit)
    )
    rows = db.session.execute(query).all()
    for start in range(0, len(rows), 100):
        part = rows[start : start + 100]
        answers = _answers([row.id for row in part])
        for attempt_id, version_id, paper in part:
            yield UsedPaper(attempt_id, version_id, paper, answers.get(attempt_id, {}))


def _answers(attempt_ids: list[int]) -> dict[int, dict[int, str]]:
    query = (
        select(AnswerEntry.attempt_id, AnswerEntry.question, AnswerEntry.response)
        .where(AnswerEntry.attempt_id.in_(attempt_ids))
        .order_by(AnswerEntry.attempt_id, AnswerEntry.seq)
    )
    found: dict[int, dict[int, str]] = {}
    for attempt_id, question, response in db.session.execute(query):
        found.setdefault(attempt_id, {})[question] = response
    return found
