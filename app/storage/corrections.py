"""Corrections, and the rows that they change: keys, rounds, results."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from app.storage.db import db
from app.storage.tables import Attempt, BankKey, Contest, Correction, Result, Round, Standing


class Drawn(NamedTuple):
    """A closed attempt, with its paper."""

    attempt_id: int
    round_id: int
    person_id: int
    rules_number: int
    paper: str


class Standee(NamedTuple):
    """One person's standing in a scope."""

    person_id: int
    rank_key: str
    mills: int
    entries: int
    commune_code: str
    organisation_id: int | None


def add(session: Session, correction: Correction) -> Correction:
    """Add and flush."""
    session.add(correction)
    session.flush()
    return correction


def find(correction_id: int) -> Correction | None:
    """One correction."""
    return db.session.get(Correction, correction_id)


def hold(session: Session, correction_id: int) -> Correction | None:
    """One correction, which nobody else decides until the transaction ends."""
    query = select(Correction).where(Correction.id == correction_id).with_for_update()
    return session.scalar(query.execution_options(populate_existing=True))


def list_corrections(contest_id: int) -> list[Correction]:
    """All of a contest, newest first."""
    query = select(Correction).where(Correction.contest_id == contest_id)
    return list(db.session.scalars(query.order_by(Correction.id.desc())))


def find_newest_approval(contest_id: int) -> datetime | None:
    """When the newest approved correction of a contest was decided."""
    query = select(func.max(Correction.decided_at)).where(
        Correction.contest_id == contest_id, Correction.state == "approved"
    )
    return db.session.scalar(query)


def count_proposed() -> dict[str, int]:
    """How many corrections nobody has decided yet, by the contest's slug."""
    query = (
        select(Contest.slug, func.count())
        .select_from(Correction)
        .join(Contest, Contest.id == Correction.contest_id)
        .where(Correction.state == "proposed")
        .group_by(Contest.slug)
    )
    return {slug: count for slug, count in db.session.execute(query)}  # noqa: C416


def add_key(session: Session, version_id: int, number: int, keys: str, now: datetime) -> None:
    """Add the next key of a bank version; its number is guarded by the table's key."""
    session.add(BankKey(bank_version_id=version_id, number=number, keys=keys, created_at=now))
    session.flush()


def use_key(session: Session, contest_id: int, version_id: int, number: int) -> None:
    """Let a key count in a contest's rounds that draw from its bank version."""
    session.execute(
        update(Round)
        .where(Round.contest_id == contest_id, Round.bank_version_id == version_id)
        .values(key_number=number)
        .execution_options(synchronize_session=False)
    )


def list_unscored_rounds() -> list[tuple[int, int]]:
    """Rounds (id and key) in which results are still to be scored anew."""
    query = select(Round.id, Round.key_number).where(Round.key_number != Round.scored_key_number)
    return [(round_id, number) for round_id, number in db.session.execute(query)]


def list_outdated(round_id: int, key_number: int, after: int, limit: int) -> list[int]:
    """Attempts beyond `after` whose results were scored under another key."""
    query = (
        select(Result.attempt_id)
        .where(Result.round_id == round_id, Result.key_number != key_number)
        .where(Result.attempt_id > after)
        .order_by(Result.attempt_id)
        .limit(limit)
    )
    return list(db.session.scalars(query))


def mark_scored(session: Session, round_id: int, key_number: int) -> None:
    """All results of a round are under this key, if it still is the one that counts."""
    session.execute(
        update(Round)
        .where(Round.id == round_id, Round.key_number == key_number)
        .values(scored_key_number=key_number)
        .execution_options(synchronize_session=False)
    )


def list_drawn(round_ids: list[int], place: int, after: int, limit: int) -> list[Drawn]:
    """Closed attempts beyond `after` whose paper has the question at a place of the bank."""
    paper = "," + Attempt.paper + ","
    query = (
        select(Attempt.id, Attempt.round_id, Attempt.person_id, Attempt.rules_number, Attempt.paper)
        .where(Attempt.round_id.in_(round_ids), Attempt.closed_at.is_not(None))
        .where(Attempt.id > after, paper.contains(f",{place},"))
        .order_by(Attempt.id)
        .limit(limit)
    )
    return [Drawn._make(row) for row in db.session.execute(query)]


def list_standees(contest_id: int, scope: int) -> list[Standee]:
    """Everybody of a scope, best first."""
    columns = (
        Standing.person_id,
        Standing.rank_key,
        Standing.mills,
        Standing.entries,
        Standing.commune_code,
        Standing.organisation_id,
    )
    query = (
        select(*columns)
        .where(Standing.contest_id == contest_id, Standing.scope == scope)
        .order_by(Standing.rank_key, Standing.person_id)
    )
    return [Standee._make(row) for row in db.session.execute(query)]
