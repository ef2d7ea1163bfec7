"""Who of a unit has taken part in a contest, and who has not yet."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, func, select

from app.storage.db import db
from app.storage.freezing import shown
from app.storage.tables import (
    Attempt,
    Contest,
    Organisation,
    Person,
    Result,
    RosterPerson,
    Round,
)

OUT_OF_COMPETITION = 3
"""`Result.on_board` of those who are on no board and in no figure of a unit."""


@dataclass(frozen=True, slots=True)
class UnitPeople:
    """The people of a commune, or those of organisations given by their ids."""

    commune: str | None = None
    organisations: tuple[int, ...] = ()

    def mine(self) -> ColumnElement[bool]:
        """Whether a person belongs here."""
        if self.commune is not None:
            return Person.commune_code == self.commune
        return Person.organisation_id.in_(self.organisations)


class Member(NamedTuple):
    """A person of the unit; `state` is done, open, none or waiting (on a list only)."""

    person_id: int
    full_name: str
    group: str
    organisation_name: str | None
    attempts: int
    done: int
    on_list_only: bool


def count_registered(people: UnitPeople) -> int:
    """People of the unit who have an account of their own."""
    query = select(func.count()).select_from(Person).where(people.mine(), *_there())
    return db.session.scalar(query.where(Person.id.not_in(_waiting()))) or 0


def count_taken_part(people: UnitPeople, contest_ids: Collection[int]) -> dict[int, int]:
    """By contest, how many people of the unit have handed in an attempt."""
    query = (
        select(Round.contest_id, func.count(func.distinct(Result.person_id)))
        .select_from(Result)
        .join(Round, Round.id == Result.round_id)
        .join(Contest, Contest.id == Round.contest_id)
        .join(Person, Person.id == Result.person_id)
        .where(Round.contest_id.in_(contest_ids), people.mine(), shown(Result.ended_at))
        .where(Result.on_board != OUT_OF_COMPETITION)
        .group_by(Round.contest_id)
    )
    return {contest_id: count for contest_id, count in db.session.execute(query)}  # noqa: C416


def list_members(
    people: UnitPeople, contest_id: int, *, absent_only: bool, offset: int, limit: int | None
) -> list[Member]:
    """The people of a unit by name, with their attempts in a contest."""
    begun, done = _attempts(contest_id), _results(contest_id)
    query = (
        select(
            Person.id,
            Person.full_name,
            Person.group,
            Organisation.name,
            begun,
            done,
            Person.id.in_(_waiting()),
        )
        .outerjoin(Organisation, Organisation.id == Person.organisation_id)
        .where(people.mine(), *_there())
        .order_by(Person.sort_key, Person.id)
        .offset(offset)
    )
    if absent_only:
        query = query.where(Person.id.not_in(_takers(contest_id)))
    if limit is not None:
        query = query.limit(limit)
    return [
        Member._make((*row[:4], int(row[4]), int(row[5]), bool(row[6])))
        for row in db.session.execute(query)
    ]


def count_absent(people: UnitPeople, contest_id: int) -> int:
    """People of the unit, those on lists too, who have not handed in anything yet."""
    query = select(func.count()).select_from(Person).where(people.mine(), *_there())
    return db.session.scalar(query.where(Person.id.not_in(_takers(contest_id)))) or 0


def _there() -> tuple[ColumnElement[bool], ...]:
    return (Person.deleted_at.is_(None),)


def _waiting() -> Select[Any]:
    return select(RosterPerson.person_id).where(RosterPerson.activated_at.is_(None))


def _takers(contest_id: int) -> Select[Any]:
    return (
        select(Result.person_id)
        .join(Round, Round.id == Result.round_id)
        .join(Contest, Contest.id == Round.contest_id)
        .where(Round.contest_id == contest_id, shown(Result.ended_at))
    )


def _attempts(contest_id: int) -> Any:
    return (
        select(func.count())
        .select_from(Attempt)
        .join(Round, Round.id == Attempt.round_id)
        .join(Contest, Contest.id == Round.contest_id)
        .where(Attempt.person_id == Person.id, Round.contest_id == contest_id)
        .where(shown(Attempt.started_at))
        .correlate(Person)
        .scalar_subquery()
    )


def _results(contest_id: int) -> Any:
    return (
        select(func.count())
        .select_from(Result)
        .join(Round, Round.id == Result.round_id)
        .join(Contest, Contest.id == Round.contest_id)
        .where(Result.person_id == Person.id, Round.contest_id == contest_id)
        .where(shown(Result.ended_at))
        .correlate(Person)
        .scalar_subquery()
    )
