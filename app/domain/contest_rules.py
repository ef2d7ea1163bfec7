"""The rules of a contest as data: everything that a contest decides for itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from app.domain.questions import Question

GROUPS = (
    "cadre",
    "civil_servant",
    "public_employee",
    "union_member",
    "association_member",
    "student",
    "resident",
    "other",
)
ATTEMPTS_PER = ("round", "day")
COUNTS = ("best", "first", "last")
POLICIES = ("nothing", "score", "answers", "explanations")
UNIT_FORMULAS = ("mean", "top_n_mean", "participants", "entries", "rate")


class ChainStep(StrEnum):
    """One step of the tie-break chain: what is compared, and which is better."""

    POINTS = "points"  # more
    CORRECT = "correct"  # more
    PREDICTION = "prediction"  # nearer, once settled
    TIME = "time"  # less
    SUBMITTED = "submitted"  # earlier
    ATTEMPTS = "attempts"  # fewer


CHAIN_A = (ChainStep.CORRECT, ChainStep.PREDICTION, ChainStep.TIME, ChainStep.SUBMITTED)
CHAIN_B = (ChainStep.CORRECT, ChainStep.TIME, ChainStep.SUBMITTED)


@dataclass(frozen=True, slots=True)
class Draw:
    """`count` questions of a topic and difficulty; None takes any."""

    topic: str | None
    difficulty: int | None
    count: int

    @property
    def strictness(self) -> int:
        """How much the draw asks for: 0 anything, 2 a topic and a difficulty."""
        return (self.topic is not None) + (self.difficulty is not None)

    def fits(self, question: Question) -> bool:
        """Whether a question may be drawn here."""
        return self.topic in (None, question.topic) and self.difficulty in (
            None,
            question.difficulty,
        )


@dataclass(frozen=True, slots=True)
class Prediction:
    """The question that only breaks ties; `translations` maps language to text."""

    text: str
    translations: Mapping[str, str] = field(default_factory=dict)

    def text_in(self, language: str) -> str:
        """The question in a language, else as it was written."""
        return self.translations.get(language, self.text)


@dataclass(frozen=True, slots=True)
class Rules:
    """All settings of a contest.

    `minutes` an attempt lasts; `grace_seconds` after the deadline in which what
    was under way still counts; `attempts_allowed` None means without limit;
    `groups` empty means everybody; `negative` is the share of a question's points
    that a wrong answer costs; `result_policy` says what a participant sees after
    submitting: nothing, the score, also the own answers, or also (after the round
    has closed) what was right and why. Before the closing no policy shows whether
    an answer was right, since others are still answering.
    """

    minutes: int
    draws: tuple[Draw, ...]
    grace_seconds: int = 10
    attempts_allowed: int | None = 1
    attempts_per: str = "round"
    counts: str = "best"
    shuffle_questions: bool = True
    prediction: Prediction | None = None
    chain: tuple[ChainStep, ...] = CHAIN_B
    result_policy: str = "score"
    negative: Decimal = Decimal(0)
    groups: tuple[str, ...] = ()
    unit_formula: str = "mean"
    top_n: int = 10
    min_unit_size: int = 1
    show_full_names: bool = False

    @property
    def question_count(self) -> int:
        """How many questions a paper has."""
        return sum(draw.count for draw in self.draws)
