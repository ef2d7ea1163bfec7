"""The contest maker: previews of every page, and a copy."""

from __future__ import annotations

from tests.journeys.furnishing import Furnishing


def pages(furnishing: Furnishing) -> dict[str, str]:
    """The contest that is there already is looked at as if it were another moment."""
    contest = f"/organiser/contests/{furnishing.slug}"
    preview = f"{contest}/preview"
    return {
        "organiser.copy_contest": f"{contest}/copy",
        "organiser.preview_contest": preview,
        "organiser.preview_contest waiting": f"{preview}?at=waiting&show=waiting",
        "organiser.preview_contest paper": f"{preview}?at=during&show=paper",
        "organiser.preview_contest result": f"{preview}?at=closed&show=result",
        "organiser.preview_contest nothing": f"{preview}?at=before&show=result",
    }
