"""Contests as every part of the application sees them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from app.domain.contest_rules import ChainStep, Rules
from app.domain.contests import Span, State, contest_state, round_state
from app.domain.errors import NotFound
from app.domain.freezing import NOT_FROZEN, Freeze
from app.domain.lots import HeldDraw
from app.domain.ranking import Truth
from app.domain.rules_codec import from_plain
from app.services.caches import Lru, lru
from app.storage import contests as storage
from app.storage.contests import ContestFacts, RoundFacts

KEPT_RULES = 512


@dataclass(frozen=True, slots=True)
class RoundView:
    """One round; `settled_prediction` is the true number, once it has been said.

    `settled_quantity` says how it was found: announced, or what was counted.
    """

    id: int
    number: int
    title: str
    opens_at: datetime
    closes_at: datetime
    bank_version_id: int
    settled_prediction: int | None
    key_number: int = 1
    scored_key_number: int = 1
    settled_quantity: str | None = None

    @property
    def span(self) -> Span:
        """When the round takes attempts."""
        return Span(self.opens_at, self.closes_at)

    def state(self, now: datetime) -> State:
        """Scheduled, open or closed."""
        return round_state(self.span, now)


@dataclass(frozen=True, slots=True)
class ContestView:
    """A contest with its present rules and its rounds by number."""

    id: int
    slug: str
    title: str
    summary: str
    description: str
    prizes: str
    rules: Rules
    rules_number: int
    rounds: tuple[RoundView, ...]
    published_at: datetime | None
    finalised_at: datetime | None
    created_at: datetime
    freeze: Freeze = NOT_FROZEN
    draw: HeldDraw | None = None

    @property
    def opens_at(self) -> datetime:
        """When the first round opens."""
        return min(round_.opens_at for round_ in self.rounds)

    @property
    def closes_at(self) -> datetime:
        """When the last round closes."""
        return max(round_.closes_at for round_ in self.rounds)

    def state(self, now: datetime) -> State:
        """Draft, scheduled, open, closed or final."""
        return contest_state(
            published=self.published_at is not None,
            finalised=self.finalised_at is not None,
            rounds=[round_.span for round_ in self.rounds],
            now=now,
        )

    def round_by_number(self, number: int) -> RoundView:
        """One of the rounds; raises `NotFound`."""
        for round_ in self.rounds:
            if round_.number == number:
                return round_
        raise NotFound()

    def settled(self, scope: int) -> int | None:
        """The settled prediction that ranks a scope (a round's id, or 0 for the whole contest).

        Over several rounds predictions do not count: each asks for a number of its own.
        """
        if scope == 0:
            return self.rounds[0].settled_prediction if len(self.rounds) == 1 else None
        return next(one.settled_prediction for one in self.rounds if one.id == scope)

    def truth(self, scope: int) -> Truth:
        """What is known by now and ranks a scope: the settled prediction and the lots."""
        return Truth(self.settled(scope), self.rules.not_over, self.draw)

    def is_provisional(self, scope: int) -> bool:
        """Whether a board will still change when its prediction is settled."""
        chain = self.rules.chain
        if ChainStep.PREDICTION not in chain or self.rules.prediction is None:
            return False
        if scope == 0 and len(self.rounds) > 1:
            return False
        return self.settled(scope) is None


def rules_of(contest_id: int, number: int) -> Rules:
    """One version of a contest's rules, from memory once read; raises `NotFound`."""
    return _kept().get((contest_id, number), lambda: _load(contest_id, number))


def view(facts: ContestFacts, rounds: Iterable[RoundFacts]) -> ContestView:
    """The view of a contest from its rows."""
    rules = _kept().get((facts.id, facts.rules_number), lambda: _read(facts.rules))
    return ContestView(
        id=facts.id,
        slug=facts.slug,
        title=facts.title,
        summary=facts.summary,
        description=facts.description,
        prizes=facts.prizes,
        rules=rules,
        rules_number=facts.rules_number,
        rounds=tuple(_round(one) for one in rounds),
        published_at=facts.published_at,
        finalised_at=facts.finalised_at,
        created_at=facts.created_at,
        freeze=Freeze(facts.freeze_at, facts.reveal_at, facts.revealed_at),
        draw=_draw(facts),
    )


def get_view(facts: ContestFacts | None) -> ContestView:
    """The view of a contest that was looked for, with one more read; raises `NotFound`."""
    if facts is None:
        raise NotFound()
    return view(facts, storage.list_rounds(facts.id))


def _kept() -> Lru[Rules]:
    return lru("rules", KEPT_RULES)


def _load(contest_id: int, number: int) -> Rules:
    content = storage.find_rules(contest_id, number)
    if content is None:
        raise NotFound()
    return _read(content)


def _read(content: str) -> Rules:
    return from_plain(json.loads(content))


def _draw(facts: ContestFacts) -> HeldDraw | None:
    if facts.draw_seed is None or facts.drawn_at is None:
        return None
    return HeldDraw(facts.draw_seed, facts.draw_phrase or "", facts.drawn_at)


def _round(facts: RoundFacts) -> RoundView:
    return RoundView(
        id=facts.id,
        number=facts.number,
        title=facts.title,
        opens_at=facts.opens_at,
        closes_at=facts.closes_at,
        bank_version_id=facts.bank_version_id,
        settled_prediction=facts.settled_prediction,
        key_number=facts.key_number,
        scored_key_number=facts.scored_key_number,
        settled_quantity=facts.settled_quantity,
    )
