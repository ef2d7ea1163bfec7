"""Boards as they were published."""

from __future__ import annotations

from datetime import UTC, datetime

from app.domain.publishing import Reason
from app.services import boards, publishing
from tests.journeys.furnishing import Furnishing

NO_PAGES = ("public.download_published",)


def pages(furnishing: Furnishing) -> dict[str, str]:
    """The list of the contest that is there, and one of its boards by people and by units."""
    now = datetime.now(UTC)
    boards.refresh(now)
    number = publishing.publish_now(furnishing.slug, Reason.REPORT, now)
    published = f"/contests/{furnishing.slug}/published"
    return {
        "public.list_published": published,
        "public.show_published": f"{published}/{number}",
        "public.show_published units": f"{published}/{number}?kind=commune",
    }
