"""Signs that an arbiter should look at, what was decided, and attempts that count no more."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Float,
    ForeignKey,
    Index,
    Integer,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from app.storage.db import Base
from app.storage.types import Moment


class EvidenceSign(Base):
    """One sign: accuses nobody, changes nothing until an arbiter has decided.

    `subject` says what it is about, so that the same sign is never listed twice; `facts` are
    JSON without names. `chance` is how likely such a thing is by chance alone, None for plain
    facts. `seen_at` is when it was last found, `first_seen_at` when it was first.
    """

    __tablename__ = "evidence_signs"
    __table_args__ = (
        UniqueConstraint("contest_id", "kind", "subject"),
        CheckConstraint("kind IN ('speed', 'likeness', 'device')", name="known_kind"),
        CheckConstraint("state IN ('open', 'dismissed', 'upheld')", name="known_state"),
        CheckConstraint("chance IS NULL OR chance BETWEEN 0 AND 1", name="chance_is_one"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    contest_id: Mapped[int] = mapped_column(ForeignKey("contests.id"))
    kind: Mapped[str] = mapped_column(String(12))
    subject: Mapped[str] = mapped_column(String(64))
    facts: Mapped[str] = mapped_column(Text)
    chance: Mapped[float | None] = mapped_column(Float(53))
    state: Mapped[str] = mapped_column(String(12))
    first_seen_at: Mapped[datetime] = mapped_column(Moment)
    seen_at: Mapped[datetime] = mapped_column(Moment)


class EvidenceAttempt(Base):
    """An attempt that a sign is about."""

    __tablename__ = "evidence_attempts"
    __table_args__ = (Index("ix_evidence_attempts_attempt_id", "attempt_id"),)

    sign_id: Mapped[int] = mapped_column(ForeignKey("evidence_signs.id"), primary_key=True)
    attempt_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("attempts.id"), primary_key=True, autoincrement=False
    )


class EvidenceDecision(Base):
    """What somebody said or did about a sign. Rows are only ever added."""

    __tablename__ = "evidence_decisions"
    __table_args__ = (
        CheckConstraint(
            "act IN ('note', 'dismiss', 'uphold', 'reopen', 'void', 'restore')", name="known_act"
        ),
        CheckConstraint(
            "(act IN ('void', 'restore')) = (attempt_id IS NOT NULL)", name="of_an_attempt"
        ),
        Index("ix_evidence_decisions_sign_id", "sign_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    sign_id: Mapped[int] = mapped_column(ForeignKey("evidence_signs.id"))
    act: Mapped[str] = mapped_column(String(8))
    attempt_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("attempts.id"))
    reason: Mapped[str] = mapped_column(Text)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    decided_at: Mapped[datetime] = mapped_column(Moment)


class EvidenceLook(Base):
    """When a contest was last looked through for signs, at how much, and what was left out."""

    __tablename__ = "evidence_looks"

    contest_id: Mapped[int] = mapped_column(ForeignKey("contests.id"), primary_key=True)
    keys: Mapped[str] = mapped_column(Text)
    results: Mapped[int]
    as_of: Mapped[datetime] = mapped_column(Moment)
    cost_ms: Mapped[int] = mapped_column(BigInteger)
    pairs: Mapped[int] = mapped_column(BigInteger)
    cut_units: Mapped[int] = mapped_column(Integer)


class AttemptVoid(Base):
    """An attempt that counts for no board, by whom and why; journal and receipt stay.

    Lifted, the row stays and the attempt counts again.
    """

    __tablename__ = "attempt_voids"
    __table_args__ = (
        Index(
            "uq_attempt_voids_in_force",
            "attempt_id",
            unique=True,
            sqlite_where=text("lifted_at IS NULL"),
            postgresql_where=text("lifted_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    attempt_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("attempts.id"))
    reason: Mapped[str] = mapped_column(Text)
    voided_by: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    voided_at: Mapped[datetime] = mapped_column(Moment)
    lifted_at: Mapped[datetime | None] = mapped_column(Moment)


class AttemptDevice(Base):
    """The mark of the browser that started an attempt, as a digest with a key of the contest."""

    __tablename__ = "attempt_devices"
    __table_args__ = (Index("ix_attempt_devices_mark", "mark"),)

    attempt_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("attempts.id"), primary_key=True, autoincrement=False
    )
    mark: Mapped[str] = mapped_column(String(32))
