"""Lists between their preview and the confirmation."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.storage.db import db
from app.storage.tables import RosterDraft

_LOOSE = {"synchronize_session": False}


class DraftFacts(NamedTuple):
    """A list that waits for its confirmation; `content` is JSON."""

    token: str
    kind: str
    file_name: str
    content: str
    created_at: datetime
    created_by: int


def put_draft(session: Session, draft: RosterDraft) -> None:
    """Keep a preview, flush."""
    session.add(draft)
    session.flush()


def find_draft(token: str) -> DraftFacts | None:
    """A preview by its token."""
    columns = (getattr(RosterDraft, name) for name in DraftFacts._fields)
    row = db.session.execute(select(*columns).where(RosterDraft.token == token)).first()
    return None if row is None else DraftFacts._make(row)


def drop_draft(session: Session, token: str) -> bool:
    """Take a preview away; False when somebody has done so before."""
    done = session.execute(
        delete(RosterDraft).where(RosterDraft.token == token), execution_options=_LOOSE
    )
    return bool(done.rowcount)  # type: ignore[attr-defined]


def drop_old_drafts(session: Session, before: datetime) -> None:
    """Take away previews that nobody has confirmed."""
    session.execute(
        delete(RosterDraft).where(RosterDraft.created_at < before), execution_options=_LOOSE
    )


def has_old_drafts(before: datetime) -> bool:
    """Whether there are previews that nobody has confirmed."""
    query = select(RosterDraft.token).where(RosterDraft.created_at < before).limit(1)
    return db.session.scalar(query) is not None
