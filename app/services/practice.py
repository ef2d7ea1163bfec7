"""Practice: a few questions with their explanations, for anybody, leaving no trace."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from app.domain.contest_rules import Draw
from app.domain.errors import NotFound
from app.domain.papers import choose, lay_out
from app.domain.questions import Key, Question
from app.domain.responses import InvalidResponse, normalise
from app.domain.scoring import Mark, mark
from app.services import banks
from app.storage import banks as storage
from app.storage import contests

BANK = "ky-nang-so"
QUESTIONS = 5


@dataclass(frozen=True, slots=True)
class Marked:
    """An answer in practice, with what is right."""

    response: Any
    mark: Mark
    key: Key


@dataclass(frozen=True, slots=True)
class Practice:
    """Some questions and their keys, the same for the same seed."""

    questions: tuple[Question, ...]
    bank_version_id: int

    def mark(self, number: int, raw: object) -> Marked:
        """Mark the answer to question `number` (from 1); what cannot be read counts as none."""
        question = self.questions[number - 1]
        try:
            response = normalise(question, raw)
        except InvalidResponse:
            response = None
        key = banks.compiled_keys(
            self.bank_version_id, banks.latest_key_number(self.bank_version_id)
        )[question.id]
        return Marked(response, mark(question, key, response), key)


def is_offered() -> bool:
    """Whether there is a practice bank, and no contest uses it: practice shows its keys."""
    facts = storage.find_version(BANK)
    return facts is not None and not contests.is_bank_in_use(BANK)


def get_practice(seed: str) -> Practice:
    """The practice of a seed; raises `NotFound` where none is offered."""
    facts = storage.find_version(BANK)
    if facts is None or contests.is_bank_in_use(BANK):
        raise NotFound()
    bank = banks.compiled(facts.id)
    count = min(QUESTIONS, len(bank.questions))
    places = choose(bank.questions, (Draw(None, None, count),), seed, True)
    paper = lay_out([bank.questions[place] for place in places], seed)
    return Practice(paper.questions, facts.id)
