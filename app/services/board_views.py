"""What boards show: people with masked names, units, and one's own place."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app.domain.contest_rules import Rules
from app.domain.divisions import Division
from app.domain.errors import NotFound
from app.domain.names import mask
from app.domain.unit_boards import UnitRow
from app.services.contest_views import ContestView
from app.storage.standings import BoardFacts, Part


@dataclass(frozen=True, slots=True)
class BoardRow:
    """A person on a board; `name` as the rules let it be shown, "" of a deleted person.

    `prize` says whether the place is one of those that get a prize.
    """

    rank: int
    name: str
    commune_name: str | None
    organisation_name: str | None
    group: str
    mills: int
    max_mills: int
    correct: int
    time_ms: int
    entries: int
    prediction: int | None
    ended_at: datetime
    person_public_id: str
    prize: bool = False


@dataclass(frozen=True, slots=True)
class Board:
    """A page of a board of people; `round` is a number, None for the whole contest.

    `provisional` until the prediction that parts equal people has been settled.
    """

    contest: ContestView
    kind: str
    round: int | None
    group: str | None
    as_of: datetime | None
    total: int
    rows: list[BoardRow]
    offset: int
    limit: int
    query: str
    division: Division | None = None
    provisional: bool = False


@dataclass(frozen=True, slots=True)
class UnitBoard:
    """A page of a board of units, with the rule that it follows."""

    contest: ContestView
    kind: str
    round: int | None
    group: str | None
    as_of: datetime | None
    formula: str
    top_n: int
    min_size: int
    total: int
    rows: list[UnitRow]
    offset: int
    limit: int
    query: str
    division: Division | None = None


@dataclass(frozen=True, slots=True)
class OwnPlace:
    """Where one person stands: among all, in the own commune, in the own organisation."""

    rank: int
    total: int
    row: BoardRow
    commune_rank: int
    commune_total: int
    organisation_rank: int | None
    organisation_total: int | None


def scope_of(contest: ContestView, round_number: int | None) -> int:
    """The scope of a round by its number, 0 for the whole contest; raises `NotFound`."""
    return 0 if round_number is None else contest.round_by_number(round_number).id


def part_of(
    contest: ContestView,
    round_number: int | None,
    group: str | None = None,
    division: Division | None = None,
) -> Part:
    """The standings that a board of people shows; raises `NotFound`."""
    groups = division.groups if division else ()
    return Part(contest.id, scope_of(contest, round_number), group, groups)


def division_of(contest: ContestView, code: str | None) -> Division | None:
    """The division of this code, None when none is asked for; raises `NotFound`."""
    if not code:
        return None
    found = contest.rules.division(code)
    if found is None:
        raise NotFound()
    return found


def prizes_of(contest: ContestView, part: Part, division: Division | None) -> int:
    """How many places of a board get a prize; none of a single group that is no division."""
    if part.group is not None:
        return 0
    rules: Rules | Division = division or contest.rules
    return rules.prizes_listed if part.scope == 0 else rules.round_prizes_listed


def row_of(contest: ContestView, facts: BoardFacts, rank: int, prizes: int = 0) -> BoardRow:
    """A row as everybody may see it; the first `prizes` places get a prize."""
    return BoardRow(
        rank=rank,
        name=shown_name(contest, facts.full_name),
        commune_name=facts.commune_name,
        organisation_name=facts.organisation_name,
        group=facts.group,
        mills=facts.mills,
        max_mills=facts.max_mills,
        correct=facts.correct,
        time_ms=facts.time_ms,
        entries=facts.entries,
        prediction=facts.prediction,
        ended_at=facts.ended_at,
        person_public_id=facts.public_id,
        prize=rank <= prizes,
    )


def shown_name(contest: ContestView, full_name: str) -> str:
    """A person's name as boards of the contest show it."""
    return full_name if contest.rules.show_full_names else mask(full_name)
