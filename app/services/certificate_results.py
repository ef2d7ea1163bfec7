"""What results have earned, read from the boards as everybody sees them.

Ranks and points come from app.services.boards and from nowhere else: whatever rule hides or
changes a board governs certificates too.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.domain.certificates import (
    WHOLE_CONTEST,
    Awards,
    Facts,
    Kind,
    Prize,
    is_out,
    prize_for,
    reaches,
)
from app.domain.contests import State
from app.domain.divisions import board_key
from app.services import boards
from app.services.boards import BoardRow
from app.services.contests import ContestView
from app.storage import certificates as storage
from app.storage.standings import Part

PAGE = 1000


Winners = Mapping[int, Mapping[str, Facts]]
"""Prizes by scope and by the public id of who has won them."""


@dataclass(frozen=True, slots=True)
class Judged:
    """What the boards say of one person, named by the public id.

    `on_board` is the place in the whole contest, `won` the prizes by scope, `earned` what may
    be given out now: the highest of the whole contest, and the prizes of rounds.
    """

    person: str
    on_board: Facts
    won: Mapping[int, Facts]
    earned: tuple[Facts, ...]


def judge_all(contest: ContestView, awards: Awards, now: datetime) -> Iterator[list[Judged]]:
    """Everybody on the board of the whole contest, in pieces of `PAGE`; not the deleted ones."""
    won, offset = winners(contest, awards, now), 0
    while True:
        board = boards.individual_board(contest.slug, offset=offset, limit=PAGE)
        yield [
            _judged(contest, awards, won, row, board.total, now) for row in board.rows if row.name
        ]
        offset += len(board.rows)
        if len(board.rows) < PAGE:
            return


def judge(contest: ContestView, awards: Awards, person_id: int, now: datetime) -> Judged | None:
    """One person; None without a place on the board."""
    place = boards.own_place(contest.slug, person_id)
    if place is None or not place.row.name:
        return None
    won = winners(contest, awards, now)
    return _judged(contest, awards, won, place.row, place.total, now)


def _judged(
    contest: ContestView, awards: Awards, won: Winners, row: BoardRow, total: int, now: datetime
) -> Judged:
    person = row.person_public_id
    mine = {scope: won[scope][person] for scope in sorted(won) if person in won[scope]}
    on_board = _facts(Kind.ACHIEVEMENT, WHOLE_CONTEST, row, total)
    overall = mine.get(WHOLE_CONTEST) or _overall(contest, awards, on_board, now)
    rounds = [facts for scope, facts in mine.items() if scope != WHOLE_CONTEST]
    return Judged(person, on_board, mine, (*((overall,) if overall else ()), *rounds))


def winners(contest: ContestView, awards: Awards, now: datetime) -> Winners:
    """Who has won which prize; nobody before the contest is final.

    Who fits several prizes of one scope has the first, as the organiser has put them.
    """
    if not _is_out(contest, Kind.PRIZE, awards, now):
        return {}
    found: dict[int, dict[str, Facts]] = defaultdict(dict)
    by_board: dict[tuple[int, str | None], list[Prize]] = defaultdict(list)
    order: dict[int, dict[str, int]] = defaultdict(dict)
    for prize in awards.prizes:
        by_board[prize.scope, prize.group].append(prize)
    for (scope, group), prizes in by_board.items():
        for prize, facts, person in _winners_of(contest, scope, group, prizes):
            place = awards.prizes.index(prize)
            if place < order[scope].get(person, len(awards.prizes)):
                order[scope][person] = place
                found[scope][person] = facts
    return found


def _winners_of(
    contest: ContestView, scope: int, group: str | None, prizes: Sequence[Prize]
) -> Iterator[tuple[Prize, Facts, str]]:
    last = max(prize.last for prize in prizes)
    number, offset = scope or None, 0
    while True:
        board = boards.individual_board(
            contest.slug,
            round_number=number,
            **_board_of(contest, group),
            offset=offset,
            limit=last + 1,
        )
        for row in board.rows:
            prize = prize_for(prizes, row.rank)
            if prize and row.name:
                facts = _facts(Kind.PRIZE, scope, row, board.total, prize)
                yield prize, facts, row.person_public_id
        offset += len(board.rows)
        # People on one rank may be more than there are ranks: read on until it is passed.
        if len(board.rows) <= last or board.rows[-1].rank > last:
            return


def _board_of(contest: ContestView, group: str | None) -> dict[str, Any]:
    """Whose board a prize is for: everybody's, a group's, or a division's by its key."""
    for division in contest.rules.divisions:
        if group == board_key(division.code):
            return {"division": division.code}
    return {"group": group}


def _overall(contest: ContestView, awards: Awards, on_board: Facts, now: datetime) -> Facts | None:
    reached = reaches(awards.share, on_board.mills or 0, on_board.max_mills or 0)
    if reached and _is_out(contest, Kind.ACHIEVEMENT, awards, now):
        return on_board
    if _is_out(contest, Kind.PARTICIPATION, awards, now):
        return Facts(Kind.PARTICIPATION, WHOLE_CONTEST, on_board.commune, on_board.organisation)
    return None


def _is_out(contest: ContestView, kind: Kind, awards: Awards, now: datetime) -> bool:
    state = contest.state(now)
    return is_out(kind, awards, closed=state is State.CLOSED, final=state is State.FINAL)


def _facts(kind: Kind, scope: int, row: BoardRow, total: int, prize: Prize | None = None) -> Facts:
    return Facts(
        kind=kind,
        scope=scope,
        commune=row.commune_name,
        organisation=row.organisation_name,
        prize=prize.text if prize else None,
        group=prize.group if prize else None,
        rank=row.rank,
        total=total,
        mills=row.mills,
        max_mills=row.max_mills,
    )


def count_earned(contest: ContestView, awards: Awards, now: datetime) -> dict[Kind, int]:
    """How many people have earned each kind by now, counted in few queries.

    Unlike ranks, how many there are is no secret to organisers.
    """
    won = winners(contest, awards, now)
    overall = won.get(WHOLE_CONTEST, {})
    everybody = Part(contest.id, WHOLE_CONTEST)
    people = storage.count_reaching(everybody, None)
    reached = storage.count_reaching(everybody, awards.share) if awards.share is not None else 0
    among = sum(
        1
        for facts in overall.values()
        if reaches(awards.share, facts.mills or 0, facts.max_mills or 0)
    )
    counts = {Kind.PRIZE: sum(len(prizes) for prizes in won.values())}
    counts[Kind.ACHIEVEMENT] = reached - among
    counts[Kind.PARTICIPATION] = people - len(overall) - (reached - among)
    if not _is_out(contest, Kind.ACHIEVEMENT, awards, now):
        counts[Kind.ACHIEVEMENT], counts[Kind.PARTICIPATION] = 0, people
    if not _is_out(contest, Kind.PARTICIPATION, awards, now):
        counts[Kind.PARTICIPATION] = 0
    return counts
