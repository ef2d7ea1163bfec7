"""The end of an attempt: what was saved is read, sealed with a receipt, and scored."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from flask import current_app
from sqlalchemy.orm import Session

from app.domain.attempts import SWEEP_MARGIN, ClosedBy, is_overdue, newest
from app.domain.contests import elapsed_ms
from app.domain.errors import NotFound
from app.domain.papers import answers_hash
from app.domain.receipts import receipt_code
from app.domain.scoring import mark
from app.services import banks, contests
from app.services.transactions import writing
from app.storage import attempts as storage
from app.storage import contests as contest_storage
from app.storage import journal, results
from app.storage.attempts import AttemptFacts
from app.storage.tables import Result

SWEEP_BATCH = 200


def close_attempt(
    attempt_id: int, *, closed_by: ClosedBy, prediction: int | None, now: datetime
) -> AttemptFacts:
    """Close an open attempt and score it; one already closed is returned as it is.

    By its deadline an attempt is closed only when that has passed: if it was
    lengthened meanwhile, the attempt is returned open.
    """
    with writing() as session:
        return _close(session, attempt_id, closed_by, prediction, now)


def close_overdue_attempt(attempt_id: int, now: datetime) -> AttemptFacts:
    """Close an attempt that its owner left open, with what was saved."""
    return close_attempt(attempt_id, closed_by=ClosedBy.DEADLINE, prediction=None, now=now)


def close_overdue(now: datetime, limit: int = SWEEP_BATCH) -> int:
    """Close attempts left open past deadline and grace; returns how many. Each stands alone."""
    closed = 0
    for attempt_id in storage.list_overdue(now - SWEEP_MARGIN, limit):
        with writing() as session:
            facts = storage.find_for_update(attempt_id)
            if facts is None or facts.closed_at is not None:
                continue
            if is_overdue(deadline_at=facts.deadline_at, grace=_grace(facts), now=now):
                _close(session, attempt_id, ClosedBy.DEADLINE, None, now)
                closed += 1
    return closed


def _close(
    session: Session, attempt_id: int, by: ClosedBy, prediction: int | None, now: datetime
) -> AttemptFacts:
    facts = storage.find_for_update(attempt_id)
    if facts is None:
        raise NotFound()
    if facts.closed_at is not None:
        return facts
    if by is ClosedBy.DEADLINE and now <= facts.deadline_at + _grace(facts):
        return facts
    prediction = facts.prediction if prediction is None else prediction
    facts = _with_key(session, facts)
    answers = answers_of(facts)
    digest = answers_hash(answers)
    ended_at = min(now, facts.deadline_at)
    storage.close(
        session,
        attempt_id,
        closed_at=ended_at,
        closed_by=by.value,
        prediction=prediction,
        answers_hash=digest,
        receipt=receipt_code(
            current_app.config["SECRET_KEY"],
            attempt_id=attempt_id,
            answers_hash=digest,
            ended_at=ended_at,
            prediction=prediction,
        ),
    )
    results.put_result(session, score(facts, answers, ended_at))
    closed = storage.find_for_update(attempt_id)
    assert closed is not None  # noqa: S101 - held since above
    return closed


def seal_again(session: Session, attempt_id: int) -> AttemptFacts:
    """Seal and score a closed attempt anew, after its journal has been added to.

    How and when it ended stays. Within the caller's transaction; raises `NotFound`.
    """
    facts = storage.find_for_update(attempt_id)
    if facts is None or facts.closed_at is None:
        raise NotFound()
    ended_at, facts = facts.closed_at, _with_key(session, facts)
    answers = answers_of(facts)
    digest = answers_hash(answers)
    receipt = receipt_code(
        current_app.config["SECRET_KEY"],
        attempt_id=attempt_id,
        answers_hash=digest,
        ended_at=ended_at,
        prediction=facts.prediction,
    )
    storage.reseal(session, attempt_id, answers_hash=digest, receipt=receipt)
    results.put_result(session, score(facts, answers, ended_at))
    return facts


def score_again(session: Session, attempt_id: int) -> None:
    """Score a closed attempt anew under the key that counts now; what was answered stays."""
    facts = storage.find_for_update(attempt_id)
    if facts is None or facts.closed_at is None:
        return
    ended_at, facts = facts.closed_at, _with_key(session, facts)
    results.put_result(session, score(facts, answers_of(facts), ended_at))


def _with_key(session: Session, facts: AttemptFacts) -> AttemptFacts:
    # A correction that is being approved waits, or is waited for: no result keeps an old key.
    return facts._replace(key_number=contest_storage.hold_key_number(session, facts.round_id))


def _grace(facts: AttemptFacts) -> timedelta:
    rules = contests.rules_of(facts.contest_id, facts.rules_number)
    return timedelta(seconds=rules.grace_seconds)


def answers_of(facts: AttemptFacts) -> dict[str, Any]:
    """The answers that the journal holds, by question id."""
    bank = banks.compiled(facts.bank_version_id)
    held = newest(journal.list_entries(facts.id))
    return {bank.questions[facts.places[place]].id: response for place, response in held.items()}


def score(facts: AttemptFacts, answers: dict[str, Any], ended_at: datetime) -> Result:
    """The result of an attempt under the key that counts in its round."""
    bank = banks.compiled(facts.bank_version_id)
    keys = banks.compiled_keys(facts.bank_version_id, facts.key_number)
    rules = contests.rules_of(facts.contest_id, facts.rules_number)
    questions = [bank.questions[place] for place in facts.places]
    marks = [
        mark(question, keys[question.id], answers.get(question.id), negative=rules.negative)
        for question in questions
    ]
    return Result(
        attempt_id=facts.id,
        round_id=facts.round_id,
        person_id=facts.person_id,
        key_number=facts.key_number,
        mills=sum(one.mills for one in marks),
        max_mills=sum(one.max_mills for one in marks),
        correct=sum(one.correct for one in marks),
        time_ms=elapsed_ms(facts.started_at, ended_at, facts.deadline_at, facts.paused_ms),
        ended_at=ended_at,
        on_board=0,
    )
