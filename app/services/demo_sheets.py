"""What invented people write: papers by seed, answers by skill, marked by the rules as ever.

Answers repeat from person to person, so each is made, written and marked once.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from app.domain.bank_codec import canonical_json
from app.domain.contest_rules import Rules
from app.domain.papers import Deck, answers_hash
from app.domain.questions import Key, Question
from app.domain.responses import InvalidResponse, normalise
from app.domain.scoring import Mark, mark
from app.services.demo_play import any_answer, right_answer

OTHERS = 8
"""So many answers that may be wrong are kept of each question."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer to one question: as it is kept, and what it earns."""

    response: Any
    text: str
    mark: Mark


@dataclass(frozen=True, slots=True)
class Sheet:
    """A whole paper, answered: `choices` in the order of `places`."""

    seed: str
    places: Sequence[int]
    choices: Sequence[Choice]
    digest: str

    @property
    def mills(self) -> int:
        """What it earned, in thousandths of a point."""
        return sum(one.mark.mills for one in self.choices)

    @property
    def max_mills(self) -> int:
        """What it could have earned."""
        return sum(one.mark.max_mills for one in self.choices)

    @property
    def correct(self) -> int:
        """How many answers were wholly right."""
        return sum(one.mark.correct for one in self.choices)


@dataclass(slots=True)
class Desk:
    """A bank version with its keys under a contest's rules, ready for many papers."""

    questions: Sequence[Question]
    keys: Mapping[str, Key]
    rules: Rules
    _deck: Deck = field(init=False)
    _right: dict[int, Choice] = field(default_factory=dict)
    _others: dict[int, list[Choice]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._deck = Deck(self.questions, self.rules.draws)

    def write(self, chance: random.Random, skill: float) -> Sheet:
        """A paper drawn by a new seed and answered; `skill` is the chance of a right answer."""
        seed = f"{chance.getrandbits(128):032x}"
        places = self._deck.choose(seed, self.rules.shuffle_questions)
        choices = [
            self._best(place) if chance.random() < skill else self._some(chance, place)
            for place in places
        ]
        answers = {
            self.questions[place].id: one.response
            for place, one in zip(places, choices, strict=True)
        }
        return Sheet(seed, places, choices, answers_hash(answers))

    def _best(self, place: int) -> Choice:
        found = self._right.get(place)
        if found is None:
            raw = right_answer(self.keys[self.questions[place].id])
            found = self._right[place] = self._choice(place, raw)
        return found

    def _some(self, chance: random.Random, place: int) -> Choice:
        found = self._others.get(place)
        if found is None:
            question = self.questions[place]
            raw = [any_answer(chance, question) for _ in range(OTHERS)]
            found = self._others[place] = [self._choice(place, one) for one in raw]
        return found[int(chance.random() * OTHERS)]

    def _choice(self, place: int, raw: Any) -> Choice:
        question = self.questions[place]
        try:
            response = normalise(question, raw)
        except InvalidResponse:  # A key may name what the form has no place for.
            response = normalise(question, any_answer(random.Random(place), question))  # noqa: S311
        earned = mark(question, self.keys[question.id], response, negative=self.rules.negative)
        return Choice(response, canonical_json(response), earned)
