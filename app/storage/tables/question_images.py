"""Images that questions show, beside those that lie in the questions folder."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from app.storage.db import Base
from app.storage.types import Moment


class QuestionImage(Base):
    """An image as it is sent to phones, already light. Under a name there is ever only one.

    Banks call it "images/<name>"; as their versions never change, what a name means does
    not either. `sha256` is of `content`, `size` its bytes.
    """

    __tablename__ = "question_images"
    __table_args__ = (
        CheckConstraint("media_type IN ('image/png', 'image/jpeg')", name="known_type"),
        CheckConstraint("width >= 1 AND height >= 1 AND size >= 1", name="not_empty"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(80), unique=True)
    sha256: Mapped[str] = mapped_column(String(64), unique=True)
    media_type: Mapped[str] = mapped_column(String(16))
    size: Mapped[int]
    width: Mapped[int]
    height: Mapped[int]
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    created_at: Mapped[datetime] = mapped_column(Moment)
    created_by: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
