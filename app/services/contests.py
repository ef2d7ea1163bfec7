"""Contests for those who look at them; making and ending them is re-exported from beside."""

from __future__ import annotations

from datetime import datetime

from app.domain.contest_rules import Rules
from app.domain.contests import State
from app.domain.errors import NotFound
from app.services import contest_views
from app.services.contest_checks import NewRound
from app.services.contest_ending import finalise, settle_prediction
from app.services.contest_making import create_contest, publish_contest, update_contest
from app.services.contest_views import ContestView, RoundView
from app.storage import contests as storage
from app.storage.contests import Participation, RoundFacts

__all__ = [
    "ContestView",
    "NewRound",
    "Participation",
    "RoundView",
    "count_participation",
    "create_contest",
    "finalise",
    "get_contest",
    "get_contest_by_id",
    "get_public_contest",
    "list_contests",
    "publish_contest",
    "rules_of",
    "settle_prediction",
    "update_contest",
]


def get_contest(slug: str) -> ContestView:
    """A contest, drafts too; raises `NotFound`."""
    return contest_views.get_view(storage.find_contest(slug))


def get_contest_by_id(contest_id: int) -> ContestView:
    """A contest by its id, drafts too; raises `NotFound`."""
    return contest_views.get_view(storage.find_contest_by_id(contest_id))


def get_public_contest(slug: str) -> ContestView:
    """A contest that has been published; raises `NotFound` for drafts as well."""
    contest = get_contest(slug)
    if contest.published_at is None:
        raise NotFound()
    return contest


def list_contests(*, now: datetime, drafts: bool = False) -> list[ContestView]:
    """Open contests (the one that closes soonest first), then scheduled ones (soonest first).

    Drafts follow where they are wanted, then what is over, the newest first.
    Costs two queries, however many contests there are.
    """
    rounds: dict[int, list[RoundFacts]] = {}
    for one in storage.list_rounds():
        rounds.setdefault(one.contest_id, []).append(one)
    views = [
        contest_views.view(facts, rounds.get(facts.id, ()))
        for facts in storage.list_contests(drafts=drafts)
    ]
    return sorted(views, key=lambda contest: _place(contest, now))


def _place(contest: ContestView, now: datetime) -> tuple[int, float]:
    state = contest.state(now)
    if state is State.OPEN:
        closing = min(one.closes_at for one in contest.rounds if one.state(now) is State.OPEN)
        return 0, closing.timestamp()
    if state is State.SCHEDULED:
        opening = min(one.opens_at for one in contest.rounds if one.opens_at > now)
        return 1, opening.timestamp()
    if state is State.DRAFT:
        return 2, -contest.created_at.timestamp()
    return 3, -contest.closes_at.timestamp()


def rules_of(contest_id: int, number: int) -> Rules:
    """One version of a contest's rules; after the first time no query. Raises `NotFound`."""
    return contest_views.rules_of(contest_id, number)


def count_participation(contest_id: int) -> Participation:
    """People, attempts and open attempts of a contest."""
    return storage.count_participation(contest_id)
