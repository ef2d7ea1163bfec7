"""What boards show: people with masked names, units, and one's own place."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app.domain.names import mask
from app.domain.unit_boards import UnitRow
from app.services.contest_views import ContestView
from app.storage.standings import BoardFacts


@dataclass(frozen=True, slots=True)
class BoardRow:
    """A person on a board; `name` as the rules let it be shown, "" of a deleted person."""

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


@dataclass(frozen=True, slots=True)
class Board:
    """A page of a board of people; `round` is a number, None for the whole contest."""

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


def row_of(contest: ContestView, facts: BoardFacts, rank: int) -> BoardRow:
    """A row as everybody may see it."""
    return BoardRow(
        rank=rank,
        name=facts.full_name if contest.rules.show_full_names else mask(facts.full_name),
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
    )
