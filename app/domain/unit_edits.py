"""What may be said of a unit: codes, kinds, headcounts, and a place in the tree."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from app.domain.errors import InvalidRequest
from app.domain.text import fold
from app.domain.units import UnitId

KINDS = ("agency", "department", "union", "association", "school", "enterprise", "other")
LARGEST_HEADCOUNT = 10_000_000
LONGEST_CODE = 64
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
_NOT_IN_CODES = re.compile(r"[^a-z0-9]+")
_HEADCOUNT = re.compile(r"[0-9]{1,9}|[0-9]{1,3}(?:[.  ,][0-9]{3})+")


def check_code(code: str) -> str:
    """A code of letters without accents, digits, dots, dashes; raises `InvalidRequest`."""
    if not _CODE.fullmatch(code):
        raise InvalidRequest((("code", "code_format"),))
    return code


def check_kind(kind: str) -> str:
    """A kind of organisation that is known; raises `InvalidRequest`."""
    if kind not in KINDS:
        raise InvalidRequest((("kind", "unknown"),))
    return kind


def check_headcount(headcount: int | None) -> int | None:
    """People as declared, None for unknown; raises `InvalidRequest`."""
    if headcount is not None and not 0 <= headcount <= LARGEST_HEADCOUNT:
        raise InvalidRequest((("headcount", "range"),))
    return headcount


def read_headcount(text: str) -> int | None:
    """The number in "1.234", "1 234" or "1234"; None when it is none, or too large."""
    if not _HEADCOUNT.fullmatch(text):
        return None
    number = int(re.sub(r"\D", "", text))
    return number if number <= LARGEST_HEADCOUNT else None


def code_of(name: str, taken: Collection[str]) -> str:
    """A code made of a name ("Sở Y tế" gives "so-y-te"), numbered where it is taken.

    `taken` holds codes in small letters.
    """
    plain = _NOT_IN_CODES.sub("-", fold(name)).strip("-")[: LONGEST_CODE - 6].strip("-") or "don-vi"
    code, number = plain, 1
    while code in taken:
        number += 1
        code = f"{plain}-{number}"
    return code


def is_below(unit: UnitId, above: UnitId, parents: Mapping[UnitId, UnitId | None]) -> bool:
    """Whether `unit` is `above` itself or lies anywhere below it."""
    seen: set[UnitId] = set()
    current: UnitId | None = unit
    while current is not None and current not in seen:
        if current == above:
            return True
        seen.add(current)
        current = parents.get(current)
    return False


def is_in_circle(unit: UnitId, parents: Mapping[UnitId, UnitId | None]) -> bool:
    """Whether the line upwards from a unit comes back to it."""
    parent = parents.get(unit)
    return parent is not None and is_below(parent, unit, parents)


def joined_headcount(own: int | None, joining: int | None) -> int | None:
    """The sum of two headcounts; None when neither is known."""
    return None if own is None and joining is None else (own or 0) + (joining or 0)
