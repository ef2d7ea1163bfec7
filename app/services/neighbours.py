"""Why somebody stands where they stand: what parts them from those beside them."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.contest_rules import ChainStep
from app.domain.names import mask
from app.domain.ranking import parted_by, values_of
from app.services.contests import ContestView
from app.storage import standings
from app.storage.standings import BoardFacts, Part


@dataclass(frozen=True, slots=True)
class Neighbour:
    """Who stands next; `parted_by` is the first step that differs, None for equal people.

    `own` and `other` are the values compared there, smaller for the better (see
    `app.domain.ranking`): marks in thousandths and counts of right answers below 0,
    distances, milliseconds, lots.
    """

    rank: int
    name: str
    parted_by: ChainStep | None
    own: int | None = None
    other: int | None = None


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
    rank, chain = standings.count_before(part, other.rank_key) + 1, contest.rules.chain
    # From the keys that the board sorts by, so that nothing else can be the reason.
    step = parted_by(chain, own.rank_key, other.rank_key)
    if step is None:
        return Neighbour(rank, name, None)
    mine, theirs = (values_of(chain, one.rank_key)[step] for one in (own, other))
    return Neighbour(rank, name, step, mine, theirs)
