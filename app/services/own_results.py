"""One person's part in a contest: own attempts, place, and what parts them from others."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app.services import boards, contests, starting
from app.services.contests import ContestView
from app.services.neighbours import Neighbour, neighbours
from app.services.receipts import SHOWS_SCORE, Earned, earned_by
from app.storage import attempts as storage
from app.storage import results
from app.storage.attempts import AttemptFacts
from app.storage.tables import Result

__all__ = ["Neighbour", "OwnAttempt", "OwnPart", "get_own_part", "list_own"]


@dataclass(frozen=True, slots=True)
class OwnAttempt:
    """One of one's attempts; `earned` only where the policy shows it."""

    id: int
    round_number: int
    round_title: str
    number: int
    started_at: datetime
    deadline_at: datetime
    closed_at: datetime | None
    receipt: str | None
    earned: Earned | None


@dataclass(frozen=True, slots=True)
class OwnPart:
    """Attempts oldest first; places are None before the first result is on a board.

    Who plays `outside` competition has no place.
    """

    attempts: tuple[OwnAttempt, ...]
    rank: int | None
    total: int | None
    commune_rank: int | None
    organisation_rank: int | None
    ahead: Neighbour | None
    behind: Neighbour | None
    outside: bool = False


def get_own_part(slug: str, *, person_id: int, now: datetime) -> OwnPart:
    """Everything a person may know of the own part; raises `NotFound` for drafts."""
    contest = contests.get_public_contest(slug)
    place = None
    if contest.rules.result_policy in SHOWS_SCORE:
        place = boards.own_place(slug, person_id)
    ahead, behind = neighbours(contest, person_id) if place else (None, None)
    return OwnPart(
        attempts=tuple(list_own(contest, person_id)),
        rank=place.rank if place else None,
        total=place.total if place else None,
        commune_rank=place.commune_rank if place else None,
        organisation_rank=place.organisation_rank if place else None,
        ahead=ahead,
        behind=behind,
        outside=starting.role_in(contest, person_id) is not None,
    )


def list_own(contest: ContestView, person_id: int) -> list[OwnAttempt]:
    """A person's attempts in a contest, oldest first; two queries however many."""
    found = storage.list_of_person(person_id, contest.id)
    earned = results.list_results(facts.id for facts in found)
    return [_own(contest, facts, earned.get(facts.id)) for facts in found]


def _own(contest: ContestView, facts: AttemptFacts, result: Result | None) -> OwnAttempt:
    round_ = next(one for one in contest.rounds if one.id == facts.round_id)
    rules = contests.rules_of(facts.contest_id, facts.rules_number)
    shown = result if rules.result_policy in SHOWS_SCORE else None
    return OwnAttempt(
        id=facts.id,
        round_number=round_.number,
        round_title=round_.title,
        number=facts.number,
        started_at=facts.started_at,
        deadline_at=facts.deadline_at,
        closed_at=facts.closed_at,
        receipt=facts.receipt,
        earned=earned_by(facts, shown) if shown else None,
    )
