"""What has been changed about units, and who watches over one."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from app.storage.db import Base
from app.storage.types import Moment

ONE_UNIT = "(commune_code IS NULL) <> (organisation_id IS NULL)"
_STANDS = text("ended_at IS NULL")


class UnitChange(Base):
    """One change of one unit; rows are only ever added (trigger).

    `change` names what: add, name, code, kind, parent, headcount, merge (into what
    `after` says) or absorb (what `after` says came in). Parents and merges are given
    by code and name as they were then.
    """

    __tablename__ = "unit_changes"
    __table_args__ = (
        CheckConstraint(ONE_UNIT, name="one_unit"),
        CheckConstraint(
            "change IN ('add', 'name', 'code', 'kind', 'parent', 'headcount', 'merge', 'absorb')",
            name="known_change",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    commune_code: Mapped[str | None] = mapped_column(ForeignKey("communes.code"), index=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"), index=True)
    change: Mapped[str] = mapped_column(String(12))
    before: Mapped[str | None] = mapped_column(Text)
    after: Mapped[str | None] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(Moment)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))


class UnitContact(Base):
    """An account that may watch one unit's participation, until that is ended."""

    __tablename__ = "unit_contacts"
    __table_args__ = (
        CheckConstraint(ONE_UNIT, name="one_unit"),
        Index(
            "uq_unit_contacts_commune",
            "account_id",
            "commune_code",
            unique=True,
            sqlite_where=_STANDS,
            postgresql_where=_STANDS,
        ),
        Index(
            "uq_unit_contacts_organisation",
            "account_id",
            "organisation_id",
            unique=True,
            sqlite_where=_STANDS,
            postgresql_where=_STANDS,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), index=True)
    commune_code: Mapped[str | None] = mapped_column(ForeignKey("communes.code"), index=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"), index=True)
    appointed_at: Mapped[datetime] = mapped_column(Moment)
    appointed_by: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
    ended_by: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
