"""What the pages of the back office need to have something on them, one module an area.

Each module has `pages(furnishing) -> dict`: it puts what its pages show into the
database and gives each page's endpoint (and what is shown on it) with its address.
It runs inside the site's application context. `NO_PAGES` names the area's endpoints
that are no page: files, figures, ways that only lead on.
"""

from __future__ import annotations

import importlib
import pkgutil
from dataclasses import dataclass
from types import ModuleType

from tests.journeys.site import Participant, Site


@dataclass(frozen=True, slots=True)
class Furnishing:
    """What is there already: a contest with one result and one open attempt, and its organiser."""

    site: Site
    slug: str
    organiser: Participant
    closed_attempt: int


def all_pages(furnishing: Furnishing) -> dict[str, str]:
    """The pages of every area, furnished."""
    found: dict[str, str] = {}
    for area in areas():
        found.update(area.pages(furnishing))
    return found


def no_pages() -> set[str]:
    """The endpoints of every area that are no page."""
    return {name for area in areas() for name in getattr(area, "NO_PAGES", ())}


def areas() -> list[ModuleType]:
    """The modules of this package."""
    return [
        importlib.import_module(f"{__name__}.{module.name}")
        for module in pkgutil.iter_modules(__path__)
    ]
