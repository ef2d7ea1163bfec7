"""Announcements: written, published for a time, withdrawn; read by everybody."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from app.domain.announcements import LONGEST_TEXT, LONGEST_TITLE, Showing, showing
from app.domain.errors import NotFound
from app.domain.plain_text import Fields
from app.services import audit, contests
from app.services.transactions import writing
from app.storage import announcements as storage
from app.storage.announcements import AnnouncementFacts
from app.storage.tables import Announcement

__all__ = [
    "AnnouncementFacts",
    "Showing",
    "create_announcement",
    "delete_announcement",
    "edit_announcement",
    "get_announcement",
    "get_shown",
    "list_announcements",
    "list_shown",
    "publish_announcement",
    "showing_of",
    "withdraw_announcement",
]


def list_announcements() -> list[AnnouncementFacts]:
    """All announcements, drafts first, then the newest."""
    return storage.list_announcements()


def list_shown(
    *, now: datetime, contest_id: int | None = None, offset: int = 0, limit: int
) -> list[AnnouncementFacts]:
    """What everybody sees now (of one contest if given), pinned ones first, then the newest."""
    return storage.list_shown(now, contest_id=contest_id, offset=offset, limit=limit)


def get_announcement(announcement_id: int) -> AnnouncementFacts:
    """One announcement, whatever its state; raises `NotFound`."""
    found = storage.find_announcement(announcement_id)
    if found is None:
        raise NotFound()
    return found


def get_shown(announcement_id: int, *, now: datetime) -> AnnouncementFacts:
    """One that everybody may read now; raises `NotFound` for every other."""
    found = get_announcement(announcement_id)
    if showing_of(found, now=now) is not Showing.SHOWN:
        raise NotFound()
    return found


def showing_of(facts: AnnouncementFacts, *, now: datetime) -> Showing:
    """Whether it is a draft, scheduled, shown or over."""
    return showing(facts.published_at, facts.until, now)


def create_announcement(
    *,
    title: str,
    text: str,
    contest: str | None,
    pinned: bool,
    published_at: datetime | None,
    until: datetime | None,
    account_id: int | None,
    now: datetime,
) -> int:
    """Keep a new announcement; without `published_at` it is a draft. Returns its id.

    Raises `InvalidRequest` with every field at fault.
    """
    values = _read(title, text, contest, published_at, until)
    announcement = Announcement(
        **values, pinned=pinned, created_at=now, updated_at=now, created_by=account_id
    )
    with writing() as session:
        announcement_id = storage.add_announcement(session, announcement)
        _record(session, "create", announcement_id, {"contest": contest}, account_id, now)
    return announcement_id


def edit_announcement(
    announcement_id: int,
    *,
    title: str,
    text: str,
    contest: str | None,
    pinned: bool,
    published_at: datetime | None,
    until: datetime | None,
    account_id: int | None,
    now: datetime,
) -> None:
    """Change everything of an announcement. Raises as `create_announcement`, and `NotFound`."""
    values = _read(title, text, contest, published_at, until)
    _change(announcement_id, {**values, "pinned": pinned}, "edit", account_id, now)


def publish_announcement(announcement_id: int, *, account_id: int | None, now: datetime) -> None:
    """Show it from this moment on; an end that has passed already is taken away.

    Raises `NotFound`.
    """
    found = get_announcement(announcement_id)
    until = found.until if found.until is not None and found.until > now else None
    values = {"published_at": now, "until": until}
    _change(announcement_id, values, "publish", account_id, now)


def withdraw_announcement(announcement_id: int, *, account_id: int | None, now: datetime) -> None:
    """Make it a draft again: nobody but organisers sees it. Raises `NotFound`."""
    _change(announcement_id, {"published_at": None}, "withdraw", account_id, now)


def delete_announcement(announcement_id: int, *, account_id: int | None, now: datetime) -> None:
    """Delete it; raises `NotFound`."""
    with writing() as session:
        if not storage.delete_announcement(session, announcement_id):
            raise NotFound()
        _record(session, "delete", announcement_id, {}, account_id, now)


def _read(
    title: str,
    text: str,
    contest: str | None,
    published_at: datetime | None,
    until: datetime | None,
) -> dict[str, Any]:
    fields = Fields()
    values: dict[str, Any] = {
        "title": fields.line("title", title, LONGEST_TITLE),
        "text": fields.text("text", text, LONGEST_TEXT),
        "contest_id": None,
        "published_at": published_at,
        "until": until,
    }
    if published_at is not None and until is not None and until <= published_at:
        fields.refuse("until", "after_start")
    if contest:
        try:
            values["contest_id"] = contests.get_contest(contest).id
        except NotFound:
            fields.refuse("contest", "unknown")
    fields.refuse_if_any()
    return values


def _change(
    announcement_id: int, values: dict[str, Any], act: str, account_id: int | None, now: datetime
) -> None:
    with writing() as session:
        if not storage.change_announcement(session, announcement_id, {**values, "updated_at": now}):
            raise NotFound()
        _record(session, act, announcement_id, {}, account_id, now)


def _record(
    session: Session,
    act: str,
    announcement_id: int,
    detail: dict[str, Any],
    account_id: int | None,
    now: datetime,
) -> None:
    audit.record(
        session,
        account_id=account_id,
        act=f"announcement.{act}",
        subject=f"announcement/{announcement_id}",
        detail=detail,
        now=now,
    )
