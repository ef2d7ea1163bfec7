"""Contests, their rounds, the versions of their rules, and who may run them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from app.storage.db import Base
from app.storage.types import Moment


class Contest(Base):
    """A contest; its state is computed from these moments and its rounds."""

    __tablename__ = "contests"
    __table_args__ = (
        CheckConstraint(
            "finalised_at IS NULL OR published_at IS NOT NULL", name="final_was_published"
        ),
        CheckConstraint("revealed_at IS NULL OR freeze_at IS NOT NULL", name="revealed_was_frozen"),
        CheckConstraint("reveal_at IS NULL OR reveal_at > freeze_at", name="reveal_after_freeze"),
        CheckConstraint(
            "(draw_seed IS NULL) = (drawn_at IS NULL)"
            " AND (draw_seed IS NULL) = (draw_phrase IS NULL)",
            name="draw_is_whole",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(64), unique=True)
    title: Mapped[str] = mapped_column(String(300))
    summary: Mapped[str] = mapped_column(String(500), default="")
    description: Mapped[str] = mapped_column(Text, default="")
    prizes: Mapped[str] = mapped_column(Text, default="")
    rules_number: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime] = mapped_column(Moment)
    published_at: Mapped[datetime | None] = mapped_column(Moment)
    finalised_at: Mapped[datetime | None] = mapped_column(Moment)
    freeze_at: Mapped[datetime | None] = mapped_column(Moment)
    reveal_at: Mapped[datetime | None] = mapped_column(Moment)
    revealed_at: Mapped[datetime | None] = mapped_column(Moment)
    draw_seed: Mapped[str | None] = mapped_column(String(64))
    draw_phrase: Mapped[str | None] = mapped_column(String(200))
    drawn_at: Mapped[datetime | None] = mapped_column(Moment)


class ContestRules(Base):
    """One version of a contest's rules, as JSON; attempts name the version they ran under."""

    __tablename__ = "contest_rules"

    contest_id: Mapped[int] = mapped_column(ForeignKey("contests.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    content: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(Moment)


class Round(Base):
    """A span of time in which a contest may be taken, on one bank version.

    `key_number` is the key that counts; results up to `scored_key_number` have
    been brought to it: where the two differ, results are still being scored anew.
    `settled_quantity` says how the settled prediction was found, `settled_at` when.
    """

    __tablename__ = "rounds"
    __table_args__ = (
        UniqueConstraint("contest_id", "number"),
        CheckConstraint("closes_at > opens_at", name="closes_after_opening"),
        CheckConstraint("key_number >= 1", name="key_from_one"),
        Index("ix_rounds_closes_at", "closes_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    contest_id: Mapped[int] = mapped_column(ForeignKey("contests.id"))
    number: Mapped[int]
    title: Mapped[str] = mapped_column(String(200))
    opens_at: Mapped[datetime] = mapped_column(Moment)
    closes_at: Mapped[datetime] = mapped_column(Moment)
    bank_version_id: Mapped[int] = mapped_column(ForeignKey("bank_versions.id"))
    settled_prediction: Mapped[int | None]
    settled_quantity: Mapped[str | None] = mapped_column(String(16))
    settled_at: Mapped[datetime | None] = mapped_column(Moment)
    key_number: Mapped[int] = mapped_column(default=1, server_default=text("1"))
    scored_key_number: Mapped[int] = mapped_column(default=1, server_default=text("1"))


class ContestStaff(Base):
    """An account that may organise this one contest."""

    __tablename__ = "contest_staff"
    __table_args__ = (Index("ix_contest_staff_account_id", "account_id"),)

    contest_id: Mapped[int] = mapped_column(ForeignKey("contests.id"), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), primary_key=True)
    added_at: Mapped[datetime] = mapped_column(Moment)
