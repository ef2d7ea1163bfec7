"""Boards as they were published, numbered, so that an old one can be shown again."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from app.storage.db import Base
from app.storage.types import Moment


class PublishedBoards(Base):
    """All boards of a contest at one moment.

    `content` (compressed JSON, whose SHA-256 is `digest`) is what was shown, without names;
    `basis` says what it follows from: rules, keys, what was left out, and whose rows they are.
    `as_of` is what the boards said of themselves, `change` how often they had changed by then.
    """

    __tablename__ = "published_boards"
    __table_args__ = (
        CheckConstraint("number >= 1", name="number_from_one"),
        CheckConstraint(
            "reason IN ('change', 'daily', 'freeze', 'reveal', 'final', 'report')",
            name="known_reason",
        ),
        Index("ix_published_boards_moment", "contest_id", "published_at"),
    )

    contest_id: Mapped[int] = mapped_column(ForeignKey("contests.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    published_at: Mapped[datetime] = mapped_column(Moment)
    as_of: Mapped[datetime | None] = mapped_column(Moment)
    reason: Mapped[str] = mapped_column(String(8))
    change: Mapped[int] = mapped_column(BigInteger)
    digest: Mapped[str] = mapped_column(String(64))
    content: Mapped[bytes] = mapped_column(LargeBinary)
    basis: Mapped[bytes] = mapped_column(LargeBinary)
