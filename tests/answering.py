"""Answering in tests: save, submit and look, by person and attempt."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from app.services import attempts
from app.services.accounts import SignedIn
from app.services.attempts import RawAnswer, Saved, Sitting
from app.storage.db import db
from tests.factories_contests import identity_of


def sitting(who: SignedIn, attempt_id: int, now: datetime) -> Sitting:
    """The attempt as its owner resumes it."""
    db.session.remove()
    return attempts.get_sitting(attempt_id=attempt_id, identity=identity_of(who), now=now)


def save(
    who: SignedIn,
    attempt_id: int,
    now: datetime,
    *entries: tuple[int, int, Any],
    known: int | None = None,
) -> Saved:
    """Save (seq, place in the paper, response)."""
    ids = attempts.question_ids(attempts.own_facts(attempt_id, identity_of(who)))
    answers = [RawAnswer(seq, ids[place], response) for seq, place, response in entries]
    return save_raw(who, attempt_id, now, answers, known=known)


def save_raw(
    who: SignedIn,
    attempt_id: int,
    now: datetime,
    answers: Sequence[RawAnswer],
    known: int | None = None,
) -> Saved:
    """Save entries as they are."""
    return attempts.save_answers(
        attempt_id=attempt_id, identity=identity_of(who), answers=answers, now=now, known=known
    )


def submit(who: SignedIn, attempt_id: int, now: datetime, prediction: int | None = None) -> Any:
    """Submit the attempt of a person."""
    return attempts.submit(
        attempt_id=attempt_id, identity=identity_of(who), prediction=prediction, now=now
    )


def responses(who: SignedIn, attempt_id: int, now: datetime) -> list[Any]:
    """The saved answers in the order of the paper."""
    found = sitting(who, attempt_id, now)
    return [found.answers.get(question.id) for question in found.questions]
