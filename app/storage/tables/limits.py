"""Counters of what may only be tried so often."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.storage.db import Base
from app.storage.types import Moment


class LimitCounter(Base):
    """One counter; `key` is the limit's name and a keyed digest: no phone, no address."""

    __tablename__ = "limit_counters"
    __table_args__ = (
        CheckConstraint("count >= 0", name="count_from_zero"),
        Index("ix_limit_counters_ends_at", "ends_at"),
    )

    key: Mapped[str] = mapped_column(String(80), primary_key=True)
    count: Mapped[int]
    free_at: Mapped[datetime] = mapped_column(Moment)
    ends_at: Mapped[datetime] = mapped_column(Moment)
