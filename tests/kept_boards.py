"""Boards as they are kept, to be compared whole, and people to fill them with."""

from __future__ import annotations

import random
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, select

from app.services import boards, unit_derivation
from app.services.contests import ContestView
from app.services.transactions import writing
from app.storage import derivations
from app.storage.db import db
from app.storage.tables import BoardSnapshot, BoardStretch, Contest, Standing, UnitTally
from app.storage.transactions import begin_writing
from tests.factories import COMMUNES, a_person, an_organisation


def everything() -> tuple[list[Any], list[Any]]:
    """All standings and unit boards, as they are kept; what is counted beside them is checked."""
    db.session.remove()
    counts_are_true()
    standings = select(*Standing.__table__.columns).order_by(
        Standing.contest_id, Standing.scope, Standing.person_id
    )
    key = (
        BoardSnapshot.contest_id,
        BoardSnapshot.scope,
        BoardSnapshot.kind,
        BoardSnapshot.group,
    )
    snapshots = select(*key, BoardSnapshot.rows).order_by(*key)
    snapshots = snapshots.where(BoardSnapshot.kind.in_(unit_derivation.KINDS))
    return (
        [tuple(row) for row in db.session.execute(standings)],
        [tuple(row) for row in db.session.execute(snapshots)],
    )


def counts_are_true() -> None:
    """The counts kept beside the standings are what counting gives."""
    kept = counts()
    with begin_writing() as session:
        for contest_id in session.scalars(select(Contest.id)).all():
            derivations.recount(session, contest_id)
        assert counts() == kept  # And rolled back.


def counts() -> tuple[list[Any], list[Any]]:
    """Figures of units that have any, and how many people stand on boards, by group."""
    tallies = select(*UnitTally.__table__.columns).where(UnitTally.participants > 0)
    key = (BoardStretch.contest_id, BoardStretch.scope, BoardStretch.group)
    stretches = select(*key, func.sum(BoardStretch.people)).group_by(*key)
    people = func.sum(BoardStretch.people) > 0
    return (
        sorted(tuple(row) for row in db.session.execute(tallies)),
        sorted(tuple(row) for row in db.session.execute(stretches.having(people))),
    )


def from_scratch(contest: ContestView, now: datetime) -> tuple[list[Any], list[Any]]:
    """The same after all boards were thrown away and derived again."""
    with writing() as session:
        session.execute(delete(Standing))
        session.execute(delete(BoardSnapshot))
    boards.rederive(contest.id, now)
    return everything()


def some_people(count: int) -> list[int]:
    """People of several communes, organisations and groups; returns their ids."""
    chance = random.Random(count)
    units = [None, an_organisation("a", "A"), an_organisation("b", "B", parent="a")]
    groups = ("student", "resident", "union_member")
    return [
        a_person(
            commune=chance.choice(list(COMMUNES)),
            organisation=chance.choice(units),
            group=chance.choice(groups),
        ).person_id
        for _ in range(count)
    ]
