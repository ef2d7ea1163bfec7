"""What the pages of the back office need to have something on them, one module an area.

Each module has `pages(furnishing) -> dict`: it puts what its pages show into the
database and gives each page's endpoint (and what is shown on it) with its address.
It runs inside the site's application context.
"""

from __future__ import annotations

import importlib
import pkgutil
from dataclasses import dataclass

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
    for module in pkgutil.iter_modules(__path__):
        area = importlib.import_module(f"{__name__}.{module.name}")
        found.update(area.pages(furnishing))
    return found
