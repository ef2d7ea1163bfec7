"""Roles beyond participant: granted and revoked, at once and on record."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from app.domain.errors import InvalidRequest, NotFound
from app.services import audit
from app.services.transactions import writing
from app.storage import accounts as storage
from app.storage.tables.people import ROLES


def grant_role(*, account_id: int, role: str, by: int | None, now: datetime) -> None:
    """Give an account a role; nothing happens when it has it. `by` None is the command line.

    Raises `InvalidRequest` for an unknown role, `NotFound` for an unknown account.
    """
    check_role(role)
    with writing() as session:
        if storage.find_account(account_id) is None:
            raise NotFound()
        add_grant(session, account_id=account_id, role=role, by=by, now=now)


def revoke_role(*, account_id: int, role: str, by: int | None, now: datetime) -> None:
    """Take a role from an account; nothing happens when it does not have it."""
    with writing() as session:
        remove_grant(session, account_id=account_id, role=role, by=by, now=now)


def check_role(role: str) -> None:
    """Pass a role that can be granted; raises `InvalidRequest`."""
    if role not in ROLES:
        raise InvalidRequest((("role", "unknown"),))


def add_grant(
    session: Session, *, account_id: int, role: str, by: int | None, now: datetime
) -> None:
    """Grant a checked role within the caller's transaction."""
    if storage.add_role(session, account_id, role, now):
        _record(session, "role.grant", account_id, role, by, now)


def remove_grant(
    session: Session, *, account_id: int, role: str, by: int | None, now: datetime
) -> None:
    """Revoke a role within the caller's transaction."""
    if storage.remove_role(session, account_id, role):
        _record(session, "role.revoke", account_id, role, by, now)


def _record(
    session: Session, act: str, account_id: int, role: str, by: int | None, now: datetime
) -> None:
    audit.record(
        session,
        account_id=by,
        act=act,
        subject=f"account/{account_id}",
        detail={"role": role},
        now=now,
    )
