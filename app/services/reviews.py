"""What the owner of a closed attempt may see of it, by the contest's policy and the time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.domain.questions import Key, Question
from app.domain.scoring import Mark, mark
from app.services import banks
from app.services.attempts import Sitting
from app.services.contests import ContestView
from app.services.explaining import keys_are_out
from app.services.receipts import Receipt, may_show_answers, receipt_of


@dataclass(frozen=True, slots=True)
class ReviewedAnswer:
    """One question with the own answer; mark and key only once the policy allows."""

    question: Question
    response: Any
    mark: Mark | None
    key: Key | None


@dataclass(frozen=True, slots=True)
class Review:
    """The result page's facts. `answers` is None where the policy hides them."""

    receipt: Receipt
    answers: tuple[ReviewedAnswer, ...] | None
    explained: bool
    explained_later: bool


def review(sitting: Sitting, contest: ContestView, now: datetime) -> Review:
    """What may be seen of a closed attempt at `now`: keys only once nobody answers any more."""
    facts, rules = sitting.facts, sitting.rules
    round_ = next(one for one in contest.rounds if one.id == facts.round_id)
    explained = keys_are_out(rules, round_, now)
    answers = None
    if may_show_answers(facts, rules):
        answers = tuple(_reviewed(sitting, explained))
    return Review(
        receipt=receipt_of(facts),
        answers=answers,
        explained=explained,
        explained_later=rules.result_policy == "explanations" and not explained,
    )


def _reviewed(sitting: Sitting, explained: bool) -> list[ReviewedAnswer]:
    if not explained:
        return [
            ReviewedAnswer(question, sitting.answers.get(question.id), None, None)
            for question in sitting.questions
        ]
    version = sitting.facts.bank_version_id
    keys = banks.compiled_keys(version, sitting.facts.key_number)
    negative = sitting.rules.negative
    return [
        ReviewedAnswer(
            question,
            response := sitting.answers.get(question.id),
            mark(question, keys[question.id], response, negative=negative),
            keys[question.id],
        )
        for question in sitting.questions
    ]
