"""Boards as they are kept, to be compared whole, and people to fill them with."""

from __future__ import annotations

import random
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select

from app.services import boards, unit_derivation
from app.services.contests import ContestView
from app.services.transactions import writing
from app.storage.db import db
from app.storage.tables import BoardSnapshot, Standing
from tests.factories import COMMUNES, a_person, an_organisation


def everything() -> tuple[list[Any], list[Any]]:
    """All standings and unit boards, as they are kept."""
    db.session.remove()
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
