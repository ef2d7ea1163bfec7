"""Why somebody stands where they stand: what parts them from those beside them."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.contest_rules import ChainStep
from app.domain.names import mask
from app.domain.ranking import Facts, parting_step
from app.services.contests import ContestView
from app.storage import standings
from app.storage.standings import BoardFacts, Part


@dataclass(frozen=True, slots=True)
class Neighbour:
    """Who stands next; `parted_by` is the first step that differs, None for equal people."""

    rank: int
    name: str
    parted_by: ChainStep | None


def neighbours(
    contest: ContestView, person_id: int, *, scope: int = 0
) -> tuple[Neighbour | None, Neighbour | None]:
    """Those right ahead of and right behind a person on a board; None at its ends."""
    part = Part(contest.id, scope)
    own = standings.find_row(part, person_id)
    if own is None:
        return None, None
    beside = (
        standings.find_ahead(part, own.rank_key, person_id),
        standings.find_behind(part, own.rank_key, person_id),
    )
    ahead, behind = (_neighbour(contest, part, own, one) for one in beside)
    return ahead, behind


def _neighbour(
    contest: ContestView, part: Part, own: BoardFacts, other: BoardFacts | None
) -> Neighbour | None:
    if other is None:
        return None
    name = other.full_name if contest.rules.show_full_names else mask(other.full_name)
    settled = contest.settled(part.scope)
    step = parting_step(contest.rules.chain, _facts(own), _facts(other), settled=settled)
    return Neighbour(standings.count_before(part, other.rank_key) + 1, name, step)


def _facts(row: BoardFacts) -> Facts:
    return Facts(row.mills, row.correct, row.time_ms, row.ended_at, row.entries, row.prediction)
