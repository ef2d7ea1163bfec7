"""The question bank as values: what is asked, apart from what is right.

A `Question` holds only what a participant may see. The right answers,
explanations and sources live in `Key`, so that a paper built from questions
cannot carry them by accident.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum


class QuestionType(StrEnum):
    SINGLE = "single"
    MULTIPLE = "multiple"
    BOOLEAN = "boolean"
    NUMBER = "number"
    TEXT = "text"
    ORDER = "order"
    MATCH = "match"


class MultipleScoring(StrEnum):
    ALL_OR_NOTHING = "all_or_nothing"
    PARTIAL = "partial"
    RIGHT_MINUS_WRONG = "right_minus_wrong"


@dataclass(frozen=True, slots=True)
class Topic:
    """What questions are about; they name it by its id."""

    id: str
    title: str


@dataclass(frozen=True, slots=True)
class Image:
    """`file` is a path below questions/, `alt` what it shows, in words."""

    file: str
    alt: str


@dataclass(frozen=True, slots=True)
class Option:
    """Something to choose, to order or to match.

    Ids of order items and match sides are digests of their text, so that
    neither an id nor the stored sequence tells the right order.
    """

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class QuestionWords:
    """A question in another language; `options` maps option id to text.

    For order items and match sides the ids are those of the original.
    """

    text: str
    options: Mapping[str, str] = field(default_factory=dict)
    explanation: str | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """What a participant sees.

    `options` serves single, multiple and order (there sorted by id);
    `lefts` and `rights` serve match (each sorted by id).
    `translations` carry no explanation here: that belongs to the key.
    """

    id: str
    type: QuestionType
    text: str
    topic: str | None = None
    difficulty: int | None = None
    points: Decimal = Decimal(1)
    options: tuple[Option, ...] = ()
    lefts: tuple[Option, ...] = ()
    rights: tuple[Option, ...] = ()
    shuffle: bool = True
    image: Image | None = None
    translations: Mapping[str, QuestionWords] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Key:
    """What is right and why. Never leaves the server before its time.

    Exactly the field of the question's type is set: `options` (single,
    multiple: the correct ids), `truth` (boolean), `number` with `tolerance`
    (both inclusive), `texts` with `ignore_case`/`ignore_accents`,
    `order` (item ids in the right order), `pairs` (left id -> right id).
    """

    question: str
    options: frozenset[str] = frozenset()
    scoring: MultipleScoring = MultipleScoring.ALL_OR_NOTHING
    truth: bool | None = None
    number: Decimal | None = None
    tolerance: Decimal = Decimal(0)
    texts: tuple[str, ...] = ()
    ignore_case: bool = True
    ignore_accents: bool = False
    order: tuple[str, ...] = ()
    pairs: Mapping[str, str] = field(default_factory=dict)
    explanation: str | None = None
    source: str | None = None
    explanations: Mapping[str, str] = field(default_factory=dict)
    """Explanations in other languages: language -> text."""
    also: tuple[str, ...] = ()
    """Further right responses, as canonical JSON: added by corrections."""
    voided: bool = False
    """Everybody who had the question gets all its points: set by a correction."""


@dataclass(frozen=True, slots=True)
class Bank:
    """One bank, whole: questions and, apart from them, the keys by question id."""

    slug: str
    title: str
    language: str
    questions: tuple[Question, ...]
    keys: Mapping[str, Key]
    topics: tuple[Topic, ...] = ()
    description: str | None = None
    licence: str | None = None
