"""Hall sessions: a festival's door to a contest, and its big screen."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from app.storage.db import Base
from app.storage.types import Moment


class Hall(Base):
    """A door to one contest, perhaps for the people of one unit, until it is closed.

    Its screen counts the attempts whose ids come after `after_attempt_id`.
    """

    __tablename__ = "halls"

    id: Mapped[int] = mapped_column(primary_key=True)
    contest_id: Mapped[int] = mapped_column(ForeignKey("contests.id"), index=True)
    code: Mapped[str] = mapped_column(String(6), unique=True)
    title: Mapped[str] = mapped_column(String(200))
    commune_code: Mapped[str | None] = mapped_column(ForeignKey("communes.code"))
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"))
    after_attempt_id: Mapped[int] = mapped_column(BigInteger)
    created_at: Mapped[datetime] = mapped_column(Moment)
    created_by: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    closed_at: Mapped[datetime | None] = mapped_column(Moment)
