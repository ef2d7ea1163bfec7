"""What happens around contests: announcements and materials to study."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.storage.db import Base
from app.storage.types import Moment


class UploadedFile(Base):
    """A file of the uploads folder, which calls it by its `sha256`; `size` in bytes."""

    __tablename__ = "uploaded_files"
    __table_args__ = (CheckConstraint("size >= 1", name="not_empty"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    sha256: Mapped[str] = mapped_column(String(64), unique=True)
    media_type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int]
    created_at: Mapped[datetime] = mapped_column(Moment)


class Announcement(Base):
    """A message to everybody, shown from `published_at` (None: a draft) until `until`."""

    __tablename__ = "announcements"
    __table_args__ = (
        CheckConstraint(
            "published_at IS NULL OR until IS NULL OR until > published_at",
            name="ends_after_its_beginning",
        ),
        Index("ix_announcements_published_at", "published_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    contest_id: Mapped[int | None] = mapped_column(ForeignKey("contests.id"), index=True)
    title: Mapped[str] = mapped_column(String(200))
    text: Mapped[str] = mapped_column(Text)
    pinned: Mapped[bool]
    published_at: Mapped[datetime | None] = mapped_column(Moment)
    until: Mapped[datetime | None] = mapped_column(Moment)
    created_at: Mapped[datetime] = mapped_column(Moment)
    updated_at: Mapped[datetime] = mapped_column(Moment)
    created_by: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))


class Material(Base):
    """Something to study before a contest: a link, a file, or both; `position` orders a topic."""

    __tablename__ = "materials"
    __table_args__ = (
        CheckConstraint("link IS NOT NULL OR file_id IS NOT NULL", name="leads_somewhere"),
        CheckConstraint("(file_id IS NULL) = (file_name IS NULL)", name="file_has_a_name"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    topic: Mapped[str] = mapped_column(String(120))
    title: Mapped[str] = mapped_column(String(300))
    summary: Mapped[str] = mapped_column(String(500))
    link: Mapped[str | None] = mapped_column(String(500))
    file_id: Mapped[int | None] = mapped_column(ForeignKey("uploaded_files.id"), index=True)
    file_name: Mapped[str | None] = mapped_column(String(200))
    position: Mapped[int]
    created_at: Mapped[datetime] = mapped_column(Moment)
    updated_at: Mapped[datetime] = mapped_column(Moment)
    created_by: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))


class FirstRun(Base):
    """That the site was set up, and by whom. One row at most: the first of two who try wins."""

    __tablename__ = "first_runs"
    __table_args__ = (CheckConstraint("id = 1", name="happens_once"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    done_at: Mapped[datetime] = mapped_column(Moment)
