"""Communes by official code, and the tree of organisations."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.storage.db import Base


class Commune(Base):
    """A commune or ward; `code` is the official five-digit code."""

    __tablename__ = "communes"
    __table_args__ = (
        CheckConstraint("length(code) = 5", name="code_has_five_digits"),
        CheckConstraint("headcount IS NULL OR headcount >= 0", name="headcount_not_negative"),
    )

    code: Mapped[str] = mapped_column(String(5), primary_key=True)
    name: Mapped[str] = mapped_column(String(120))
    province_code: Mapped[int] = mapped_column(index=True)
    search_name: Mapped[str] = mapped_column(String(120))
    sort_key: Mapped[str] = mapped_column(String(500))
    headcount: Mapped[int | None]


class Organisation(Base):
    """An agency, department, union, association, school or enterprise with its headcount."""

    __tablename__ = "organisations"
    __table_args__ = (
        CheckConstraint("headcount IS NULL OR headcount >= 0", name="headcount_not_negative"),
        CheckConstraint("parent_id IS NULL OR parent_id <> id", name="not_its_own_parent"),
        Index("ix_organisations_sort_key", "sort_key"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(64), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    kind: Mapped[str] = mapped_column(String(32))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"), index=True)
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"))
    headcount: Mapped[int | None]
    search_name: Mapped[str] = mapped_column(String(200))
    sort_key: Mapped[str] = mapped_column(String(900))
