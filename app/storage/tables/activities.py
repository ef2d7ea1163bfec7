"""What units did in answer to a call: the call, the asked units, their reports and photos."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Date, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.storage.db import Base
from app.storage.types import Moment


class ActivityCall(Base):
    """Units are asked to report until `deadline_at` what they did."""

    __tablename__ = "activity_calls"

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(300))
    guidance: Mapped[str] = mapped_column(Text)
    deadline_at: Mapped[datetime] = mapped_column(Moment)
    created_at: Mapped[datetime] = mapped_column(Moment)
    updated_at: Mapped[datetime] = mapped_column(Moment)
    created_by: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))


class ActivityUnit(Base):
    """A unit that is asked; whoever has its `token` (None: taken back) reports for it."""

    __tablename__ = "activity_units"
    __table_args__ = (
        UniqueConstraint("call_id", "commune_code"),
        UniqueConstraint("call_id", "organisation_id"),
        CheckConstraint(
            "(commune_code IS NULL) <> (organisation_id IS NULL)", name="is_of_one_kind"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    call_id: Mapped[int] = mapped_column(ForeignKey("activity_calls.id"))
    commune_code: Mapped[str | None] = mapped_column(ForeignKey("communes.code"), index=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"), index=True)
    token: Mapped[str | None] = mapped_column(String(43), unique=True)


class ActivityReport(Base):
    """One thing that a unit did. `sent_at` is when it was sent first: later is late."""

    __tablename__ = "activity_reports"
    __table_args__ = (
        CheckConstraint("state IN ('draft', 'sent', 'returned', 'accepted')", name="known_state"),
        CheckConstraint("(state = 'draft') = (sent_at IS NULL)", name="sent_has_a_time"),
        CheckConstraint("people >= 0", name="people_not_negative"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("activity_units.id"), index=True)
    title: Mapped[str] = mapped_column(String(300))
    held_on: Mapped[date] = mapped_column(Date)
    place: Mapped[str] = mapped_column(String(300))
    people: Mapped[int]
    description: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(12))
    note: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(Moment)
    updated_at: Mapped[datetime] = mapped_column(Moment)
    sent_at: Mapped[datetime | None] = mapped_column(Moment)
    decided_at: Mapped[datetime | None] = mapped_column(Moment)
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))


class ActivityPhoto(Base):
    """A photo of a report; `position` from 1 to 3 makes a fourth impossible."""

    __tablename__ = "activity_photos"
    __table_args__ = (
        UniqueConstraint("report_id", "position"),
        CheckConstraint("position BETWEEN 1 AND 3", name="three_at_most"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("activity_reports.id"))
    position: Mapped[int]
    file_id: Mapped[int] = mapped_column(ForeignKey("uploaded_files.id"), index=True)
