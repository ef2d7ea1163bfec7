"""Closed attempts made open again, and what was derived from their end taken back."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Select, delete, select, update
from sqlalchemy.orm import Session

from app.storage import boards, derivations
from app.storage.db import db
from app.storage.tables import Adjustment, AdjustmentGrant, Attempt, Result, Round, Standing

_LOOSE = {"synchronize_session": False}


class EarlierEnd(NamedTuple):
    """A receipt that a reopening has taken the place of, with what proves it."""

    attempt_id: int
    contest_id: int
    round_id: int
    receipt: str
    answers_hash: str
    closed_at: datetime
    closed_by: str
    prediction: int | None
    counted: int
    superseded_at: datetime


def reopen(session: Session, adjustment_id: int, contest_id: int, now: datetime) -> None:
    """Open every attempt whose end the grants of this act have kept.

    Their results go, and the standings of their owners are derived again from the
    results that are left. The caller is alone with the boards.
    """
    attempts = select(AdjustmentGrant.attempt_id).where(
        AdjustmentGrant.adjustment_id == adjustment_id, AdjustmentGrant.receipt.is_not(None)
    )
    people = select(Attempt.person_id).where(Attempt.id.in_(attempts))
    # The prediction stays: it counts again if nothing else is said.
    empty: dict[str, Any] = dict.fromkeys(("closed_at", "closed_by", "answers_hash", "receipt"))
    session.execute(delete(Result).where(Result.attempt_id.in_(attempts)), execution_options=_LOOSE)
    _derive_again(session, contest_id, people, now)
    session.execute(
        update(Attempt).where(Attempt.id.in_(attempts)).values(**empty), execution_options=_LOOSE
    )


def _derive_again(session: Session, contest_id: int, people: Select[Any], now: datetime) -> None:
    rows = derivations.list_rows_of(session, contest_id, Standing.person_id.in_(people))
    derivations.replace_rows(session, rows, [])
    for scope in sorted({row.scope for row in rows}):
        boards.mark_stale(session, contest_id, scope, now)
    rounds = select(Round.id).where(Round.contest_id == contest_id)
    session.execute(
        update(Result)
        .where(Result.person_id.in_(people), Result.round_id.in_(rounds))
        .values(on_board=0),
        execution_options=_LOOSE,
    )


def find_earlier_end(code: str) -> EarlierEnd | None:
    """The end of an attempt that once had this receipt."""
    query = (
        select(
            AdjustmentGrant.attempt_id,
            Adjustment.contest_id,
            Attempt.round_id,
            AdjustmentGrant.receipt,
            AdjustmentGrant.answers_hash,
            AdjustmentGrant.closed_at,
            AdjustmentGrant.closed_by,
            AdjustmentGrant.prediction,
            AdjustmentGrant.counted,
            AdjustmentGrant.granted_at,
        )
        .join(Adjustment, Adjustment.id == AdjustmentGrant.adjustment_id)
        .join(Attempt, Attempt.id == AdjustmentGrant.attempt_id)
        .where(AdjustmentGrant.receipt == code)
        .order_by(AdjustmentGrant.granted_at.desc())
        .limit(1)
    )
    row = db.session.execute(query).first()
    return None if row is None else EarlierEnd._make(row)
