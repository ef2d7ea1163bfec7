"""Item statistics as they were last derived, so that looking at them costs nothing."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.storage.db import Base
from app.storage.types import Moment


class StatisticSnapshot(Base):
    """Statistics of one bank version in one scope (a round's id, 0 for the contest), as JSON.

    `results` is how many results there were, `cost_ms` the time it took: the next
    derivation waits in proportion.
    """

    __tablename__ = "statistic_snapshots"
    __table_args__ = (CheckConstraint("results >= 0", name="results_not_negative"),)

    contest_id: Mapped[int] = mapped_column(ForeignKey("contests.id"), primary_key=True)
    scope: Mapped[int] = mapped_column(primary_key=True)
    content: Mapped[str] = mapped_column(Text, deferred=True)
    keys: Mapped[str] = mapped_column(Text)
    results: Mapped[int]
    as_of: Mapped[datetime] = mapped_column(Moment)
    cost_ms: Mapped[int] = mapped_column(BigInteger)
