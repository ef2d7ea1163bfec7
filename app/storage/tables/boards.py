"""Unit boards as published snapshots, and the lease that lets one process refresh them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, Text, text
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


class UnitTally(Base):
    """What the people of one unit and group did in a scope: a count kept beside the standings.

    `kind` and `unit` as on unit boards, an organisation by its id; people of units below are
    not in it. `scores` says how many people have which marks, in thousandths of a
    point, the best first: "19000:2,18500:7".
    """

    __tablename__ = "unit_tallies"

    contest_id: Mapped[int] = mapped_column(ForeignKey("contests.id"), primary_key=True)
    scope: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(16), primary_key=True)
    unit: Mapped[str] = mapped_column(String(16), primary_key=True)
    group: Mapped[str] = mapped_column("group_code", String(32), primary_key=True)
    participants: Mapped[int]
    entries: Mapped[int]
    mills: Mapped[int] = mapped_column(BigInteger)
    scores: Mapped[str] = mapped_column(Text)


class BoardStretch(Base):
    """How many people of a group ("" = everybody) stand on one stretch of a board.

    A stretch goes from the rank key `low` to just before the next one's; the first begins
    with "". A place on the board is the sum of the stretches before it and a count within
    one. Long ones are cut in two, so that such a count stays short.
    """

    __tablename__ = "board_stretches"
    __table_args__ = (
        Index(
            "ix_board_stretches_long",
            "contest_id",
            sqlite_where=text("people > 1024"),
            postgresql_where=text("people > 1024"),
        ),
    )

    contest_id: Mapped[int] = mapped_column(ForeignKey("contests.id"), primary_key=True)
    scope: Mapped[int] = mapped_column(primary_key=True)
    group: Mapped[str] = mapped_column("group_code", String(32), primary_key=True)
    low: Mapped[str] = mapped_column(String(200), primary_key=True)
    people: Mapped[int]


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
