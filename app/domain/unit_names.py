"""Names of units: how they sort, and whether one is what somebody looks for."""

from __future__ import annotations

from app.domain.text import fold, vietnamese_sort_key


def unit_sort_key(name: str) -> str:
    """A key of digits that sorts names of places and agencies word by word, in Vietnamese order.

    Unlike people, units have no given name: the first word counts first.
    """
    return "".join(vietnamese_sort_key(word) for word in name.split())


def is_sought(query: str, *, search_name: str, code: str) -> bool:
    """Whether every word of `query`, accents apart, is in the folded name or is the code."""
    words = fold(query).split()
    return all(word in search_name or word == code.casefold() for word in words)
