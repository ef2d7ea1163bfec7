"""Finding questions of a bank: by words without accents, topic, difficulty and type."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from app.domain.questions import Key, Question
from app.domain.text import fold

NONE: Final = "-"
"""Stands for questions without a topic or without a difficulty."""
LONGEST_QUERY: Final = 200


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for; an empty string takes all. `words` must all be there, in any order."""

    words: str = ""
    topic: str = ""
    difficulty: str = ""
    type: str = ""

    def fits(self, question: Question) -> bool:
        """Whether topic, difficulty and type are those that are wanted."""
        level = NONE if question.difficulty is None else str(question.difficulty)
        return (
            self.topic in ("", question.topic or NONE)
            and self.difficulty in ("", level)
            and self.type in ("", question.type.value)
        )

    @property
    def parts(self) -> list[str]:
        """The folded words."""
        return fold(self.words[:LONGEST_QUERY]).split()


def search_text(question: Question, key: Key) -> str:
    """Return all that a question can be found by, folded: its words in every language, its id."""
    sides = (*question.options, *question.lefts, *question.rights)
    texts = [question.id, question.text, *(option.text for option in sides), *key.texts]
    texts += [key.explanation or "", key.source or "", *key.explanations.values()]
    for words in question.translations.values():
        texts += [words.text, *words.options.values()]
    return fold("\n".join(texts))


def search_texts(questions: Sequence[Question], keys: Mapping[str, Key]) -> tuple[str, ...]:
    """Return the folded text of every question, in their order."""
    return tuple(search_text(question, keys[question.id]) for question in questions)


@dataclass(frozen=True, slots=True)
class Match:
    """A question that fits, with its number from 1; `whole` when the words stand together."""

    number: int
    question: Question
    whole: bool


def find(questions: Sequence[Question], texts: Sequence[str], wanted: Wanted) -> list[Match]:
    """Return what fits: first where the words stand together, then where all are somewhere.

    `texts` are those of `search_texts`.
    """
    parts = wanted.parts
    phrase = " ".join(parts)
    found = [
        Match(number, question, phrase in text)
        for number, (question, text) in enumerate(zip(questions, texts, strict=True), start=1)
        if wanted.fits(question) and all(part in text for part in parts)
    ]
    return sorted(found, key=lambda match: not match.whole)
