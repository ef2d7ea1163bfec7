"""Certificates as they were given out, and the templates that they are printed by."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from app.storage.db import Base
from app.storage.types import Moment


class Certificate(Base):
    """What one person has been given for one result. `facts` never change; `digest` seals them.

    `scope` is a round's number, 0 for the whole contest. Withdrawn by an "act" of an
    organiser or because the "result" changed; of those that stand there is one of a kind.
    """

    __tablename__ = "certificates"
    __table_args__ = (
        Index(
            "uq_certificates_one_stands",
            "contest_id",
            "person_id",
            "kind",
            "scope",
            unique=True,
            sqlite_where=text("withdrawn_at IS NULL"),
            postgresql_where=text("withdrawn_at IS NULL"),
        ),
        Index("ix_certificates_contest", "contest_id", "kind", "scope"),
        CheckConstraint("kind IN ('participation', 'achievement', 'prize')", name="known_kind"),
        CheckConstraint("scope >= 0", name="scope_not_negative"),
        CheckConstraint("withdrawal IN ('act', 'result')", name="known_withdrawal"),
        CheckConstraint(
            "(withdrawn_at IS NULL) = (withdrawal IS NULL)"
            " AND (withdrawn_at IS NULL) = (reason IS NULL)",
            name="withdrawn_is_whole",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(12), unique=True)
    contest_id: Mapped[int] = mapped_column(ForeignKey("contests.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    kind: Mapped[str] = mapped_column(String(16))
    scope: Mapped[int]
    facts: Mapped[str] = mapped_column(Text)
    digest: Mapped[str] = mapped_column(String(64))
    issued_at: Mapped[datetime] = mapped_column(Moment)
    withdrawn_at: Mapped[datetime | None] = mapped_column(Moment)
    withdrawal: Mapped[str | None] = mapped_column(String(8))
    reason: Mapped[str | None] = mapped_column(Text)


class CertificateTemplate(Base):
    """Words, look and awards of a contest's certificates, as JSON.

    `reviewed_at` is when those given out were last to be judged by changed boards.
    """

    __tablename__ = "certificate_templates"

    contest_id: Mapped[int] = mapped_column(ForeignKey("contests.id"), primary_key=True)
    content: Mapped[str] = mapped_column(Text)
    updated_at: Mapped[datetime] = mapped_column(Moment)
    updated_by: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    reviewed_at: Mapped[datetime | None] = mapped_column(Moment)
