"""Whether a bank is still asked somewhere: until then its keys are kept back."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import exists, or_, select

from app.storage.db import db
from app.storage.tables import Attempt, BankVersion, Contest, Round


def is_bank_asked_elsewhere(round_id: int, bank_version_id: int, now: datetime) -> bool:
    """Whether another round that everybody may know draws from the same bank, in any version,
    and is still to end or has an open attempt."""
    bank = select(BankVersion.bank_id).where(BankVersion.id == bank_version_id).scalar_subquery()
    is_open = exists().where(Attempt.round_id == Round.id, Attempt.closed_at.is_(None))
    query = (
        select(Round.id)
        .join(Contest, Contest.id == Round.contest_id)
        .join(BankVersion, BankVersion.id == Round.bank_version_id)
        .where(
            BankVersion.bank_id == bank,
            Round.id != round_id,
            Contest.published_at.is_not(None),
            Contest.finalised_at.is_(None),
            or_(Round.closes_at > now, is_open),
        )
    )
    return bool(db.session.scalar(select(exists(query))))
