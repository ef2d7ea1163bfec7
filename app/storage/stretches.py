"""How many people stand on each stretch of a board: places without counting all before them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Select,
    bindparam,
    delete,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.orm import Session

from app.storage.db import Base, db
from app.storage.inserts import insert_into
from app.storage.standing_rows import Row
from app.storage.tables import BoardStretch, Standing

LONGEST = 1024
"""Stretches of more people are cut; the table's partial index says the same number."""
EVERYBODY = ""
_TABLE = Base.metadata.tables[BoardStretch.__tablename__]
_OF = (_TABLE.c.contest_id, _TABLE.c.scope, _TABLE.c.group_code)


class Side(NamedTuple):
    """A board of everybody (group "") or of one group."""

    contest_id: int
    scope: int
    group: str


class _Stretch(NamedTuple):
    side: Side
    low: str
    people: int


def change(session: Session, gone: Iterable[Row], come: Iterable[Row]) -> None:
    """Let the stretches follow standings that went and came. The caller is alone with the boards.

    Costs by what changes, not by how many people there are.
    """
    moves: Counter[tuple[Side, str]] = Counter()
    for rows, sign in ((gone, -1), (come, 1)):
        for row in rows:
            for group in (EVERYBODY, row.group):
                moves[Side(row.contest_id, row.scope, group), row.rank_key] += sign
    values = [
        {**_named(side), "key": key, "by": by} for (side, key), by in sorted(moves.items()) if by
    ]
    if not values:
        return
    _begin(session, {side for side, _ in moves})
    session.execute(_MOVE, values)
    _cut_long(session, sorted({side.contest_id for side, _ in moves}))


def recount(session: Session, contest_id: int) -> None:
    """Count a contest's standings anew."""
    session.execute(delete(_TABLE).where(_TABLE.c.contest_id == contest_id))
    of_contest = Standing.contest_id == contest_id
    count = func.count().label("people")
    groups = select(Standing.scope, Standing.group, count).where(of_contest)
    rows = list(session.execute(groups.group_by(Standing.scope, Standing.group)))
    totals: Counter[Side] = Counter()
    for scope, group, people in rows:
        totals[Side(contest_id, scope, group)] = people
        totals[Side(contest_id, scope, EVERYBODY)] += people
    if totals:
        new = [
            {**dict(zip(_NAMES, side, strict=True)), "low": "", "people": people}
            for side, people in totals.items()
        ]
        session.execute(insert(_TABLE), new)
        _cut_long(session, [contest_id])


def total_of(side: Side) -> ColumnElement[Any]:
    """How many people a board has, as part of a query; NULL when that is not kept."""
    return select(func.sum(_TABLE.c.people)).where(*_of(side)).scalar_subquery()


def before(side: Side, key: Any) -> ColumnElement[Any]:
    """How many people of a board stand before a key, as part of a query."""
    lower = _TABLE.alias()
    begin = (
        select(func.max(lower.c.low))
        .where(
            lower.c.contest_id == side.contest_id,
            lower.c.scope == side.scope,
            lower.c.group_code == side.group,
            lower.c.low <= key,
        )
        .scalar_subquery()
    )
    whole = select(func.coalesce(func.sum(_TABLE.c.people), 0)).where(
        *_of(side), _TABLE.c.low < begin
    )
    rest = _standings(select(func.count()), side, func.coalesce(begin, ""), key)
    return whole.scalar_subquery() + rest.scalar_subquery()


def seek(side: Side, offset: int) -> tuple[str, int]:
    """The key from which the place after `offset` people is found, and how many are in between."""
    passed = func.sum(_TABLE.c.people).over(order_by=_TABLE.c.low) - _TABLE.c.people
    placed = select(_TABLE.c.low, passed.label("passed")).where(*_of(side)).subquery()
    query = (
        select(placed.c.low, placed.c.passed)
        .where(placed.c.passed <= offset)
        .order_by(placed.c.low.desc())
        .limit(1)
    )
    row = db.session.execute(query).first()
    return ("", offset) if row is None else (row.low, offset - int(row.passed))


_NAMES = ("contest_id", "scope", "group_code")
_HERE = _TABLE.alias()
_LAST_LOW = (
    select(func.max(_HERE.c.low))
    .where(
        _HERE.c.contest_id == bindparam("at_contest"),
        _HERE.c.scope == bindparam("at_scope"),
        _HERE.c.group_code == bindparam("at_group"),
        _HERE.c.low <= bindparam("key"),
    )
    .scalar_subquery()
)
_MOVE = (
    update(_TABLE)
    .where(
        _TABLE.c.contest_id == bindparam("at_contest"),
        _TABLE.c.scope == bindparam("at_scope"),
        _TABLE.c.group_code == bindparam("at_group"),
        _TABLE.c.low == _LAST_LOW,
    )
    .values(people=_TABLE.c.people + bindparam("by"))
)


def _named(side: Side) -> dict[str, Any]:
    return {"at_contest": side.contest_id, "at_scope": side.scope, "at_group": side.group}


def _of(side: Side) -> Sequence[ColumnElement[bool]]:
    return [column == value for column, value in zip(_OF, side, strict=True)]


def _begin(session: Session, sides: Iterable[Side]) -> None:
    new = insert_into(session, _TABLE).on_conflict_do_nothing()
    rows = [
        {**dict(zip(_NAMES, side, strict=True)), "low": "", "people": 0} for side in sorted(sides)
    ]
    session.execute(new, rows)


def _standings(query: Select[Any], side: Side, low: Any, high: Any) -> Select[Any]:
    found = query.where(
        Standing.contest_id == side.contest_id,
        Standing.scope == side.scope,
        Standing.rank_key >= low,
    )
    if high is not None:
        found = found.where(Standing.rank_key < high)
    return found if side.group == EVERYBODY else found.where(Standing.group == side.group)


def _cut_long(session: Session, contest_ids: Sequence[int]) -> None:
    query = select(*_OF, _TABLE.c.low, _TABLE.c.people).where(
        _TABLE.c.contest_id.in_(contest_ids), _TABLE.c.people > LONGEST
    )
    waiting = [_Stretch(Side(*row[:3]), row[3], row[4]) for row in session.execute(query)]
    while waiting:
        waiting += _cut(session, waiting.pop())


def _cut(session: Session, one: _Stretch) -> list[_Stretch]:
    """Cut a stretch near its middle; what is still too long. Equal people stay together."""
    if one.people <= LONGEST:
        return []
    side = one.side
    high = session.scalar(select(func.min(_TABLE.c.low)).where(*_of(side), _TABLE.c.low > one.low))
    first = session.scalar(_standings(select(func.min(Standing.rank_key)), side, one.low, high))
    if first is None:
        return []
    keys = _standings(select(Standing.rank_key), side, one.low, high).order_by(Standing.rank_key)
    second = session.scalar(keys.where(Standing.rank_key > first).limit(1))
    if second is None:
        return []
    middle = max(session.scalar(keys.offset(one.people // 2).limit(1)) or second, second)
    right = session.scalar(_standings(select(func.count()), side, middle, high)) or 0
    session.execute(
        insert(_TABLE),
        [{**dict(zip(_NAMES, side, strict=True)), "low": middle, "people": right}],
    )
    shorter = update(_TABLE).where(*_of(side), _TABLE.c.low == one.low)
    session.execute(shorter.values(people=_TABLE.c.people - right))
    return [_Stretch(side, one.low, one.people - right), _Stretch(side, middle, right)]
