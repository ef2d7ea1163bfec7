"""The report page."""

from __future__ import annotations

from tests.journeys.furnishing import Furnishing


def pages(furnishing: Furnishing) -> dict[str, str]:
    """The report page of the contest that is there."""
    return {"organiser.show_reports": f"/organiser/contests/{furnishing.slug}/reports"}
