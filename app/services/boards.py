"""Boards for those who look at them; `board_refresh` derives what is read here."""

from __future__ import annotations

import json

from app.domain.divisions import board_key
from app.domain.errors import NotFound
from app.domain.text import fold
from app.domain.unit_board_codec import rows_from_plain
from app.services import contests, unit_derivation
from app.services.board_places import own_place
from app.services.board_refresh import rederive, refresh
from app.services.board_views import (
    Board,
    BoardRow,
    OwnPlace,
    UnitBoard,
    division_of,
    part_of,
    prizes_of,
    row_of,
    scope_of,
)
from app.storage import boards as storage
from app.storage import standings
from app.storage.standings import BoardFacts, Part, Search

__all__ = [
    "Board",
    "BoardRow",
    "OwnPlace",
    "UnitBoard",
    "individual_board",
    "own_place",
    "rederive",
    "refresh",
    "unit_board",
]


def individual_board(
    slug: str,
    *,
    round_number: int | None = None,
    group: str | None = None,
    division: str | None = None,
    query: str = "",
    offset: int = 0,
    limit: int = 50,
) -> Board:
    """A page of people, best first; ranks are those among all of the round and group.

    `query` ignores accents and finds what boards show, so that searching cannot
    undo the mask: names of communes and organisations by any part of them, people
    by their whole family name (by any part of the name where the rules show full
    names). Raises `NotFound`, also for drafts and for divisions that there are not.
    """
    contest = contests.get_public_contest(slug)
    own = division_of(contest, division)
    part = part_of(contest, round_number, group, own)
    prizes = prizes_of(contest, part, own)
    folded = fold(query)
    search = Search(folded, contest.rules.show_full_names) if folded else None
    found = standings.list_page(part, search, offset=max(0, offset), limit=max(0, limit))
    ranks = _ranks(part, found) if search else _ranks_of_page(part, found, max(0, offset))
    return Board(
        contest=contest,
        kind="individual",
        round=round_number,
        group=group,
        as_of=storage.find_as_of(contest.id, part.scope),
        total=standings.count(part, search),
        rows=[row_of(contest, *one, prizes) for one in zip(found, ranks, strict=True)],
        offset=offset,
        limit=limit,
        query=query,
        division=own,
        provisional=contest.is_provisional(part.scope),
    )


def unit_board(
    slug: str,
    kind: str,
    *,
    round_number: int | None = None,
    group: str | None = None,
    division: str | None = None,
    query: str = "",
    offset: int = 0,
    limit: int = 50,
) -> UnitBoard:
    """A page of all units of a `kind`, organisation or commune, those without a rank last.

    `query` ignores accents. Raises `NotFound`, also for drafts.
    """
    contest = contests.get_public_contest(slug)
    if kind not in unit_derivation.KINDS:
        raise NotFound()
    scope, rules = scope_of(contest, round_number), contest.rules
    own = division_of(contest, division)
    board = board_key(own.code) if own else group or ""
    kept = storage.find_snapshot(contest.id, scope, kind, board)
    if kept is None:  # Nobody of this group has a result yet.
        rows = unit_derivation.rows_of(storage.list_units(kind), {}, rules)
    else:
        rows = rows_from_plain(json.loads(kept.rows))
    folded = fold(query)
    if folded:
        rows = [row for row in rows if folded in fold(row.unit.name)]
    return UnitBoard(
        contest=contest,
        kind=kind,
        round=round_number,
        group=group,
        as_of=kept.as_of if kept else storage.find_derived_at(contest.id, scope),
        formula=rules.unit_formula,
        top_n=rules.top_n,
        min_size=rules.min_unit_size,
        total=len(rows),
        rows=rows[max(0, offset) : max(0, offset) + max(0, limit)],
        offset=offset,
        limit=limit,
        query=query,
        division=own,
    )


def _ranks_of_page(part: Part, page: list[BoardFacts], offset: int) -> list[int]:
    # Who ties with the page's first row may stand on the page before.
    ranks: list[int] = []
    for place, row in enumerate(page):
        if place == 0:
            ranks.append(standings.count_before(part, row.rank_key) + 1)
        elif row.rank_key == page[place - 1].rank_key:
            ranks.append(ranks[-1])
        else:
            ranks.append(offset + place + 1)
    return ranks


def _ranks(part: Part, rows: list[BoardFacts]) -> list[int]:
    keys = sorted({row.rank_key for row in rows})
    before = dict(zip(keys, standings.count_between(part, keys), strict=True))
    return [before[row.rank_key] + 1 for row in rows]
