"""Corrections of keys, proposed by one and approved by another, and appeals by participants."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from app.storage.db import Base
from app.storage.types import Moment


class Correction(Base):
    """A change of one question's key in one contest.

    `key` is the question's new key as JSON; `key_before` and `key_after` are the
    numbers of the bank version's keys, known once it is approved. A reversal names
    the correction it takes back.
    """

    __tablename__ = "corrections"
    __table_args__ = (
        CheckConstraint("kind IN ('replace', 'accept', 'void', 'reverse')", name="known_kind"),
        CheckConstraint("state IN ('proposed', 'approved', 'rejected')", name="known_state"),
        CheckConstraint("(state = 'proposed') = (decided_at IS NULL)", name="decided_is_whole"),
        CheckConstraint(
            "(state = 'approved') = (key_after IS NOT NULL)", name="approved_has_a_key"
        ),
        CheckConstraint("decided_by IS NULL OR decided_by <> proposed_by", name="two_persons"),
        CheckConstraint("(kind = 'reverse') = (reverses_id IS NOT NULL)", name="reverses_one"),
        Index("ix_corrections_contest_id", "contest_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    contest_id: Mapped[int] = mapped_column(ForeignKey("contests.id"))
    bank_version_id: Mapped[int] = mapped_column(ForeignKey("bank_versions.id"))
    question: Mapped[str] = mapped_column(String(64))
    kind: Mapped[str] = mapped_column(String(8))
    key: Mapped[str] = mapped_column(Text)
    reverses_id: Mapped[int | None] = mapped_column(ForeignKey("corrections.id"))
    reason: Mapped[str] = mapped_column(Text)
    public_note: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(8))
    proposed_at: Mapped[datetime] = mapped_column(Moment)
    proposed_by: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    decided_at: Mapped[datetime | None] = mapped_column(Moment)
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    key_before: Mapped[int | None]
    key_after: Mapped[int | None]


class Appeal(Base):
    """What a participant has to say against a question of the own closed attempt."""

    __tablename__ = "appeals"
    __table_args__ = (
        UniqueConstraint("attempt_id", "question"),
        CheckConstraint("(answer IS NULL) = (answered_at IS NULL)", name="answered_is_whole"),
        Index("ix_appeals_contest_id", "contest_id", "question"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    contest_id: Mapped[int] = mapped_column(ForeignKey("contests.id"))
    attempt_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("attempts.id"))
    question: Mapped[str] = mapped_column(String(64))
    text: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(Moment)
    answer: Mapped[str | None] = mapped_column(Text)
    answered_at: Mapped[datetime | None] = mapped_column(Moment)
    answered_by: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
