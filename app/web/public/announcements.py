"""Announcements as everybody reads them."""

from __future__ import annotations

from flask import Response, render_template, request

from app.services import announcements
from app.services.announcements import AnnouncementFacts
from app.web.access import requires
from app.web.clock import now
from app.web.public import bp
from app.web.public.visitors import shareable
from app.web.small_numbers import small_int

PAGE = 20
ON_OTHER_PAGES = 3


@bp.get("/announcements")
@requires("view_public")
def list_announcements() -> Response:
    """All that may be read now, pinned ones first, then the newest."""
    offset = max(0, min(request.args.get("offset", 0, type=small_int), 100_000))
    found = announcements.list_shown(now=now(), offset=offset, limit=PAGE + 1)
    return shareable(
        render_template(
            "public/announcements.html", found=found[:PAGE], offset=offset, more=found[PAGE:]
        )
    )


@bp.get("/announcements/<int:announcement_id>")
@requires("view_public")
def show_announcement(announcement_id: int) -> Response:
    """One announcement."""
    facts = announcements.get_shown(announcement_id, now=now())
    return shareable(render_template("public/announcement.html", facts=facts))


@bp.app_template_global()
def latest_announcements(contest_id: int | None = None) -> list[AnnouncementFacts]:
    """The few that other pages show; of one contest if given."""
    return announcements.list_shown(now=now(), contest_id=contest_id, limit=ON_OTHER_PAGES)
