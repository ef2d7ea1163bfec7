"""People, the accounts they sign in with, what they agreed to, and their roles."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    SmallInteger,
    String,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.storage.db import Base
from app.storage.types import Moment

ROLES = ("organiser", "arbiter", "administrator")


class Person(Base):
    """A participant. `public_id` is what leaves the server; deletion empties the names."""

    __tablename__ = "people"
    __table_args__ = (
        Index("ix_people_search_name", "search_name"),
        CheckConstraint("deleted_at IS NULL OR full_name = ''", name="deleted_is_nameless"),
        CheckConstraint(
            "birth_year IS NULL OR birth_year BETWEEN 1900 AND 2100", name="birth_year_likely"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(22), unique=True)
    full_name: Mapped[str] = mapped_column(String(120))
    search_name: Mapped[str] = mapped_column(String(120))
    sort_key: Mapped[str] = mapped_column(String(600))
    group: Mapped[str] = mapped_column("group_code", String(32))
    commune_code: Mapped[str] = mapped_column(ForeignKey("communes.code"), index=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(Moment)
    deleted_at: Mapped[datetime | None] = mapped_column(Moment)
    birth_year: Mapped[int | None] = mapped_column(SmallInteger)


class Account(Base):
    """The login of one person. Raising `epoch` ends every session and token at once."""

    __tablename__ = "accounts"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), unique=True)
    phone: Mapped[str | None] = mapped_column(String(16), unique=True)
    password_hash: Mapped[str] = mapped_column(String(200))
    epoch: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(Moment)
    disabled_at: Mapped[datetime | None] = mapped_column(Moment)

    person: Mapped[Person] = relationship(lazy="raise")
    roles: Mapped[list[RoleGrant]] = relationship(lazy="raise", back_populates="account")


class Consent(Base):
    """What a person agreed to: which text, when, and whether they took it back."""

    __tablename__ = "consents"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    version: Mapped[str] = mapped_column(String(32))
    purpose: Mapped[str] = mapped_column(String(64))
    given_at: Mapped[datetime] = mapped_column(Moment)
    withdrawn_at: Mapped[datetime | None] = mapped_column(Moment)


class RoleGrant(Base):
    """One role beyond participant, which everybody has."""

    __tablename__ = "role_grants"
    __table_args__ = (
        UniqueConstraint("account_id", "role"),
        CheckConstraint("role IN ('organiser', 'arbiter', 'administrator')", name="known_role"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    role: Mapped[str] = mapped_column(String(16))
    granted_at: Mapped[datetime] = mapped_column(Moment)

    account: Mapped[Account] = relationship(lazy="raise", back_populates="roles")
