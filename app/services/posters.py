"""Posters that invite the people of a unit to a contest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.domain.errors import NotFound
from app.formats.poster import Poster, draw
from app.services import units
from app.services.unit_contacts import COMMUNE, ORGANISATION

__all__ = ["MOST_PAGES", "Invited", "Poster", "draw", "get_unit", "list_units", "pages"]
KINDS = (COMMUNE, ORGANISATION)
MOST_PAGES = 200
"""Pages in one file: printing is done in parts, and answers must not wait for the processor."""


@dataclass(frozen=True, slots=True)
class Invited:
    """A unit whose people are invited."""

    kind: str
    code: str
    name: str


def list_units(kind: str, query: str = "") -> list[Invited]:
    """All units of a kind that a query, accents apart, finds; raises `NotFound` for the kind."""
    if kind not in KINDS:
        raise NotFound()
    found = units.list_communes(query) if kind == COMMUNE else units.list_organisations(query)
    return [Invited(kind, one.code, one.name) for one in found]


def get_unit(kind: str, code: str) -> Invited:
    """One unit; raises `NotFound`."""
    found = next((one for one in list_units(kind) if one.code == code), None)
    if found is None:
        raise NotFound()
    return found


def pages(all_units: Sequence[Invited], part: int) -> Sequence[Invited]:
    """The units whose posters are in the file number `part`, from 1; raises `NotFound`."""
    found = all_units[(part - 1) * MOST_PAGES : part * MOST_PAGES] if part > 0 else ()
    if not found:
        raise NotFound()
    return found
