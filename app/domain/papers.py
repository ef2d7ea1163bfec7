"""Papers: drawn from a bank by a seed, the same on every machine, and shown by allow-list."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from app.domain.contest_rules import Draw
from app.domain.errors import NotEnoughQuestions
from app.domain.questions import Option, Question, QuestionType

T = TypeVar("T")
_SHUFFLED = (QuestionType.SINGLE, QuestionType.MULTIPLE)


class Chance:
    """A stream of seeded choices that no library version can change: SHA-256 in counter mode."""

    def __init__(self, seed: str) -> None:
        self._seed = seed.encode()
        self._counter = 0

    def below(self, limit: int) -> int:
        """A whole number from 0 to `limit` - 1, all alike (values that would bias are skipped)."""
        usable = (1 << 64) - (1 << 64) % limit
        while True:
            block = hashlib.sha256(self._seed + b"/%d" % self._counter).digest()
            self._counter += 1
            value = int.from_bytes(block[:8], "big")
            if value < usable:
                return value % limit

    def shuffled(self, things: Sequence[T]) -> list[T]:
        """The things in a chance order (Fisher and Yates)."""
        result = list(things)
        for last in range(len(result) - 1, 0, -1):
            other = self.below(last + 1)
            result[last], result[other] = result[other], result[last]
        return result


@dataclass(frozen=True, slots=True)
class Paper:
    """Questions in the order and with the options in the order in which one person sees them."""

    questions: tuple[Question, ...]


def choose(
    questions: Sequence[Question], draws: Sequence[Draw], seed: str, shuffle: bool
) -> list[int]:
    """The places (in `questions`) of the drawn ones, in the order of the paper.

    The more a draw asks for, the earlier it chooses; where that leaves another draw
    short, questions change hands, so that a paper is found whenever there is one.
    Without `shuffle` the paper keeps the order of the bank. Raises `NotEnoughQuestions`.
    """
    return Deck(questions, draws).choose(seed, shuffle)


class Deck:
    """Questions sorted out for draws, once for as many papers as are wanted of them."""

    def __init__(self, questions: Sequence[Question], draws: Sequence[Draw]) -> None:
        self._questions, self._draws = questions, draws
        self._by_need = sorted(range(len(draws)), key=lambda one: (-draws[one].strictness, one))
        self._fitting = [
            [place for place, question in enumerate(questions) if draw.fits(question)]
            for draw in draws
        ]

    def choose(self, seed: str, shuffle: bool) -> list[int]:
        """As `choose` does; raises `NotEnoughQuestions`."""
        chance = Chance(f"{seed}/draw")
        holders: dict[int, int] = {}
        for number in self._by_need:
            count = self._draws[number].count
            fitting = [place for place in self._fitting[number] if place not in holders]
            wanted = min(count, len(fitting))
            holders.update(dict.fromkeys(_some(chance, fitting, wanted), number))
            for got in range(wanted, count):
                table = _Table(self._questions, self._draws, holders)
                if not _take_over(number, table, chance, set()):
                    raise NotEnoughQuestions(number, count, got)
        places = sorted(holders)
        return chance.shuffled(places) if shuffle else places


@dataclass(frozen=True, slots=True)
class _Table:
    """What lies on the table while drawing: `holders` maps a taken place to its draw."""

    questions: Sequence[Question]
    draws: Sequence[Draw]
    holders: dict[int, int]


def _take_over(number: int, table: _Table, chance: Chance, asked: set[int]) -> bool:
    # An augmenting path: take a free question, or one whose holder finds another in turn.
    asked.add(number)
    fits = table.draws[number].fits
    fitting = [place for place, question in enumerate(table.questions) if fits(question)]
    free = [place for place in fitting if place not in table.holders]
    if free:
        table.holders[free[chance.below(len(free))]] = number
        return True
    for place in fitting:
        holder = table.holders[place]
        if holder not in asked and _take_over(holder, table, chance, asked):
            table.holders[place] = number
            return True
    return False


def _some(chance: Chance, things: list[int], count: int) -> list[int]:
    # A partial Fisher-Yates: as many steps as questions wanted, however large the bank.
    for place in range(count):
        other = place + chance.below(len(things) - place)
        things[place], things[other] = things[other], things[place]
    return things[:count]


def lay_out(questions: Sequence[Question], seed: str) -> Paper:
    """The paper of these questions: options, items and right sides in the seed's order."""
    return Paper(tuple(_shown(question, seed) for question in questions))


def _shown(question: Question, seed: str) -> Question:
    chance = Chance(f"{seed}/options/{question.id}")
    if question.type is QuestionType.ORDER or (question.type in _SHUFFLED and question.shuffle):
        return replace(question, options=tuple(chance.shuffled(question.options)))
    if question.type is QuestionType.MATCH:
        return replace(
            question,
            lefts=tuple(chance.shuffled(question.lefts)),
            rights=tuple(chance.shuffled(question.rights)),
        )
    return question


def present(paper: Paper, language: str) -> list[dict[str, Any]]:
    """The paper as plain values for participants, in `language` where a question has it.

    An allow-list: only what is named here leaves the server.
    """
    return [_plain(question, language) for question in paper.questions]


def _plain(question: Question, language: str) -> dict[str, Any]:
    words = question.translations.get(language)
    names: Mapping[str, str] = words.options if words else {}
    shown: dict[str, Any] = {
        "id": question.id,
        "type": question.type.value,
        "text": words.text if words else question.text,
        "points": float(question.points),
    }
    for side in ("options", "lefts", "rights"):
        options: tuple[Option, ...] = getattr(question, side)
        if options:
            shown[side] = [{"id": o.id, "text": names.get(o.id, o.text)} for o in options]
    if question.image:
        shown["image"] = {"file": question.image.file, "alt": question.image.alt}
    return shown


def answers_hash(answers: Mapping[str, Any]) -> str:
    """SHA-256, in hex, of the answers as canonical JSON: what a receipt seals."""
    text = json.dumps(answers, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
