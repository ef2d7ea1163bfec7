"""Receipts as they are kept, all of them, to look whether they are genuine."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select

from app.storage.db import db
from app.storage.tables import Attempt


class Sealed(NamedTuple):
    """A closed attempt with its receipt, and what that was made from."""

    attempt_id: int
    receipt: str
    answers_hash: str
    closed_at: datetime
    prediction: int | None


def list_sealed() -> Iterator[Sealed]:
    """Every receipt that stands, some thousands at a time."""
    query = select(
        Attempt.id, Attempt.receipt, Attempt.answers_hash, Attempt.closed_at, Attempt.prediction
    ).where(Attempt.receipt.is_not(None))
    for row in db.session.execute(query.order_by(Attempt.id).execution_options(yield_per=5_000)):
        yield Sealed._make(row)
