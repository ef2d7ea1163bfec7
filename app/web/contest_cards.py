"""A contest and its rounds at a moment, as pages show them, whichever face they belong to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app.domain.contests import State
from app.services.contests import ContestView, RoundView


@dataclass(frozen=True, slots=True)
class ContestCard:
    """A contest at a moment; `turn` is when its state changes next, None when it is over."""

    contest: ContestView
    state: State
    turn: datetime | None


@dataclass(frozen=True, slots=True)
class RoundRow:
    """A round at a moment."""

    round: RoundView
    state: State


def contest_card(contest: ContestView, now: datetime) -> ContestCard:
    """A contest with its state and the moment that matters next."""
    return ContestCard(contest, contest.state(now), _turn(contest, now))


def round_row(round_: RoundView, now: datetime) -> RoundRow:
    """A round with its state."""
    return RoundRow(round_, round_.state(now))


def _turn(contest: ContestView, now: datetime) -> datetime | None:
    state = contest.state(now)
    if state is State.OPEN:
        return min(one.closes_at for one in contest.rounds if one.state(now) is State.OPEN)
    if state is State.SCHEDULED:
        return min((one.opens_at for one in contest.rounds if one.opens_at > now), default=None)
    return None
