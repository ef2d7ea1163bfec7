"""Groups of settings as rows."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.storage.db import db
from app.storage.inserts import insert_into
from app.storage.tables import Setting


class SettingFacts(NamedTuple):
    """A group of settings as JSON, and its last change."""

    value: str
    changed_at: datetime
    changed_by: int | None


def find_setting(key: str) -> SettingFacts | None:
    """The group of this key, if anybody has set it."""
    query = select(Setting.value, Setting.changed_at, Setting.changed_by)
    row = db.session.execute(query.where(Setting.key == key)).first()
    return None if row is None else SettingFacts._make(row)


def put_setting(
    session: Session, key: str, value: str, *, changed_at: datetime, changed_by: int | None
) -> None:
    """Write or replace a group."""
    new = {"value": value, "changed_at": changed_at, "changed_by": changed_by}
    statement = insert_into(session, Setting).values(key=key, **new)
    session.execute(statement.on_conflict_do_update(index_elements=["key"], set_=new))
