"""The watchers' page."""

from __future__ import annotations

from tests.journeys.furnishing import Furnishing

NO_PAGES = ("organiser.export_participation",)


def pages(furnishing: Furnishing) -> dict[str, str]:
    """The page of the contest that is there, and sorted otherwise."""
    watch = f"/organiser/contests/{furnishing.slug}/watch"
    return {
        "organiser.watch_contest": watch,
        "organiser.watch_contest sorted": f"{watch}?commune_sort=name&commune_all=1",
    }
