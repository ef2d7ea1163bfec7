"""Registering in tests, and what is kept of it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from app.services import accounts
from app.storage.db import db
from app.storage.tables import Account
from tests.factories import MINH_XUAN, PASSWORD

GOOD: dict[str, Any] = {
    "phone": "0912 345 678",
    "password": PASSWORD,
    "full_name": "  Đỗ  Thị Ánh ",
    "commune": MINH_XUAN,
    "organisation": None,
    "group": "union_member",
    "consent": True,
}


def register(now: datetime, **changed: Any) -> accounts.Registered:
    """Register somebody good, with changes."""
    return accounts.register(now=now, **{**GOOD, **changed})


def count(table: type[Any]) -> int:
    """How many rows a table has."""
    db.session.remove()
    return db.session.scalar(select(func.count()).select_from(table)) or 0


def kept_hash(account_id: int) -> str:
    """The hash that is kept of an account's password."""
    db.session.remove()
    return db.session.scalar(select(Account.password_hash).where(Account.id == account_id)) or ""
