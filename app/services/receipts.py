"""Receipts: what an attempt's owner is given at its end, and what anybody may verify."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask import current_app

from app.domain.contest_rules import Rules
from app.domain.errors import NotFound
from app.domain.receipts import read_code, receipt_code
from app.services import closing, contests
from app.storage import answer_files, reopening, results
from app.storage import attempts as storage
from app.storage.attempts import AttemptFacts
from app.storage.tables import Result

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
    """What anybody may learn from a receipt's code: no person, no answer, no score.

    `superseded_at` is when the attempt was opened again, so that a later receipt
    takes the place of this one.
    """

    code: str
    contest_slug: str
    round_number: int
    answers_hash: str
    submitted_at: datetime
    closed_by: str
    counted: int
    superseded_at: datetime | None = None


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
    return None if result is None else earned_by(facts, result)


def earned_by(facts: AttemptFacts, result: Result) -> Earned:
    """The score of an attempt whose result has been read already."""
    return Earned(result.mills, result.max_mills, result.correct, len(facts.places), result.time_ms)


def may_show_answers(facts: AttemptFacts, rules: Rules) -> bool:
    """Whether the owner may see the paper and the own answers now."""
    return facts.closed_at is None or rules.result_policy in SHOWS_ANSWERS


def verify(typed: str) -> Proof:
    """Check a code that somebody typed; raises `NotFound` unless it is genuine."""
    code = read_code(typed)
    facts = storage.find_by_receipt(code) if code else None
    if code and facts is None:
        return _verify_earlier(code)
    if facts is None or code != _expected(facts):
        raise NotFound()
    slug, number = _where(facts.contest_id, facts.round_id)
    return Proof(
        code=code,
        contest_slug=slug,
        round_number=number,
        answers_hash=_sealed(facts.answers_hash),
        submitted_at=_ended(facts),
        closed_by=_sealed(facts.closed_by),
        counted=len(closing.answers_of(facts)),
    )


def _verify_earlier(code: str) -> Proof:
    """A receipt of an attempt that was opened again, or added to, after it had been given."""
    end = reopening.find_earlier_end(code) or answer_files.find_earlier_end(code)
    if end is None or code != _code(
        end.attempt_id, end.answers_hash, end.closed_at, end.prediction
    ):
        raise NotFound()
    slug, number = _where(end.contest_id, end.round_id)
    return Proof(
        code=code,
        contest_slug=slug,
        round_number=number,
        answers_hash=end.answers_hash,
        submitted_at=end.closed_at,
        closed_by=end.closed_by,
        counted=end.counted,
        superseded_at=end.superseded_at,
    )


def _where(contest_id: int, round_id: int) -> tuple[str, int]:
    contest = contests.get_contest_by_id(contest_id)
    return contest.slug, next(one.number for one in contest.rounds if one.id == round_id)


def _expected(facts: AttemptFacts) -> str:
    return _code(facts.id, _sealed(facts.answers_hash), _ended(facts), facts.prediction)


def _code(attempt_id: int, answers_hash: str, ended_at: datetime, prediction: int | None) -> str:
    return receipt_code(
        current_app.config["SECRET_KEY"],
        attempt_id=attempt_id,
        answers_hash=answers_hash,
        ended_at=ended_at,
        prediction=prediction,
    )


def _sealed(value: str | None) -> str:
    if value is None:
        raise NotFound()
    return value


def _ended(facts: AttemptFacts) -> datetime:
    if facts.closed_at is None:
        raise NotFound()
    return facts.closed_at
