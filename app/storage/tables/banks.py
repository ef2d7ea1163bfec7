"""Question banks and their immutable versions; keys in a table of their own."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.storage.db import Base
from app.storage.types import Moment


class Bank(Base):
    """A bank by its slug; what it holds is in its versions."""

    __tablename__ = "banks"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(64), unique=True)
    title: Mapped[str] = mapped_column(String(300))
    created_at: Mapped[datetime] = mapped_column(Moment)


class BankVersion(Base):
    """What participants may see of one version, as canonical JSON. Never changed (trigger)."""

    __tablename__ = "bank_versions"
    __table_args__ = (
        UniqueConstraint("bank_id", "number"),
        UniqueConstraint("bank_id", "digest"),
        CheckConstraint("number >= 1", name="number_from_one"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    bank_id: Mapped[int] = mapped_column(ForeignKey("banks.id"))
    number: Mapped[int]
    digest: Mapped[str] = mapped_column(String(64))
    question_count: Mapped[int]
    questions: Mapped[str] = mapped_column(Text, deferred=True)
    created_at: Mapped[datetime] = mapped_column(Moment)
    created_by: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))


class BankKey(Base):
    """The answers of a bank version, as canonical JSON; a correction adds a number."""

    __tablename__ = "bank_keys"

    bank_version_id: Mapped[int] = mapped_column(ForeignKey("bank_versions.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    keys: Mapped[str] = mapped_column(Text, deferred=True)
    created_at: Mapped[datetime] = mapped_column(Moment)
