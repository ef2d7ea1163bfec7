"""Lists handed in by organisers, the people they brought, and one-time codes."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.storage.db import Base
from app.storage.types import Moment


class RosterDraft(Base):
    """A list between its preview and the confirmation: its rows, and what was shown of them."""

    __tablename__ = "roster_drafts"
    __table_args__ = (
        CheckConstraint("kind IN ('organisations', 'communes', 'people')", name="known_kind"),
    )

    token: Mapped[str] = mapped_column(String(32), primary_key=True)
    kind: Mapped[str] = mapped_column(String(16))
    file_name: Mapped[str] = mapped_column(String(200))
    content: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(Moment, index=True)
    created_by: Mapped[int] = mapped_column(ForeignKey("accounts.id"))


class Roster(Base):
    """A list of people that was taken over: from whom, what for, and until when it is kept.

    At `expires_at` everybody who has not activated the account by then is forgotten.
    """

    __tablename__ = "rosters"

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(200))
    source: Mapped[str] = mapped_column(Text)
    purpose: Mapped[str] = mapped_column(Text)
    imported_at: Mapped[datetime] = mapped_column(Moment)
    imported_by: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    expires_at: Mapped[datetime] = mapped_column(Moment, index=True)
    deleted_at: Mapped[datetime | None] = mapped_column(Moment)


class RosterPerson(Base):
    """A person that a list brought; until `activated_at` the person has agreed to nothing."""

    __tablename__ = "roster_people"

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    roster_id: Mapped[int] = mapped_column(ForeignKey("rosters.id"), index=True)
    activated_at: Mapped[datetime | None] = mapped_column(Moment)


class Activation(Base):
    """The newest one-time code of an account, kept as a keyed hash; gone once used."""

    __tablename__ = "activations"

    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), primary_key=True)
    code_hash: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime] = mapped_column(Moment)
    created_by: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    expires_at: Mapped[datetime] = mapped_column(Moment)


class PersonNote(Base):
    """What organisers and arbiters have decided about a person's account, and why.

    `kind` "same" and "different" are about two people, the one with the smaller id first.
    """

    __tablename__ = "person_notes"
    __table_args__ = (
        CheckConstraint(
            "kind IN ('same', 'different', 'disable', 'enable', 'reset')", name="known_kind"
        ),
        CheckConstraint(
            "(kind IN ('same', 'different')) = (other_id IS NOT NULL)", name="pairs_have_two"
        ),
        CheckConstraint("other_id IS NULL OR person_id < other_id", name="pairs_in_order"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    other_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    kind: Mapped[str] = mapped_column(String(16))
    reason: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(Moment)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
