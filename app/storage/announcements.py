"""Announcements as rows."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Select, delete, or_, select, update
from sqlalchemy.orm import Session

from app.storage.db import db
from app.storage.tables import Announcement, Contest


class AnnouncementFacts(NamedTuple):
    """An announcement, with its contest if it is about one; `contest_open` once all may see it."""

    id: int
    title: str
    text: str
    pinned: bool
    published_at: datetime | None
    until: datetime | None
    updated_at: datetime
    contest_id: int | None
    contest_slug: str | None
    contest_title: str | None
    contest_open: bool | None


def list_announcements() -> list[AnnouncementFacts]:
    """All announcements, drafts first, then the newest."""
    query = _facts().order_by(
        Announcement.published_at.is_not(None),
        Announcement.published_at.desc(),
        Announcement.id.desc(),
    )
    return _list(query)


def list_shown(
    now: datetime, *, contest_id: int | None, offset: int, limit: int
) -> list[AnnouncementFacts]:
    """What is seen at this moment, pinned ones first, then the newest."""
    query = _facts().where(*_seen(now))
    if contest_id is not None:
        query = query.where(Announcement.contest_id == contest_id)
    query = query.order_by(
        Announcement.pinned.desc(), Announcement.published_at.desc(), Announcement.id.desc()
    )
    return _list(query.offset(offset).limit(limit))


def find_announcement(announcement_id: int) -> AnnouncementFacts | None:
    """The announcement, whatever its state."""
    return next(iter(_list(_facts().where(Announcement.id == announcement_id))), None)


def add_announcement(session: Session, announcement: Announcement) -> int:
    """Add and flush; returns its id."""
    session.add(announcement)
    session.flush()
    return announcement.id


def change_announcement(session: Session, announcement_id: int, values: dict[str, Any]) -> bool:
    """Put these values; False when there is no such announcement."""
    done = session.execute(
        update(Announcement).where(Announcement.id == announcement_id).values(**values)
    )
    return bool(done.rowcount)  # type: ignore[attr-defined]


def delete_announcement(session: Session, announcement_id: int) -> bool:
    """Delete it; False when there is none."""
    done = session.execute(delete(Announcement).where(Announcement.id == announcement_id))
    return bool(done.rowcount)  # type: ignore[attr-defined]


def _seen(now: datetime) -> tuple[Any, ...]:
    return (
        Announcement.published_at <= now,
        or_(Announcement.until.is_(None), Announcement.until > now),
    )


def _facts() -> Select[*tuple[Any, ...]]:
    return select(
        Announcement.id,
        Announcement.title,
        Announcement.text,
        Announcement.pinned,
        Announcement.published_at,
        Announcement.until,
        Announcement.updated_at,
        Announcement.contest_id,
        Contest.slug,
        Contest.title,
        Contest.published_at.is_not(None),
    ).outerjoin(Contest, Contest.id == Announcement.contest_id)


def _list(query: Select[*tuple[Any, ...]]) -> list[AnnouncementFacts]:
    return [AnnouncementFacts._make(row) for row in db.session.execute(query)]
