"""Appeals: what participants have to say against a question, and the organisers' answers.

Only whoever may see the own answers may appeal, once a question, until the contest is
final. One answer goes to everybody who appealed the same question.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from sqlalchemy.exc import IntegrityError

from app.domain.errors import InvalidRequest, NotFound
from app.domain.questions import Question
from app.domain.text import clean_text
from app.services import attempts, audit, banks, contests
from app.services.accounts import Identity
from app.services.attempts import Sitting
from app.services.contests import ContestView
from app.services.receipts import SHOWS_ANSWERS
from app.services.transactions import writing
from app.storage import appeals as storage
from app.storage import contests as contest_storage
from app.storage.appeals import AppealFacts
from app.storage.constraints import broken_unique
from app.storage.tables import Appeal

__all__ = ["AppealFacts", "Gathered", "answer", "appeal", "count_by_question", "gather"]
LONGEST_TEXT = 1000


@dataclass(frozen=True, slots=True)
class Gathered:
    """All appeals of one question, oldest first; `answer` is the newest that was given.

    `unanswered` counts those that came after it.
    """

    bank_version_id: int
    question: Question
    appeals: tuple[AppealFacts, ...]

    @property
    def answer(self) -> str | None:
        """What the appellants were answered."""
        given = [(one.answered_at, one.answer) for one in self.appeals if one.answered_at]
        return max(given)[1] if given else None

    @property
    def unanswered(self) -> int:
        """How many wait for an answer."""
        return sum(one.answer is None for one in self.appeals)


def appeal(attempt_id: int, *, identity: Identity, question: str, text: str, now: datetime) -> None:
    """Appeal a question of the own closed attempt.

    Raises `NotFound` (somebody else's attempt, one that is open, answers that are not
    shown, another paper's question) and `InvalidRequest`: text (missing, too_long),
    question (already), contest (final).
    """
    sitting = attempts.get_sitting(attempt_id=attempt_id, identity=identity, now=now)
    if not may_see(sitting) or question not in {one.id for one in sitting.questions}:
        raise NotFound()
    said = clean_text(text)
    if not said or len(said) > LONGEST_TEXT:
        raise InvalidRequest((("text", "too_long" if said else "missing"),))
    contest = contests.get_contest_by_id(sitting.facts.contest_id)
    try:
        with writing() as session:
            row = contest_storage.hold_contest(session, contest.slug)
            if row is None or row.finalised_at is not None:
                raise InvalidRequest((("contest", "final"),))
            storage.add(
                session,
                Appeal(
                    contest_id=contest.id,
                    attempt_id=attempt_id,
                    question=question,
                    text=said,
                    created_at=now,
                ),
            )
    except IntegrityError as error:
        if not (broken_unique(error) or "").startswith("appeals."):
            raise
        raise InvalidRequest((("question", "already"),)) from None


def may_see(sitting: Sitting) -> bool:
    """Whether the owner of an attempt sees the own answers, and so may say something of them."""
    return sitting.facts.closed_at is not None and sitting.rules.result_policy in SHOWS_ANSWERS


def may_appeal(sitting: Sitting, contest: ContestView) -> bool:
    """Whether appeals of an attempt are taken now."""
    return may_see(sitting) and contest.finalised_at is None


def list_own(attempt_id: int) -> dict[str, AppealFacts]:
    """The appeals of an attempt whose owner has been checked, by question."""
    return {one.question: one for one in storage.list_of_attempt(attempt_id)}


def gather(slug: str) -> list[Gathered]:
    """All appeals of a contest by question, those with most unanswered first; raises `NotFound`."""
    contest = contests.get_contest(slug)
    found = [_gathered(*one) for one in _grouped(storage.list_of_contest(contest.id))]
    return sorted(found, key=lambda one: (-one.unanswered, -len(one.appeals), one.question.id))


def count_by_question(contest: ContestView) -> dict[tuple[int, str], int]:
    """How many appeals each question has, by bank version and id."""
    return storage.count_by_question(contest.id)


def answer(
    slug: str,
    *,
    bank_version_id: int,
    question: str,
    text: str,
    account_id: int | None,
    now: datetime,
) -> int:
    """Answer all appeals of a question at once; answered again, the new answer stands.

    Returns how many. Raises `NotFound` without an appeal, and `InvalidRequest`: text.
    """
    contest = contests.get_contest(slug)
    said = clean_text(text)
    if not said or len(said) > LONGEST_TEXT:
        raise InvalidRequest((("text", "too_long" if said else "missing"),))
    with writing() as session:
        count = storage.answer(
            session, contest.id, bank_version_id, question,
            text=said, account_id=account_id, now=now,
        )  # fmt: skip
        if count == 0:
            raise NotFound()
        audit.record(
            session,
            account_id=account_id,
            act="appeal.answer",
            subject=f"contest/{slug}",
            detail={"question": question, "bank_version": bank_version_id, "appeals": count,
                    "answer": said},
            now=now,
        )  # fmt: skip
    return count


def _grouped(found: list[AppealFacts]) -> Iterator[tuple[tuple[int, str], list[AppealFacts]]]:
    def key(one: AppealFacts) -> tuple[int, str]:
        return one.bank_version_id, one.question

    for of, ones in groupby(sorted(found, key=lambda one: (*key(one), one.id)), key=key):
        yield of, list(ones)


def _gathered(of: tuple[int, str], ones: list[AppealFacts]) -> Gathered:
    version, question = of
    return Gathered(version, banks.compiled(version).by_id[question], tuple(ones))
