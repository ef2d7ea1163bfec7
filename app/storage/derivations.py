"""From results to standings: what waits, what it is derived from, and writing it down."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, bindparam, delete, exists, func, select, text, update
from sqlalchemy.orm import InstrumentedAttribute, Session

from app.storage import stretches, tallies, voids
from app.storage.db import Base, db
from app.storage.inserts import insert_into
from app.storage.standing_rows import Row
from app.storage.tables import (
    Attempt,
    BoardState,
    ContestExclusion,
    Person,
    Result,
    Round,
    Standing,
)

_LOCK = 0x7468_6973_6F62  # any number of our own: "thisob"
_KEY = ("contest_id", "scope", "person_id")
_STANDINGS = Base.metadata.tables[Standing.__tablename__]


class Waiting(NamedTuple):
    """Whether results wait to become standings, and standings to become unit boards."""

    results: bool
    boards: bool


class Pending(NamedTuple):
    """A result that no board shows yet."""

    attempt_id: int
    contest_id: int
    person_id: int


class Scored(NamedTuple):
    """A result with all that ranking needs, and the person's unit and group as they are now."""

    contest_id: int
    person_id: int
    round_id: int
    mills: int
    max_mills: int
    correct: int
    time_ms: int
    ended_at: datetime
    prediction: int | None
    group: str
    commune_code: str
    organisation_id: int | None
    attempt_id: int


_COLUMNS = {name: "group_code" if name == "group" else name for name in Row._fields}


def what_waits() -> Waiting:
    """What there is to do, from one query over two small indexes."""
    results = exists(select(Result.attempt_id).where(Result.on_board == 0))
    stale = exists(select(BoardState.scope).where(BoardState.derived < BoardState.change))
    return Waiting._make(db.session.execute(select(results, stale)).one())


def is_waiting(contest_id: int) -> bool:
    """Whether a board of this contest is still to be derived."""
    results = (
        select(Result.attempt_id)
        .join(Round, Round.id == unindexed(Result.round_id))
        .where(Result.on_board == 0, Round.contest_id == contest_id)
    )
    stale = select(BoardState.scope).where(
        BoardState.contest_id == contest_id, BoardState.derived < BoardState.change
    )
    return any(db.session.execute(select(exists(results), exists(stale))).one())


def unindexed(column: InstrumentedAttribute[int]) -> ColumnElement[int]:
    """The column, by which no index is searched: what waits is few, a round's rows are many."""
    return column + 0


def hold_boards(session: Session) -> None:
    """Be alone in writing standings until the transaction ends.

    On SQLite the writer is alone anyway; on PostgreSQL an advisory lock makes it so.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})


def take_pending(session: Session, limit: int) -> list[Pending]:
    """Results to carry, oldest attempts first; nobody replaces them until the transaction ends."""
    query = (
        select(Result.attempt_id, Round.contest_id, Result.person_id)
        .join(Round, Round.id == Result.round_id)
        .where(Result.on_board == 0)
        .order_by(Result.attempt_id)
        .limit(limit)
        .with_for_update(of=Result)
    )
    return [Pending._make(row) for row in session.execute(query)]


def list_scored(session: Session, pending: Collection[Pending]) -> list[Scored]:
    """All results of the people concerned in the contests concerned.

    Not of those who are out of competition, and no voided attempts: whatever is derived,
    here or for a ceremony or a correction, is derived without them. By contest, person,
    round and number of the attempt; one query.
    """
    columns = (
        Round.contest_id,
        Result.person_id,
        Result.round_id,
        Result.mills,
        Result.max_mills,
        Result.correct,
        Result.time_ms,
        Result.ended_at,
        Attempt.prediction,
        Person.group,
        Person.commune_code,
        Person.organisation_id,
        Result.attempt_id,
    )
    query = (
        select(*columns)
        .join(Round, Round.id == Result.round_id)
        .join(Attempt, Attempt.id == Result.attempt_id)
        .join(Person, Person.id == Result.person_id)
        .where(
            Round.contest_id.in_({one.contest_id for one in pending}),
            Result.person_id.in_({one.person_id for one in pending}),
            ~exists().where(
                ContestExclusion.contest_id == Round.contest_id,
                ContestExclusion.person_id == Result.person_id,
            ),
            ~voids.in_force(Result.attempt_id),
        )
        .order_by(Round.contest_id, Result.person_id, Round.number, Attempt.number)
    )
    return [Scored._make(row) for row in session.execute(query)]


def list_rows(session: Session, pending: Collection[Pending]) -> dict[tuple[int, int, int], Row]:
    """The standings that these people have now, by contest, scope and person."""
    found: list[Row] = []
    for contest_id in sorted({one.contest_id for one in pending}):
        people = [one.person_id for one in pending if one.contest_id == contest_id]
        found += list_rows_of(session, contest_id, Standing.person_id.in_(people))
    return {row[:3]: row for row in found}


def list_rows_of(session: Session, contest_id: int, which: ColumnElement[bool]) -> list[Row]:
    """The standings of some people in one contest, as they are written."""
    scopes = [0, *session.scalars(select(Round.id).where(Round.contest_id == contest_id))]
    # With the scopes named, each row is found by its whole key.
    query = select(*(getattr(Standing, name) for name in Row._fields)).where(
        Standing.contest_id == contest_id, Standing.scope.in_(scopes), which
    )
    return [Row._make(row) for row in session.execute(query)]


def replace_rows(session: Session, gone: Sequence[Row], come: Sequence[Row]) -> None:
    """Take standings away and put others, or new ones of the same people, in their place.

    The only way to write standings: what is counted beside them follows in the same
    transaction. The caller is alone with the boards.
    """
    kept = {row[:3] for row in come}
    _delete(session, [row[:3] for row in gone if row[:3] not in kept])
    _put(session, come)
    stretches.change(session, gone, come)
    if not tallies.change(session, gone, come):
        for contest_id in sorted({row.contest_id for row in (*gone, *come)}):
            recount(session, contest_id)


def recount(session: Session, contest_id: int) -> None:
    """Count anew what is counted beside a contest's standings."""
    tallies.recount(session, contest_id)
    stretches.recount(session, contest_id)


def _put(session: Session, rows: Sequence[Row]) -> None:
    if not rows:
        return
    new = insert_into(session, _STANDINGS)
    fresh = {column.name: column for column in new.excluded if column.name not in _KEY}
    session.execute(new.on_conflict_do_update(index_elements=_KEY, set_=fresh), _plain(rows))


def _delete(session: Session, keys: Sequence[tuple[int, int, int]]) -> None:
    if keys:
        columns = [_STANDINGS.c[name] for name in _KEY]
        this = [column == bindparam(f"at_{column.name}") for column in columns]
        named = [{f"at_{n}": v for n, v in zip(_KEY, key, strict=True)} for key in keys]
        session.execute(delete(_STANDINGS).where(*this), named)


def _plain(rows: Iterable[Row]) -> list[Mapping[str, Any]]:
    return [{_COLUMNS[name]: value for name, value in row._asdict().items()} for row in rows]


def mark_carried(session: Session, attempt_ids: Sequence[int]) -> None:
    """These results are on the boards."""
    session.execute(update(Result).where(Result.attempt_id.in_(attempt_ids)).values(on_board=1))


def mark_withheld(session: Session, attempt_ids: Sequence[int]) -> None:
    """These results are kept from the boards until the contest is revealed."""
    if attempt_ids:
        session.execute(update(Result).where(Result.attempt_id.in_(attempt_ids)).values(on_board=2))


def mark_outside(session: Session, attempt_ids: Sequence[int]) -> None:
    """These results are out of competition or voided, on no board."""
    if attempt_ids:
        session.execute(update(Result).where(Result.attempt_id.in_(attempt_ids)).values(on_board=3))


def count_withheld(contest_id: int) -> int:
    """How many results of a contest a freeze keeps from its boards."""
    query = (
        select(func.count())
        .select_from(Result)
        .join(Round, Round.id == Result.round_id)
        .where(Round.contest_id == contest_id, Result.on_board == 2)
    )
    return db.session.scalar(query) or 0


def release(session: Session, contest_id: int) -> None:
    """Let what was withheld wait for the boards."""
    rounds = select(Round.id).where(Round.contest_id == contest_id)
    session.execute(
        update(Result)
        .where(Result.round_id.in_(rounds), Result.on_board == 2)
        .values(on_board=0)
        .execution_options(synchronize_session=False)
    )


def reopen(session: Session, contest_id: int) -> None:
    """Let all results of a contest wait again, so that its standings are derived anew."""
    rounds = select(Round.id).where(Round.contest_id == contest_id)
    session.execute(
        update(Result)
        .where(Result.round_id.in_(rounds))
        .values(on_board=0)
        .execution_options(synchronize_session=False)
    )
