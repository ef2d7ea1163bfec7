"""People as organisers look for them."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.errors import NotFound, PhoneInvalid
from app.domain.people_plans import read_phone
from app.domain.text import fold
from app.domain.unit_edits import is_below
from app.domain.units import UnitId
from app.services import units
from app.storage import people_search as storage
from app.storage.people_search import PersonRow, Wanted

__all__ = ["Page", "PersonRow", "Query", "get_pair", "list_people", "wanted_of"]
FEWEST_DIGITS = 3
SHOWN_DIGITS = 3
"""What a mask leaves of a phone."""


@dataclass(frozen=True, slots=True)
class Query:
    """What was typed (a name, or the phone or its end) and the units chosen, by code."""

    text: str = ""
    commune: str = ""
    organisation: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """Some of those found, and how many there are."""

    rows: list[PersonRow]
    total: int


def list_people(query: Query, *, offset: int, limit: int, all_digits: bool = False) -> Page:
    """People by name. `all_digits` lets more of a phone's end be searched than a mask shows.

    Whoever sees only the last digits could otherwise find the others one by one.
    """
    wanted = wanted_of(query, all_digits=all_digits)
    return Page(
        storage.list_people(wanted, offset=max(0, offset), limit=limit),
        storage.count_people(wanted),
    )


def get_pair(first: int, second: int) -> tuple[PersonRow, PersonRow]:
    """Two people as lists show them; raises `NotFound`."""
    rows = storage.list_rows({first, second})
    if first == second or not {first, second} <= rows.keys():
        raise NotFound()
    return rows[first], rows[second]


def wanted_of(query: Query, *, all_digits: bool = False) -> Wanted:
    """What a query means: digits are a phone, all else is a name; units with their parts."""
    words, phone, end = _text(query.text, all_digits)
    return Wanted(
        words=words,
        phone=phone,
        phone_end=end,
        commune=query.commune or None,
        organisations=organisations_below(query.organisation) if query.organisation else None,
    )


def _text(text: str, all_digits: bool) -> tuple[tuple[str, ...], str | None, str | None]:
    digits = "".join(sign for sign in text if sign not in " .-+()")
    if not digits.isascii() or not digits.isdigit():
        return tuple(fold(text).split()), None, None
    try:
        return (), read_phone(digits), None
    except PhoneInvalid:
        end = digits if all_digits else digits[-SHOWN_DIGITS:]
        return ((), None, end) if len(digits) >= FEWEST_DIGITS else ((digits,), None, None)


def organisations_below(code: str) -> tuple[int, ...]:
    """The ids of an organisation and all below it; none for an unknown code."""
    every = units.list_organisations()
    top = next((one for one in every if one.code == code), None)
    if top is None:
        return ()
    parents: dict[UnitId, UnitId | None] = {one.code: one.parent_code for one in every}
    return tuple(one.id for one in every if is_below(one.code, top.code, parents))
