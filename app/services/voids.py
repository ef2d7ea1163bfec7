"""Voiding attempts: they count for no board from then on, and nothing of them is deleted.

Journal, receipt and result stay as they are; lifted, the attempt counts again. The rule is
where standings are derived (app.storage.derivations), so it holds for every channel.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.domain.errors import InvalidRequest
from app.storage import voids as storage
from app.storage.tables import AttemptVoid
from app.storage.voids import VoidFacts

__all__ = ["VoidFacts", "find", "lift", "list_voided", "void"]


def find(attempt_id: int) -> VoidFacts | None:
    """Why an attempt does not count; None when it does."""
    return storage.find(attempt_id)


def list_voided(contest_id: int) -> set[int]:
    """The ids of a contest's attempts that do not count."""
    return storage.list_attempts(contest_id)


def void(
    session: Session, attempt_id: int, *, reason: str, account_id: int | None, now: datetime
) -> None:
    """Let an attempt count no more. The caller holds the contest and writes the audit.

    Raises `InvalidRequest` when it is voided already.
    """
    row = AttemptVoid(
        attempt_id=attempt_id, reason=reason, voided_by=account_id, voided_at=now, lifted_at=None
    )
    try:
        with session.begin_nested():
            storage.add(session, row)
    except IntegrityError:
        raise InvalidRequest((("attempt", "voided"),)) from None
    storage.reopen_result(session, attempt_id)


def lift(session: Session, attempt_id: int, *, now: datetime) -> None:
    """Let a voided attempt count again. As `void`; raises when it was not voided."""
    if not storage.lift(session, attempt_id, now):
        raise InvalidRequest((("attempt", "not_voided"),))
    storage.reopen_result(session, attempt_id)
