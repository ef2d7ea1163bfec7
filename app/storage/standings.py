"""Standings read as boards: pages, counts and places, all on the index of their keys."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    bindparam,
    func,
    literal,
    or_,
    select,
    union_all,
)

from app.storage import stretches
from app.storage.db import db
from app.storage.links import Link
from app.storage.prepared import Prepared
from app.storage.stretches import Side
from app.storage.tables import Commune, Organisation, Person, Standing


@dataclass(frozen=True, slots=True)
class Part:
    """The standings of one scope (a round's id, 0 for the whole contest).

    Perhaps of one group only, or of several `groups`.
    """

    contest_id: int
    scope: int
    group: str | None = None
    groups: tuple[str, ...] = ()

    @property
    def is_everybody(self) -> bool:
        """Whether no group is left out: what is asked most has statements compiled once."""
        return self.group is None and not self.groups


@dataclass(frozen=True, slots=True)
class Search:
    """A folded text; `in_full` when boards show full names, so that all of them is searched."""

    text: str
    in_full: bool


class BoardFacts(NamedTuple):
    """One row of a board of people."""

    person_id: int
    public_id: str
    full_name: str
    commune_code: str
    commune_name: str | None
    organisation_id: int | None
    organisation_name: str | None
    group: str
    rank_key: str
    mills: int
    max_mills: int
    correct: int
    time_ms: int
    ended_at: datetime
    entries: int
    prediction: int | None


def list_page(part: Part, search: Search | None, *, offset: int, limit: int) -> list[BoardFacts]:
    """Rows of a board, best first; equal ones in a fixed order."""
    query = standings_of(part, search)
    sides = _sides(part)
    if search is None and offset > stretches.LONGEST and len(sides) == 1:
        low, offset = stretches.seek(sides[0], offset)
        query = query.where(Standing.rank_key >= low)
    page = (
        query.order_by(Standing.rank_key, Standing.person_id).offset(offset).limit(limit).subquery()
    )
    return _list_facts(page)


def find_row(part: Part, person_id: int) -> BoardFacts | None:
    """One person's row."""
    if part.is_everybody:
        values = {"contest": part.contest_id, "scope": part.scope, "person": person_id}
        row = _ROW.first(Link.of(db.session()), values)
        return None if row is None else BoardFacts._make(row)
    page = standings_of(part, None).where(Standing.person_id == person_id).subquery()
    return next(iter(_list_facts(page)), None)


def count(part: Part, search: Search | None = None) -> int:
    """How many people a board has."""
    if search is not None:
        return _count(standings_of(part, search, Standing.person_id))
    kept = [stretches.total_of(side) for side in _sides(part)]
    found = db.session.execute(select(*kept)).one()
    if all(one is None for one in found):  # Not kept: nobody, or written by other means.
        return _count(standings_of(part, None, Standing.person_id))
    return sum(int(one or 0) for one in found)


def count_before(part: Part, key: str) -> int:
    """How many people stand before a key: stretches added up, and a count within one of them."""
    if part.is_everybody:
        row = _BEFORE.first(
            Link.of(db.session()), {"contest": part.contest_id, "scope": part.scope, "key": key}
        )
        return int(row[0]) if row else 0
    found = db.session.execute(select(*(stretches.before(one, key) for one in _sides(part)))).one()
    return sum(int(one) for one in found)


def _sides(part: Part) -> list[Side]:
    groups = part.groups or (part.group or stretches.EVERYBODY,)
    if part.groups and part.group is not None:
        groups = tuple(one for one in groups if one == part.group) or ("-",)
    return [Side(part.contest_id, part.scope, group) for group in groups]


def count_between(part: Part, keys: Sequence[str]) -> list[int]:
    """How many people stand before each of these keys, sorted upwards: one pass in one query."""
    if not keys:
        return []
    pieces = []
    for place, key in enumerate(keys):
        piece = standings_of(part, None, func.count()).where(Standing.rank_key < key)
        if place > 0:
            piece = piece.where(Standing.rank_key >= keys[place - 1])
        pieces.append(piece.add_columns(literal(place)))
    counts = {place: number for number, place in db.session.execute(union_all(*pieces))}
    before = 0
    return [before := before + counts[place] for place in range(len(keys))]


def _count(query: Select[Any]) -> int:
    return db.session.scalar(select(func.count()).select_from(query.subquery())) or 0


def standings_of(part: Part, search: Search | None, *columns: Any) -> Select[Any]:
    """The standings of a board, those that a search finds."""
    query = select(*(columns or (Standing,))).where(
        Standing.contest_id == part.contest_id, Standing.scope == part.scope
    )
    if part.group is not None:
        query = query.where(Standing.group == part.group)
    if part.groups:
        query = query.where(Standing.group.in_(part.groups))
    return query if search is None else query.where(_found(search))


def _found(search: Search) -> ColumnElement[bool]:
    text = search.text
    communes = select(Commune.code).where(Commune.search_name.contains(text, autoescape=True))
    organisations = select(Organisation.id).where(
        Organisation.search_name.contains(text, autoescape=True)
    )
    found = [Standing.commune_code.in_(communes), Standing.organisation_id.in_(organisations)]
    if search.in_full:
        name = Person.search_name.contains(text, autoescape=True)
        found.append(Standing.person_id.in_(select(Person.id).where(name)))
    elif " " not in text:
        # The family name is all of a masked name that is shown; a name of one word shows less.
        name = Person.search_name.startswith(f"{text} ", autoescape=True)
        found.append(Standing.person_id.in_(select(Person.id).where(name)))
    return or_(*found)


def _list_facts(page: Any) -> list[BoardFacts]:
    return [BoardFacts._make(row) for row in db.session.execute(_facts_query(page))]


def _facts_query(page: Any) -> Select[Any]:
    columns = (
        page.c.person_id,
        Person.public_id,
        Person.full_name,
        page.c.commune_code,
        Commune.name,
        page.c.organisation_id,
        Organisation.name,
        page.c.group_code,
        page.c.rank_key,
        page.c.mills,
        page.c.max_mills,
        page.c.correct,
        page.c.time_ms,
        page.c.ended_at,
        page.c.entries,
        page.c.prediction,
    )
    return (
        select(*columns)
        .join(Person, Person.id == page.c.person_id)
        .outerjoin(Commune, Commune.code == page.c.commune_code)
        .outerjoin(Organisation, Organisation.id == page.c.organisation_id)
        .order_by(page.c.rank_key, page.c.person_id)
    )


def find_ahead(part: Part, key: str, person_id: int) -> BoardFacts | None:
    """The row right before a person's, in the order of the board."""
    # The bound by the key alone lets the index begin where the person stands.
    before = and_(
        Standing.rank_key <= key, or_(Standing.rank_key < key, Standing.person_id < person_id)
    )
    order = (Standing.rank_key.desc(), Standing.person_id.desc())
    return _first(standings_of(part, None).where(before).order_by(*order))


def find_behind(part: Part, key: str, person_id: int) -> BoardFacts | None:
    """The row right after a person's, in the order of the board."""
    after = and_(
        Standing.rank_key >= key, or_(Standing.rank_key > key, Standing.person_id > person_id)
    )
    return _first(
        standings_of(part, None).where(after).order_by(Standing.rank_key, Standing.person_id)
    )


def _first(query: Select[Any]) -> BoardFacts | None:
    return next(iter(_list_facts(query.limit(1).subquery())), None)


def of_everybody(*columns: Any) -> Select[Any]:
    """The standings of the scope `:scope` of the contest `:contest`, for statements kept."""
    return select(*(columns or (Standing,))).where(
        Standing.contest_id == bindparam("contest", 0), Standing.scope == bindparam("scope", 0)
    )


def before_everybody() -> ColumnElement[Any]:
    """How many people of such a scope stand before `:key`, as part of a query."""
    side = Side(bindparam("contest", 0), bindparam("scope", 0), stretches.EVERYBODY)  # type: ignore[arg-type]
    return stretches.before(side, bindparam("key", ""))


_ROW = Prepared(
    lambda _kind: _facts_query(
        of_everybody().where(Standing.person_id == bindparam("person", 0)).subquery()
    )
)
_BEFORE = Prepared(lambda _kind: select(before_everybody()))
