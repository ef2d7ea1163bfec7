"""Invented people taking a real contest through the services, at invented moments."""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from app.domain.errors import AttemptLimitReached
from app.domain.questions import Key, Question, QuestionType
from app.services import attempts, banks, starting
from app.services.accounts import Identity, SignedIn
from app.services.attempts import RawAnswer
from app.services.contests import ContestView, RoundView

_SECONDS_A_QUESTION = (6.0, 32.0)


def play(
    chance: random.Random, contest: ContestView, round_: RoundView, who: SignedIn, skill: float,
    *, at: datetime,
) -> bool:  # fmt: skip
    """One whole attempt, started at `at`; False when the person has none left."""
    try:
        started = starting.start(
            slug=contest.slug, who=who, now=at, seed=f"{chance.getrandbits(128):032x}"
        )
    except AttemptLimitReached:
        return False
    identity = Identity(who.account_id, who.epoch)
    sitting = attempts.get_sitting(attempt_id=started.attempt_id, identity=identity, now=at)
    keys = banks.compiled_keys(round_.bank_version_id, round_.key_number)
    pace = chance.uniform(*_SECONDS_A_QUESTION)
    moment = at
    answers = []
    for seq, question in enumerate(sitting.questions, start=1):
        moment += timedelta(seconds=pace * chance.uniform(0.5, 1.5))
        right = chance.random() < skill
        response = right_answer(keys[question.id]) if right else any_answer(chance, question)
        answers.append(RawAnswer(seq, question.id, response))
    moment = min(moment, sitting.facts.deadline_at)
    attempts.save_answers(
        attempt_id=started.attempt_id, identity=identity, answers=answers, now=moment
    )
    guess = int(chance.lognormvariate(6.5, 0.6)) if contest.rules.prediction else None
    attempts.submit(attempt_id=started.attempt_id, identity=identity, prediction=guess, now=moment)
    return True


def right_answer(key: Key) -> Any:
    """The response that a key takes as right."""
    if key.truth is not None:
        return key.truth
    if key.number is not None:
        return str(key.number)
    if key.texts:
        return key.texts[0]
    if key.order:
        return list(key.order)
    if key.pairs:
        return dict(key.pairs)
    return sorted(key.options) if len(key.options) > 1 else next(iter(key.options))


def any_answer(chance: random.Random, question: Question) -> Any:
    """Some response of the right shape."""
    options = [option.id for option in question.options]
    if question.type is QuestionType.SINGLE:
        return chance.choice(options)
    if question.type is QuestionType.MULTIPLE:
        return chance.sample(options, k=max(1, len(options) // 2))
    if question.type is QuestionType.BOOLEAN:
        return chance.random() < 0.5
    if question.type is QuestionType.NUMBER:
        return str(Decimal(chance.randrange(1, 100)))
    if question.type is QuestionType.ORDER:
        return chance.sample(options, k=len(options))
    if question.type is QuestionType.MATCH:
        rights = [right.id for right in question.rights]
        return {left.id: chance.choice(rights) for left in question.lefts}
    return "không rõ"
