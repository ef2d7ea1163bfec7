"""What every act that gives time back begins and ends with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from app.domain.adjustments import Kind, Step, WorkingTime
from app.domain.attempts import journal_state
from app.domain.contest_rules import Rules
from app.domain.errors import InvalidRequest, NotFound
from app.domain.text import clean_text
from app.services import contests
from app.services.explaining import truth_is_known
from app.storage import adjustments as storage
from app.storage import contests as contest_storage
from app.storage import derivations, journal
from app.storage.adjustments import Reachable
from app.storage.attempts import AttemptFacts
from app.storage.tables import Adjustment, Contest

LONGEST_REASON = 300
MOST_SECONDS = 5 * 3600


def hold(session: Session, slug: str) -> Contest:
    """The contest, with which nobody starts, finalises or derives boards meanwhile.

    Raises `NotFound` (for drafts too) and `InvalidRequest` once it is final.
    """
    # The boards first, as their refresh does: it asks for the contest afterwards.
    derivations.hold_boards(session)
    contest = contest_storage.hold_contest(session, slug)
    if contest is None or contest.published_at is None:
        raise NotFound()
    if contest.finalised_at is not None:
        raise InvalidRequest((("contest", "final"),))
    return contest


def check_reason(reason: str) -> str:
    """The reason without outer blanks; raises `InvalidRequest`."""
    reason = clean_text(reason)
    if not reason:
        raise InvalidRequest((("reason", "missing"),))
    if len(reason) > LONGEST_REASON:
        raise InvalidRequest((("reason", "too_long"),))
    return reason


def known_rounds(contest_id: int, rules: Rules, now: datetime) -> set[int]:
    """Ids of the rounds in which what is right may be known, so that nothing may be reopened."""
    rounds = contest_storage.list_rounds(contest_id)
    return {one.id for one in rounds if truth_is_known(rules, one, now)}


def rules_of(contest: Contest) -> Rules:
    """The rules of the contest as they are now."""
    return contests.rules_of(contest.id, contest.rules_number)


def add_act(
    session: Session, contest: Contest, kind: Kind, *, reason: str, account_id: int | None,
    now: datetime, **values: Any,
) -> int:  # fmt: skip
    """Add an act; returns its id."""
    act = Adjustment(
        contest_id=contest.id,
        kind=kind.value,
        reason=reason,
        account_id=account_id,
        created_at=now,
        **values,
    )
    return storage.add(session, act).id


def grant(
    adjustment_id: int, attempt_id: int, before: datetime, after: datetime, now: datetime,
    earlier: Mapping[str, Any] | None = None,
) -> dict[str, Any]:  # fmt: skip
    """The row of what an act did to an attempt; `earlier` is the end that it takes back."""
    return {
        "adjustment_id": adjustment_id,
        "attempt_id": attempt_id,
        "granted_at": now,
        "deadline_before": before,
        "deadline_after": after,
        "receipt": None,
        "answers_hash": None,
        "closed_at": None,
        "closed_by": None,
        "prediction": None,
        "counted": None,
        **(earlier or {}),
    }


def step_grants(attempt_id: int, steps: Iterable[Step], now: datetime) -> list[dict[str, Any]]:
    """The rows of what outages did to an attempt."""
    return [grant(one.outage_id, attempt_id, one.before, one.after, now) for one in steps]


def earlier_end(attempt: AttemptFacts | Reachable) -> dict[str, Any]:
    """How an attempt had ended: what proves its receipt after it was opened again."""
    return {
        "receipt": attempt.receipt,
        "answers_hash": attempt.answers_hash,
        "closed_at": attempt.closed_at,
        "closed_by": attempt.closed_by,
        "prediction": attempt.prediction,
        "counted": journal_state(journal.list_kept(attempt.id)).answered,
    }


def times_row(attempt_id: int, time: WorkingTime) -> dict[str, Any]:
    """The columns of an attempt that follow from its working time."""
    return {"id": attempt_id, "deadline_at": time.deadline_at, "paused_ms": time.paused_ms}
