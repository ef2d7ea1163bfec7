"""What reports count: by group, day and score, on standings and results; each one query a scope."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from sqlalchemy import BigInteger, Select, Text, func, select, type_coerce
from sqlalchemy.sql import ColumnElement

from app.domain.audit import START
from app.storage.db import db
from app.storage.standings import Part
from app.storage.tables import AnswerEntry, Attempt, AuditEntry, Result, Round, Standing

_DAY_US = 24 * 3600 * 1_000_000
_SEVEN_HOURS_US = 7 * 3600 * 1_000_000
# JSON writes control characters as escapes, so no response holds this one.
_BETWEEN, _WITHIN = "\x1e", ":"
WAITING, ON_BOARDS, WITHHELD = 0, 1, 2
"""The states of a result, see the table."""
CHUNK = 2000
"""Rows taken from the database at a time, where millions are looked through."""


class GroupSums(NamedTuple):
    """What the people of one group did."""

    group: str
    people: int
    attempts: int
    mills: int


class DaySums(NamedTuple):
    """A day as whole days of UTC+7 since 1970, with its people and attempts."""

    day: int
    people: int
    attempts: int


class Totals(NamedTuple):
    """Sums over a scope; `most` is the highest score that anybody could have had."""

    people: int
    attempts: int
    mills: int
    most: int
    full: int
    without_organisation: int


class Results(NamedTuple):
    """Results that are on no board: not yet, or withheld until the reveal."""

    waiting: int
    withheld: int


class Answers(NamedTuple):
    """The saved taps of an attempt in any order: seq, place in the paper, response as JSON."""

    attempt_id: int
    taps: list[tuple[int, int, str]]


def sum_up(part: Part) -> Totals:
    """The figures of a whole scope."""
    query = _of(
        part,
        func.count(),
        func.coalesce(func.sum(Standing.entries), 0),
        func.coalesce(func.sum(Standing.mills), 0),
        func.coalesce(func.max(Standing.max_mills), 0),
        func.count().filter(Standing.mills == Standing.max_mills, Standing.max_mills > 0),
        func.count().filter(Standing.organisation_id.is_(None)),
    )
    return Totals._make(int(value) for value in db.session.execute(query).one())


def list_groups(part: Part) -> list[GroupSums]:
    """People, attempts and marks by group."""
    sums = (func.count(), func.sum(Standing.entries), func.sum(Standing.mills))
    query = _of(part, Standing.group, *sums).group_by(Standing.group)
    rows = db.session.execute(query)
    return [GroupSums(group, people, int(n), int(mills)) for group, people, n, mills in rows]


def list_scores(part: Part) -> dict[int, int]:
    """How many people have each score, by mills."""
    query = _of(part, Standing.mills, func.count().label("people")).group_by(Standing.mills)
    return {row.mills: row.people for row in db.session.execute(query)}


def list_days(round_ids: Sequence[int]) -> list[DaySums]:
    """People and attempts by the day of UTC+7 on which an attempt ended.

    Only what is on the boards, as everywhere in a report.
    """
    day = (type_coerce(Result.ended_at, BigInteger) + _SEVEN_HOURS_US) // _DAY_US
    query = (
        select(day.label("day"), func.count(Result.person_id.distinct()), func.count())
        .where(Result.round_id.in_(round_ids), Result.on_board == ON_BOARDS)
        .group_by("day")
        .order_by("day")
    )
    return [DaySums(int(day), people, n) for day, people, n in db.session.execute(query)]


def count_results(round_ids: Sequence[int]) -> Results:
    """Results that wait for the boards, and those that a freeze keeps from them."""
    waiting = func.count().filter(Result.on_board == WAITING)
    withheld = func.count().filter(Result.on_board == WITHHELD)
    query = select(waiting, withheld).where(Result.round_id.in_(round_ids))
    return Results._make(db.session.execute(query).one())


def count_open(round_ids: Sequence[int]) -> int:
    """Attempts that have not been closed."""
    query = select(func.count()).where(Attempt.round_id.in_(round_ids))
    return db.session.scalar(query.where(Attempt.closed_at.is_(None))) or 0


def count_attempts(contest_id: int) -> int:
    """All attempts of a contest, to tell how much work a report is."""
    query = select(func.count()).select_from(Attempt).join(Round, Round.id == Attempt.round_id)
    return db.session.scalar(query.where(Round.contest_id == contest_id)) or 0


def list_papers(round_id: int) -> dict[int, str]:
    """The papers of a round's attempts on the boards, by the attempt's id, as they are kept."""
    query = select(Attempt.id, Attempt.paper).join(Result, Result.attempt_id == Attempt.id)
    query = query.where(*_on_boards(round_id))
    rows = db.session.execute(query.execution_options(yield_per=CHUNK))
    return {row.id: row.paper for row in rows}


def list_answers(round_id: int) -> Iterator[Answers]:
    """The saved taps of each attempt of a round on the boards, a few attempts at a time.

    Packed into one row an attempt: a large round has millions of taps.
    """
    counted = select(Result.attempt_id).where(*_on_boards(round_id))
    packed = (
        AnswerEntry.seq.cast(Text)
        .concat(_WITHIN)
        .concat(AnswerEntry.question.cast(Text))
        .concat(_WITHIN)
        .concat(AnswerEntry.response)
    )
    query = (
        select(AnswerEntry.attempt_id, func.aggregate_strings(packed, _BETWEEN))
        .where(AnswerEntry.attempt_id.in_(counted))
        .group_by(AnswerEntry.attempt_id)
        .execution_options(yield_per=CHUNK)
    )
    for attempt_id, taps in db.session.execute(query):
        yield Answers(attempt_id, [_tap(tap) for tap in taps.split(_BETWEEN)])


def _tap(packed: str) -> tuple[int, int, str]:
    seq, question, response = packed.split(_WITHIN, 2)
    return int(seq), int(question), response


def find_audit_head() -> tuple[int, str]:
    """Number and digest of the newest entry of the audit chain, without holding it."""
    query = select(AuditEntry.number, AuditEntry.digest).order_by(AuditEntry.number.desc())
    row = db.session.execute(query.limit(1)).first()
    return (row.number, row.digest) if row else (0, START)


def _of(part: Part, *columns: Any) -> Select[Any]:
    return select(*columns).where(
        Standing.contest_id == part.contest_id, Standing.scope == part.scope
    )


def _on_boards(round_id: int) -> tuple[ColumnElement[bool], ...]:
    return Result.round_id == round_id, Result.on_board == ON_BOARDS
