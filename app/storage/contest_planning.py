"""What making and changing contests asks of rows: addresses in use, and whom a change touches."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Select, func, select

from app.storage.db import db
from app.storage.tables import Attempt, Contest, Round


class RoundTouch(NamedTuple):
    """People of one round: how many have begun, are answering now, and have ended an attempt."""

    number: int
    people: int
    answering: int
    finished: int


def list_slugs() -> set[str]:
    """The addresses of all contests, drafts too."""
    return set(db.session.scalars(select(Contest.slug)))


def list_touched(contest_id: int, now: datetime) -> list[RoundTouch]:
    """The rounds of a contest that somebody has begun, by number."""
    query = _people(contest_id, now).add_columns(Round.number)
    rows = db.session.execute(query.group_by(Round.number).order_by(Round.number))
    return [RoundTouch(number, *people) for *people, number in rows]


def count_touched(contest_id: int, now: datetime) -> RoundTouch:
    """The same over all rounds, each person once; the number is 0."""
    return RoundTouch._make((0, *db.session.execute(_people(contest_id, now)).one()))


def _people(contest_id: int, now: datetime) -> Select[int, int, int]:
    people = func.count(Attempt.person_id.distinct())
    is_open = Attempt.closed_at.is_(None) & (Attempt.deadline_at > now)
    columns = people, people.filter(is_open), people.filter(Attempt.closed_at.is_not(None))
    query = select(*columns).select_from(Attempt).join(Round, Round.id == Attempt.round_id)
    return query.where(Round.contest_id == contest_id)
