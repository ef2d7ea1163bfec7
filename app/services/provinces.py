"""The provinces of Viet Nam as they are since July 2025."""

from __future__ import annotations

from functools import cache

from vietnam_provinces import Province

from app.domain.unit_names import unit_sort_key


@cache
def list_provinces() -> tuple[tuple[int, str], ...]:
    """Official code and name of all provinces, in Vietnamese order."""
    found = [(int(one.code), str(one.name)) for one in Province.iter_all()]
    return tuple(sorted(found, key=lambda one: unit_sort_key(one[1])))


def name_of(code: int) -> str | None:
    """The name of a province by its official code."""
    return dict(list_provinces()).get(code)
