"""Time given back by organisers, and what it did to each attempt."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.storage.db import Base
from app.storage.types import Moment


class Adjustment(Base):
    """One act: an outage of a whole contest, or extra time or a reopening for one person.

    Rows are only ever added (trigger). `from_at` and `until_at` are the pause: the
    outage, or from closing to reopening. `seconds` is what one person was given.
    """

    __tablename__ = "adjustments"
    __table_args__ = (
        Index("ix_adjustments_contest_id", "contest_id"),
        CheckConstraint("kind IN ('outage', 'extra', 'reopening')", name="known_kind"),
        CheckConstraint("until_at >= from_at", name="until_not_before_from"),
        CheckConstraint(
            "(kind = 'extra') = (from_at IS NULL) AND (from_at IS NULL) = (until_at IS NULL)"
            " AND (kind = 'outage') = (seconds IS NULL)",
            name="kind_is_whole",
        ),
        CheckConstraint("seconds >= 0", name="seconds_not_negative"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    contest_id: Mapped[int] = mapped_column(ForeignKey("contests.id"))
    kind: Mapped[str] = mapped_column(String(12))
    from_at: Mapped[datetime | None] = mapped_column(Moment)
    until_at: Mapped[datetime | None] = mapped_column(Moment)
    seconds: Mapped[int | None]
    reason: Mapped[str] = mapped_column(Text)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    created_at: Mapped[datetime] = mapped_column(Moment)


class AdjustmentGrant(Base):
    """What an act did to one attempt. Rows are only ever added (trigger).

    Where the attempt had been closed before, the receipt it had then is kept with
    all that proves it.
    """

    __tablename__ = "adjustment_grants"
    __table_args__ = (
        Index("ix_adjustment_grants_attempt_id", "attempt_id"),
        Index("ix_adjustment_grants_receipt", "receipt"),
        CheckConstraint("deadline_after >= deadline_before", name="never_shortens"),
        CheckConstraint(
            "(receipt IS NULL) = (closed_at IS NULL) AND (receipt IS NULL) = (closed_by IS NULL)"
            " AND (receipt IS NULL) = (answers_hash IS NULL)"
            " AND (receipt IS NULL) = (counted IS NULL)",
            name="earlier_end_is_whole",
        ),
    )

    adjustment_id: Mapped[int] = mapped_column(
        ForeignKey("adjustments.id"), primary_key=True, autoincrement=False
    )
    attempt_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("attempts.id"), primary_key=True, autoincrement=False
    )
    granted_at: Mapped[datetime] = mapped_column(Moment)
    deadline_before: Mapped[datetime] = mapped_column(Moment)
    deadline_after: Mapped[datetime] = mapped_column(Moment)
    receipt: Mapped[str | None] = mapped_column(String(24))
    answers_hash: Mapped[str | None] = mapped_column(String(64))
    closed_at: Mapped[datetime | None] = mapped_column(Moment)
    closed_by: Mapped[str | None] = mapped_column(String(12))
    prediction: Mapped[int | None] = mapped_column(BigInteger)
    counted: Mapped[int | None]
