"""Rules of every kind: divisions, a draw, ages, exclusions, and the participation of the day."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from app.domain.contest_rules import CHAIN_B, ChainStep
from app.domain.divisions import Division
from app.services import exclusions, participation_days
from tests.journeys.furnishing import Furnishing

NO_PAGES = {"organiser.export_exclusions", "public.export_participation"}


def pages(furnishing: Furnishing) -> dict[str, str]:
    """A contest with all of it, its board of a division, its figures, and the list."""
    now = datetime.now(UTC)
    slug = furnishing.site.contest(
        opens_in=timedelta(days=-1),
        chain=(*CHAIN_B, ChainStep.DRAW),
        divisions=(Division("dan", "Người dân", ("resident", "student"), prizes_listed=3),),
        prizes_listed=5,
        min_age=12,
        excluded_may_play=True,
        publish_participation_at="00:00",
    )
    account_id = furnishing.organiser.who.account_id
    exclusions.add_many(
        slug,
        phones=[furnishing.organiser.phone, "0912345678"],
        role="committee",
        account_id=account_id,
        now=now,
    )
    participation_days.publish_due(now)
    return {
        "public.show_participation": f"/contests/{slug}/participation",
        "public.show_contest (ages)": f"/contests/{slug}",
        "public.show_board (division)": f"/contests/{slug}/boards/individual?division=dan",
        "organiser.list_exclusions": f"/organiser/contests/{slug}/exclusions",
        "accounts.edit_birth_year": "/profile/birth-year",
    }
