"""Unit boards as published snapshots, and the lease that lets one process refresh them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from app.storage.db import Base
from app.storage.types import Moment


class BoardSnapshot(Base):
    """The rows of one unit board (`kind`) in one scope and group ("" = everybody), as JSON."""

    __tablename__ = "board_snapshots"

    contest_id: Mapped[int] = mapped_column(ForeignKey("contests.id"), primary_key=True)
    scope: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(16), primary_key=True)
    group: Mapped[str] = mapped_column("group_code", String(32), primary_key=True)
    rows: Mapped[str] = mapped_column(Text)
    as_of: Mapped[datetime] = mapped_column(Moment)


class BoardState(Base):
    """Whether the unit boards of a scope follow its standings.

    `change` counts how often standings changed, `derived` is the change that the
    unit boards were last derived from: behind it, they are stale.
    """

    __tablename__ = "board_states"
    __table_args__ = (
        CheckConstraint("derived <= change", name="derived_from_the_past"),
        Index(
            "ix_board_states_stale",
            "contest_id",
            sqlite_where=text("derived < change"),
            postgresql_where=text("derived < change"),
        ),
    )

    contest_id: Mapped[int] = mapped_column(ForeignKey("contests.id"), primary_key=True)
    scope: Mapped[int] = mapped_column(primary_key=True)
    change: Mapped[int]
    derived: Mapped[int]
    changed_at: Mapped[datetime] = mapped_column(Moment)
    derived_at: Mapped[datetime | None] = mapped_column(Moment)


class Ceremony(Base):
    """The first places of a frozen contest, ready to be revealed from the last to the first.

    `rows` is JSON for organisers' eyes; everybody sees the last `step` of them.
    """

    __tablename__ = "ceremonies"
    __table_args__ = (CheckConstraint("step >= 0 AND step <= total", name="step_in_range"),)

    contest_id: Mapped[int] = mapped_column(ForeignKey("contests.id"), primary_key=True)
    rows: Mapped[str] = mapped_column(Text)
    total: Mapped[int]
    step: Mapped[int] = mapped_column(default=0)
    prepared_at: Mapped[datetime] = mapped_column(Moment)


class Lease(Base):
    """Who may do a background duty, and until when."""

    __tablename__ = "leases"

    duty: Mapped[str] = mapped_column(String(32), primary_key=True)
    holder: Mapped[str] = mapped_column(String(64))
    until: Mapped[datetime] = mapped_column(Moment)
