"""The rules of a contest as data: everything that a contest decides for itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from app.domain.divisions import Division
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
OVER_ROUNDS = ("sum", "best_k", "last")
QUANTITIES = ("announced", "participants", "all_right", "attempts")
NEARNESS = ("nearest", "nearest_not_over")
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
    DRAW = "draw"  # by lot, once the draw has been held


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
    """The question that only breaks ties; `translations` maps language to text.

    `quantity` says what the true number is: announced by the organiser, or counted
    once the round has closed: its participants, those with everything right, or its
    attempts. Under the rule "nearest_not_over" who guessed above the true number
    stands behind all who did not.
    """

    text: str
    translations: Mapping[str, str] = field(default_factory=dict)
    quantity: str = "announced"
    rule: str = "nearest"

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

    `over_rounds` says what the whole contest adds up: all rounds, the `best_k` best,
    or only the last one taken. `divisions` have boards and prizes of their own;
    `prizes_listed` places of a board get a prize, of a round's board
    `round_prizes_listed`. Ages are in years of the calendar at the round's opening.
    People on the contest's list of exclusions may play out of competition or not at
    all. `publish_participation_at` is a time of day in Vietnam, "11:00".
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
    over_rounds: str = "sum"
    best_k: int = 1
    divisions: tuple[Division, ...] = ()
    prizes_listed: int = 0
    round_prizes_listed: int = 0
    min_age: int | None = None
    max_age: int | None = None
    province_only: bool = False
    excluded_may_play: bool = False
    publish_participation_at: str | None = None

    @property
    def question_count(self) -> int:
        """How many questions a paper has."""
        return sum(draw.count for draw in self.draws)

    @property
    def asks_birth_year(self) -> bool:
        """Whether the year of birth must be known of whoever takes part."""
        return self.min_age is not None or self.max_age is not None

    @property
    def not_over(self) -> bool:
        """Whether a guess above the true number stands behind all others."""
        return self.prediction is not None and self.prediction.rule == "nearest_not_over"

    def division(self, code: str) -> Division | None:
        """A division by its code."""
        return next((one for one in self.divisions if one.code == code), None)
