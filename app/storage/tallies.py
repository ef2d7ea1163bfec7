"""Figures of units kept beside the standings, so that unit boards need not add up all people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from sqlalchemy import delete, func, insert, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from app.storage.db import Base, db
from app.storage.inserts import insert_into
from app.storage.standing_rows import Row
from app.storage.tables import Standing, UnitTally

COMMUNE, ORGANISATION = "commune", "organisation"
_TABLE = Base.metadata.tables[UnitTally.__tablename__]
_KEY = ("contest_id", "scope", "kind", "unit", "group_code")
Key = tuple[int, int, str, str, str]
"""Contest, scope, kind, unit, group."""


class Tally(NamedTuple):
    """What the people of one unit and group did; `scores` as the table has them."""

    unit: str
    group: str
    participants: int
    entries: int
    mills: int
    scores: str

    def best(self, count: int) -> list[int]:
        """The best marks, each as often as people have it, at most so many."""
        found: list[int] = []
        # Each mark has somebody, so the first ones suffice: there may be hundreds.
        for mills, people in _read(",".join(self.scores.split(",", count)[:count])):
            found += [mills] * min(people, count - len(found))
        return found


@dataclass(slots=True)
class _Sum:
    participants: int = 0
    entries: int = 0
    mills: int = 0
    scores: Counter[int] = field(default_factory=Counter)

    def add(self, row: Row, sign: int) -> None:
        self.participants += sign
        self.entries += sign * row.entries
        self.mills += sign * row.mills
        self.scores[row.mills] += sign

    @property
    def is_nothing(self) -> bool:
        return not (self.participants or self.entries or self.mills or any(self.scores.values()))


def change(session: Session, gone: Iterable[Row], come: Iterable[Row]) -> bool:
    """Let the figures follow standings that went and came; False when they did not fit them.

    The caller is alone with the boards.
    """
    sums: dict[Key, _Sum] = {}
    for rows, sign in ((gone, -1), (come, 1)):
        for row in rows:
            for key in _keys(row):
                sums.setdefault(key, _Sum()).add(row, sign)
    sums = {key: one for key, one in sums.items() if not one.is_nothing}
    for contest_id, scope in sorted({key[:2] for key in sums}):
        _add_kept(session, contest_id, scope, sums)
    if not all(_is_possible(one) for one in sums.values()):
        return False
    _put(session, sums)
    return True


def recount(session: Session, contest_id: int) -> None:
    """Add up the figures of a contest anew from its standings."""
    session.execute(delete(_TABLE).where(_TABLE.c.contest_id == contest_id))
    units: dict[str, InstrumentedAttribute[Any]] = {
        COMMUNE: Standing.commune_code,
        ORGANISATION: Standing.organisation_id,
    }
    for kind, unit in units.items():
        columns = (Standing.scope, unit, Standing.group, Standing.mills)
        query = select(*columns, func.count(), func.sum(Standing.entries)).where(
            Standing.contest_id == contest_id, unit.is_not(None)
        )
        sums: dict[Key, _Sum] = {}
        found = session.execute(query.group_by(*columns))
        for scope, name, group, mills, people, entries in found:
            one = sums.setdefault((contest_id, scope, kind, str(name), group), _Sum())
            one.participants += people
            one.entries += int(entries)
            one.mills += people * mills
            one.scores[mills] = people
        if sums:
            session.execute(insert(_TABLE), [_plain(key, one) for key, one in sums.items()])


def list_tallies(contest_id: int, scope: int, kind: str) -> list[Tally]:
    """The figures of all units of a kind that have any."""
    query = select(
        UnitTally.unit,
        UnitTally.group,
        UnitTally.participants,
        UnitTally.entries,
        UnitTally.mills,
        UnitTally.scores,
    ).where(
        UnitTally.contest_id == contest_id,
        UnitTally.scope == scope,
        UnitTally.kind == kind,
        UnitTally.participants > 0,
    )
    return [Tally._make(row) for row in db.session.execute(query)]


def _keys(row: Row) -> Iterable[Key]:
    yield row.contest_id, row.scope, COMMUNE, row.commune_code, row.group
    if row.organisation_id is not None:
        yield row.contest_id, row.scope, ORGANISATION, str(row.organisation_id), row.group


def _add_kept(session: Session, contest_id: int, scope: int, sums: Mapping[Key, _Sum]) -> None:
    units = {key[3] for key in sums if key[:2] == (contest_id, scope)}
    columns = _TABLE.c
    query = select(_TABLE).where(
        columns.contest_id == contest_id, columns.scope == scope, columns.unit.in_(units)
    )
    for row in session.execute(query):
        one = sums.get((contest_id, scope, row.kind, row.unit, row.group_code))
        if one is not None:
            one.participants += row.participants
            one.entries += row.entries
            one.mills += row.mills
            one.scores.update(dict(_read(row.scores)))


def _is_possible(one: _Sum) -> bool:
    return one.participants >= 0 and all(people >= 0 for people in one.scores.values())


def _put(session: Session, sums: Mapping[Key, _Sum]) -> None:
    if not sums:
        return
    new = insert_into(session, _TABLE)
    fresh = {column.name: column for column in new.excluded if column.name not in _KEY}
    rows: Sequence[dict[str, Any]] = [_plain(key, sums[key]) for key in sorted(sums)]
    session.execute(new.on_conflict_do_update(index_elements=_KEY, set_=fresh), rows)


def _plain(key: Key, one: _Sum) -> dict[str, Any]:
    scores = sorted(
        ((mills, people) for mills, people in one.scores.items() if people), reverse=True
    )
    return {
        **dict(zip(_KEY, key, strict=True)),
        "participants": one.participants,
        "entries": one.entries,
        "mills": one.mills,
        "scores": ",".join(f"{mills}:{people}" for mills, people in scores),
    }


def _read(scores: str) -> Iterator[tuple[int, int]]:
    for part in scores.split(",") if scores else ():
        mills, _, people = part.partition(":")
        yield int(mills), int(people)
