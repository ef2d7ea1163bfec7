"""Who is kept from a contest's boards, and how many people of each unit have taken part."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Date, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.storage.db import Base
from app.storage.types import Moment


class ContestExclusion(Base):
    """Somebody who has a part in holding the contest and so takes no place in it.

    Known by phone until the person has an account, by person from then on.
    """

    __tablename__ = "contest_exclusions"
    __table_args__ = (
        UniqueConstraint("contest_id", "person_id"),
        UniqueConstraint("contest_id", "phone"),
        CheckConstraint("(person_id IS NULL) <> (phone IS NULL)", name="person_or_phone"),
        CheckConstraint(
            "role IN ('committee', 'question_writer', 'examiner', 'secretary')", name="known_role"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    contest_id: Mapped[int] = mapped_column(ForeignKey("contests.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    phone: Mapped[str | None] = mapped_column(String(16))
    role: Mapped[str] = mapped_column(String(16))
    added_at: Mapped[datetime] = mapped_column(Moment)


class ParticipationDay(Base):
    """The participation by unit as it was published on one day, as JSON; never changed again."""

    __tablename__ = "participation_days"
    __table_args__ = (UniqueConstraint("contest_id", "day"),)

    contest_id: Mapped[int] = mapped_column(ForeignKey("contests.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(Date)
    published_at: Mapped[datetime] = mapped_column(Moment)
    content: Mapped[str] = mapped_column(Text)
