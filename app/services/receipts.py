"""Receipts: what an attempt's owner is given at its end, and what anybody may verify."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask import current_app

from app.domain.contest_rules import Rules
from app.domain.errors import NotFound
from app.domain.receipts import read_code, receipt_code
from app.services import closing, contests
from app.storage import attempts as storage
from app.storage import results
from app.storage.attempts import AttemptFacts

SHOWS_SCORE = ("score", "answers", "explanations")
SHOWS_ANSWERS = ("answers", "explanations")


@dataclass(frozen=True, slots=True)
class Earned:
    """A score; marks in thousandths of a point."""

    mills: int
    max_mills: int
    correct: int
    total: int
    time_ms: int


@dataclass(frozen=True, slots=True)
class Receipt:
    """The sealed end of an attempt; `result` only where the contest's policy shows it."""

    code: str
    answers_hash: str
    submitted_at: datetime
    closed_by: str
    counted: int
    result: Earned | None


@dataclass(frozen=True, slots=True)
class Proof:
    """What anybody may learn from a receipt's code: no person, no answer, no score."""

    code: str
    contest_slug: str
    round_number: int
    answers_hash: str
    submitted_at: datetime
    closed_by: str
    counted: int


def receipt_of(facts: AttemptFacts) -> Receipt:
    """The receipt of a closed attempt, for its owner."""
    rules = contests.rules_of(facts.contest_id, facts.rules_number)
    return Receipt(
        code=_sealed(facts.receipt),
        answers_hash=_sealed(facts.answers_hash),
        submitted_at=_ended(facts),
        closed_by=_sealed(facts.closed_by),
        counted=len(closing.answers_of(facts)),
        result=earned(facts) if rules.result_policy in SHOWS_SCORE else None,
    )


def earned(facts: AttemptFacts) -> Earned | None:
    """The score of a closed attempt, whatever the policy says about showing it."""
    result = results.find_result(facts.id)
    if result is None:
        return None
    return Earned(result.mills, result.max_mills, result.correct, len(facts.places), result.time_ms)


def may_show_answers(facts: AttemptFacts, rules: Rules) -> bool:
    """Whether the owner may see the paper and the own answers now."""
    return facts.closed_at is None or rules.result_policy in SHOWS_ANSWERS


def verify(typed: str) -> Proof:
    """Check a code that somebody typed; raises `NotFound` unless it is genuine."""
    code = read_code(typed)
    facts = storage.find_by_receipt(code) if code else None
    if facts is None or code != _expected(facts):
        raise NotFound()
    contest = contests.get_contest_by_id(facts.contest_id)
    numbers = {round_.id: round_.number for round_ in contest.rounds}
    return Proof(
        code=code,
        contest_slug=contest.slug,
        round_number=numbers[facts.round_id],
        answers_hash=_sealed(facts.answers_hash),
        submitted_at=_ended(facts),
        closed_by=_sealed(facts.closed_by),
        counted=len(closing.answers_of(facts)),
    )


def _expected(facts: AttemptFacts) -> str:
    return receipt_code(
        current_app.config["SECRET_KEY"],
        attempt_id=facts.id,
        answers_hash=_sealed(facts.answers_hash),
        ended_at=_ended(facts),
        prediction=facts.prediction,
    )


def _sealed(value: str | None) -> str:
    if value is None:
        raise NotFound()
    return value


def _ended(facts: AttemptFacts) -> datetime:
    if facts.closed_at is None:
        raise NotFound()
    return facts.closed_at
