"""Answer files that came after the end, and what an arbiter decided."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.storage.db import Base
from app.storage.types import Moment


class AnswerFile(Base):
    """A file as it was unsealed. Once decided it is never changed again.

    An accepted one keeps the end that its attempt had before: its receipt stays
    genuine, though superseded.
    """

    __tablename__ = "answer_files"
    __table_args__ = (
        CheckConstraint("state IN ('pending', 'accepted', 'rejected')", name="known_state"),
        CheckConstraint(
            "(state = 'pending') = (decided_at IS NULL)"
            " AND (decided_at IS NULL) = (reason IS NULL)",
            name="decided_is_whole",
        ),
        CheckConstraint("(state = 'accepted') = (receipt IS NOT NULL)", name="earlier_end_is_kept"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    attempt_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("attempts.id"), index=True)
    sha256: Mapped[str] = mapped_column(String(64), unique=True)
    content: Mapped[str] = mapped_column(Text)
    received_at: Mapped[datetime] = mapped_column(Moment)
    received_by: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    state: Mapped[str] = mapped_column(String(12))
    decided_at: Mapped[datetime | None] = mapped_column(Moment)
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    reason: Mapped[str | None] = mapped_column(Text)
    receipt: Mapped[str | None] = mapped_column(String(24), index=True)
    answers_hash: Mapped[str | None] = mapped_column(String(64))
    closed_at: Mapped[datetime | None] = mapped_column(Moment)
    closed_by: Mapped[str | None] = mapped_column(String(12))
    prediction: Mapped[int | None] = mapped_column(BigInteger)
    counted: Mapped[int | None]
