"""Where one person stands: among all, in the own commune, in the own organisation."""

from __future__ import annotations

from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, bindparam, func, select

from app.storage import stretches
from app.storage.db import db
from app.storage.links import Link
from app.storage.prepared import Prepared
from app.storage.standings import (
    BoardFacts,
    Part,
    before_everybody,
    count,
    count_before,
    of_everybody,
    standings_of,
)
from app.storage.stretches import Side
from app.storage.tables import Standing


class PlaceFacts(NamedTuple):
    """How many people stand before a key, and how many there are, on a board and of units."""

    before: int
    total: int
    commune_before: int
    commune_total: int
    organisation_before: int
    organisation_total: int


def find_place(part: Part, row: BoardFacts) -> PlaceFacts:
    """Where a person's row stands: all counts from one query; of no organisation they are 0."""
    if part.is_everybody:
        values = {
            "contest": part.contest_id,
            "scope": part.scope,
            "key": row.rank_key,
            "commune": row.commune_code,
            "organisation": -1 if row.organisation_id is None else row.organisation_id,
        }
        found = _PLACE.first(Link.of(db.session()), values)
        numbers = [int(one) for one in found or ()]
        place = PlaceFacts._make(numbers)
    else:
        place = _place_in_groups(part, row)
    return place._replace(total=place.total or count(part))


def _place_in_groups(part: Part, row: BoardFacts) -> PlaceFacts:
    before, total = count_before(part, row.rank_key), count(part)
    units: list[ColumnElement[bool]] = [Standing.commune_code == row.commune_code]
    if row.organisation_id is not None:
        units.append(Standing.organisation_id == row.organisation_id)
    counts = [
        standings_of(part, None, func.count()).where(unit, *which).scalar_subquery()
        for unit in units
        for which in ([Standing.rank_key < row.rank_key], [])
    ]
    found = [int(one) for one in db.session.execute(select(*counts)).one()]
    return PlaceFacts(before, total, *[*found, 0, 0][:4])


def _place_query() -> Select[Any]:
    side = Side(bindparam("contest", 0), bindparam("scope", 0), stretches.EVERYBODY)  # type: ignore[arg-type]
    commune = Standing.commune_code == bindparam("commune", "")
    unit = Standing.organisation_id == bindparam("organisation", 0)
    ahead = Standing.rank_key < bindparam("key", "")
    counts = [
        of_everybody(func.count()).where(*which).scalar_subquery()
        for which in ((commune, ahead), (commune,), (unit, ahead), (unit,))
    ]
    total = func.coalesce(stretches.total_of(side), 0)
    return select(before_everybody(), total, *counts)


_PLACE = Prepared(lambda _kind: _place_query())
