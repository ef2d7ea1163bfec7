"""Published boards as rows, and what has to be known to publish them truly."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, delete, exists, func, select
from sqlalchemy.orm import Session, aliased

from app.storage.db import db
from app.storage.derivations import unindexed
from app.storage.tables import (
    Attempt,
    BoardState,
    Contest,
    Person,
    PublishedBoards,
    Result,
    Round,
    Standing,
)


class Facts(NamedTuple):
    """One row without its contents."""

    number: int
    published_at: datetime
    as_of: datetime | None
    reason: str
    change: int
    digest: str


class Stored(NamedTuple):
    """One row with its compressed contents."""

    facts: Facts
    content: bytes
    basis: bytes


class CourseFacts(NamedTuple):
    """A contest that everybody may see, with its newest row (`number` None without one)."""

    contest_id: int
    slug: str
    freeze_at: datetime | None
    revealed_at: datetime | None
    finalised_at: datetime | None
    closes_at: datetime
    number: int | None
    published_at: datetime | None
    change: int | None


class State(NamedTuple):
    """How often the standings of a scope changed, and which change its unit boards show."""

    change: int
    derived: int


_CARRIED = aliased(Result)
_FACTS = tuple(getattr(PublishedBoards, name) for name in Facts._fields)


def list_courses(slug: str | None = None) -> list[CourseFacts]:
    """All published contests, or the one of this slug."""
    closes = (
        select(Round.contest_id, func.max(Round.closes_at).label("closes_at"))
        .group_by(Round.contest_id)
        .subquery()
    )
    newest = (
        select(PublishedBoards.contest_id, func.max(PublishedBoards.number).label("number"))
        .group_by(PublishedBoards.contest_id)
        .subquery()
    )
    query = (
        select(
            Contest.id,
            Contest.slug,
            Contest.freeze_at,
            Contest.revealed_at,
            Contest.finalised_at,
            closes.c.closes_at,
            newest.c.number,
            PublishedBoards.published_at,
            PublishedBoards.change,
        )
        .join(closes, closes.c.contest_id == Contest.id)
        .outerjoin(newest, newest.c.contest_id == Contest.id)
        .outerjoin(
            PublishedBoards,
            and_(
                PublishedBoards.contest_id == Contest.id,
                PublishedBoards.number == newest.c.number,
            ),
        )
        .where(Contest.published_at.is_not(None))
        .order_by(Contest.id)
    )
    if slug is not None:
        query = query.where(Contest.slug == slug)
    return [CourseFacts._make(row) for row in db.session.execute(query)]


def list_states(contest_id: int | None = None) -> dict[int, dict[int, State]]:
    """How far the boards of all contests (or one) are, by contest and scope."""
    query = select(
        BoardState.contest_id, BoardState.scope, BoardState.change, BoardState.derived
    ).order_by(BoardState.contest_id, BoardState.scope)
    if contest_id is not None:
        query = query.where(BoardState.contest_id == contest_id)
    found: dict[int, dict[int, State]] = {}
    for contest, scope, change, derived in db.session.execute(query):
        found.setdefault(contest, {})[scope] = State(change, derived)
    return found


def has_mixture(contest_id: int) -> bool:
    """Whether boards show results that are being derived anew: some as before, some not yet.

    A correction has not reached every result, or a result stands on a board though it
    waits to be carried there again.
    """
    scoring = select(Round.id).where(
        Round.contest_id == contest_id, Round.key_number != Round.scored_key_number
    )
    carried = (
        select(func.count())
        .where(
            _CARRIED.round_id == Standing.scope,
            _CARRIED.person_id == Standing.person_id,
            _CARRIED.on_board == 1,
        )
        .correlate(Standing)
        .scalar_subquery()
    )
    shown = exists().where(
        Standing.contest_id == contest_id,
        Standing.scope == Result.round_id,
        Standing.person_id == Result.person_id,
        Standing.entries > carried,
    )
    again = _waiting(contest_id).where(shown)
    return any(db.session.execute(select(exists(scoring), exists(again))).one())


def list_left_out(contest_id: int) -> list[int]:
    """Attempts, open or closed, that stand on no board now for another reason than a freeze."""
    rounds = select(Round.id).where(Round.contest_id == contest_id)
    still_open = select(Attempt.id).where(
        unindexed(Attempt.round_id).in_(rounds), Attempt.closed_at.is_(None)
    )
    outside = select(Result.attempt_id).where(
        unindexed(Result.round_id).in_(rounds), Result.on_board == 3
    )
    waiting = _waiting(contest_id).with_only_columns(Result.attempt_id)
    found: set[int] = set()
    for query in (still_open, waiting, outside):
        found.update(db.session.scalars(query))
    return sorted(found)


def find_newest_end(contest_id: int) -> datetime | None:
    """When the last of the attempts ended that stand on boards."""
    rounds = select(Round.id).where(Round.contest_id == contest_id)
    query = select(func.max(Result.ended_at))
    return db.session.scalar(query.where(Result.round_id.in_(rounds), Result.on_board == 1))


def _waiting(contest_id: int) -> Select[*tuple[Any, ...]]:
    return (
        select(Result.attempt_id, Result.round_id, Result.person_id)
        .join(Round, Round.id == unindexed(Result.round_id))
        .where(Result.on_board == 0, Round.contest_id == contest_id)
    )


def next_number(session: Session, contest_id: int) -> int:
    """The number of the next row; the caller holds the contest."""
    query = select(func.max(PublishedBoards.number)).where(PublishedBoards.contest_id == contest_id)
    return (session.scalar(query) or 0) + 1


def add(session: Session, row: PublishedBoards) -> None:
    """Add and flush."""
    session.add(row)
    session.flush()


def list_facts(contest_id: int, *, offset: int, limit: int) -> list[Facts]:
    """The rows of a contest, newest first."""
    query = select(*_FACTS).where(PublishedBoards.contest_id == contest_id)
    query = query.order_by(PublishedBoards.number.desc()).offset(offset).limit(limit)
    return [Facts._make(row) for row in db.session.execute(query)]


def count(contest_id: int) -> int:
    """How many rows a contest has."""
    query = select(func.count()).where(PublishedBoards.contest_id == contest_id)
    return db.session.scalar(query) or 0


def find(contest_id: int, number: int) -> Stored | None:
    """One row."""
    return _one(PublishedBoards.number == number, contest_id)


def find_in_force(contest_id: int, moment: datetime) -> Stored | None:
    """The row that was the newest at a moment."""
    return _one(PublishedBoards.published_at <= moment, contest_id)


def _one(which: ColumnElement[bool], contest_id: int) -> Stored | None:
    query = select(*_FACTS, PublishedBoards.content, PublishedBoards.basis).where(
        PublishedBoards.contest_id == contest_id,
        which,
    )
    row = db.session.execute(query.order_by(PublishedBoards.number.desc()).limit(1)).first()
    return None if row is None else Stored(Facts._make(row[:-2]), row[-2], row[-1])


def list_neighbours(contest_id: int, number: int) -> tuple[int | None, int | None]:
    """The numbers before and after one that are still kept."""
    query = select(
        func.max(PublishedBoards.number).filter(PublishedBoards.number < number),
        func.min(PublishedBoards.number).filter(PublishedBoards.number > number),
    ).where(PublishedBoards.contest_id == contest_id)
    before, after = db.session.execute(query).one()
    return before, after


def forget(session: Session, reason: str, before: datetime) -> int:
    """Drop rows of a reason older than a moment, but never the newest of a contest."""
    kept = (
        select(PublishedBoards.contest_id, func.max(PublishedBoards.number).label("number"))
        .group_by(PublishedBoards.contest_id)
        .subquery()
    )
    is_newest = exists().where(
        kept.c.contest_id == PublishedBoards.contest_id, kept.c.number == PublishedBoards.number
    )
    done = session.execute(
        delete(PublishedBoards)
        .where(PublishedBoards.reason == reason, PublishedBoards.published_at < before)
        .where(~is_newest)
        .execution_options(synchronize_session=False)
    )
    return done.rowcount  # type: ignore[attr-defined, no-any-return]


def list_people(public_ids: Collection[str]) -> dict[str, tuple[int, str]]:
    """Id and full name ("" of a deleted person) of people by public id."""
    query = select(Person.public_id, Person.id, Person.full_name).where(
        Person.public_id.in_(public_ids)
    )
    return {public_id: (one, name) for public_id, one, name in db.session.execute(query)}
