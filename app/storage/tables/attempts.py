"""Attempts, the append-only journal of answers, and what is derived from them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    Integer,
    SmallInteger,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from app.storage.db import Base
from app.storage.types import Moment

# SQLite numbers rows itself only for INTEGER keys; PostgreSQL needs BIGINT.
BigId = BigInteger().with_variant(Integer, "sqlite")


class Attempt(Base):
    """One sitting of one person in one round.

    `paper` lists the drawn questions by their place in the bank version, as
    "12,5,33"; the order of options follows from `seed`. The last answer of each
    question comes from the journal. Once closed, `closed_by` says how, and receipt
    and hash say what counted. `shown_at` is when the paper was on the screen, if that
    was told in time; `paused_ms` of the time until the deadline do not count as used.
    """

    __tablename__ = "attempts"
    __table_args__ = (
        UniqueConstraint("person_id", "round_id", "number"),
        Index(
            "uq_attempts_one_open",
            "person_id",
            "round_id",
            unique=True,
            sqlite_where=text("closed_at IS NULL"),
            postgresql_where=text("closed_at IS NULL"),
        ),
        Index(
            "ix_attempts_open_deadline",
            "deadline_at",
            sqlite_where=text("closed_at IS NULL"),
            postgresql_where=text("closed_at IS NULL"),
        ),
        Index("ix_attempts_round_id", "round_id"),
        CheckConstraint("number >= 1", name="number_from_one"),
        CheckConstraint("deadline_at >= started_at", name="deadline_after_start"),
        CheckConstraint(
            "(closed_at IS NULL) = (closed_by IS NULL)"
            " AND (closed_at IS NULL) = (receipt IS NULL)"
            " AND (closed_at IS NULL) = (answers_hash IS NULL)",
            name="closed_is_whole",
        ),
        CheckConstraint("closed_by IN ('submission', 'deadline')", name="known_closing"),
        CheckConstraint("prediction IS NULL OR prediction >= 0", name="prediction_not_negative"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    round_id: Mapped[int] = mapped_column(ForeignKey("rounds.id"))
    number: Mapped[int] = mapped_column(SmallInteger)
    rules_number: Mapped[int]
    seed: Mapped[str] = mapped_column(String(32))
    paper: Mapped[str] = mapped_column(Text)
    started_at: Mapped[datetime] = mapped_column(Moment)
    deadline_at: Mapped[datetime] = mapped_column(Moment)
    closed_at: Mapped[datetime | None] = mapped_column(Moment)
    closed_by: Mapped[str | None] = mapped_column(String(12))
    prediction: Mapped[int | None] = mapped_column(BigInteger)
    answers_hash: Mapped[str | None] = mapped_column(String(64))
    receipt: Mapped[str | None] = mapped_column(String(24), unique=True)
    shown_at: Mapped[datetime | None] = mapped_column(Moment)
    paused_ms: Mapped[int] = mapped_column(BigInteger, default=0, server_default=text("0"))


class AnswerEntry(Base):
    """One saved tap. Rows are only ever added (trigger).

    `question` is the question's place in the paper, from 0; `response` is
    canonical JSON, "null" when cleared. Of a question's entries the one with
    the highest `seq` is the answer.
    """

    __tablename__ = "answer_entries"
    __table_args__ = (
        CheckConstraint("seq >= 1", name="seq_from_one"),
        {"sqlite_with_rowid": False},
    )

    attempt_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("attempts.id"), primary_key=True, autoincrement=False
    )
    seq: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    question: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    response: Mapped[str] = mapped_column(Text)
    saved_at: Mapped[datetime] = mapped_column(Moment)


class Result(Base):
    """What a closed attempt earned under one key version; derived, replaceable.

    `on_board`: 0 waits for the boards, 1 is on them, 2 is withheld by a freeze,
    3 is out of competition or voided.
    """

    __tablename__ = "results"
    __table_args__ = (
        Index(
            "ix_results_pending",
            "attempt_id",
            sqlite_where=text("on_board = 0"),
            postgresql_where=text("on_board = 0"),
        ),
        Index(
            "ix_results_outside",
            "attempt_id",
            sqlite_where=text("on_board = 3"),
            postgresql_where=text("on_board = 3"),
        ),
        Index("ix_results_round_person", "round_id", "person_id"),
        CheckConstraint("on_board IN (0, 1, 2, 3)", name="on_board_flag"),
    )

    attempt_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("attempts.id"), primary_key=True, autoincrement=False
    )
    round_id: Mapped[int] = mapped_column(ForeignKey("rounds.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    key_number: Mapped[int]
    mills: Mapped[int]
    max_mills: Mapped[int]
    correct: Mapped[int] = mapped_column(SmallInteger)
    time_ms: Mapped[int]
    ended_at: Mapped[datetime] = mapped_column(Moment)
    on_board: Mapped[int] = mapped_column(SmallInteger, default=0)


class Standing(Base):
    """A person's place-giving facts in one scope: a round, or 0 for the whole contest.

    `rank_key` sorts as the contest's chain of tie-breaks does; unit and group
    are those of the person when the board was last derived.
    """

    __tablename__ = "standings"
    __table_args__ = (
        Index("ix_standings_rank", "contest_id", "scope", "rank_key"),
        Index("ix_standings_group", "contest_id", "scope", "group_code", "rank_key"),
        Index("ix_standings_commune", "contest_id", "scope", "commune_code", "rank_key"),
        Index("ix_standings_organisation", "contest_id", "scope", "organisation_id", "rank_key"),
    )

    contest_id: Mapped[int] = mapped_column(ForeignKey("contests.id"), primary_key=True)
    scope: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    group: Mapped[str] = mapped_column("group_code", String(32))
    commune_code: Mapped[str] = mapped_column(String(5))
    organisation_id: Mapped[int | None]
    rank_key: Mapped[str] = mapped_column(String(200))
    mills: Mapped[int]
    max_mills: Mapped[int]
    correct: Mapped[int]
    time_ms: Mapped[int] = mapped_column(BigInteger)
    ended_at: Mapped[datetime] = mapped_column(Moment)
    entries: Mapped[int]
    prediction: Mapped[int | None] = mapped_column(BigInteger)
