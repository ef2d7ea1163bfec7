"""Identifiers in QTI, which must begin with a letter or an underscore; ids here need not."""

from __future__ import annotations

from collections.abc import Sequence

from app.formats.bank_naming import is_id


def identifier(id: str) -> str:
    """Return an id as a QTI identifier."""
    return id if id[:1].isalpha() else f"_{id}"


def name_from(text: str) -> str:
    """Return the name of a question from its identifier."""
    return text.removeprefix("_") if is_id(text.removeprefix("_")) else text


def ids_from(names: Sequence[str]) -> list[str]:
    """Return ids of options from their identifiers, or empty ones if those make none."""
    ids = [name.removeprefix("_").lower() for name in names]
    fits = len(set(ids)) == len(ids) and all(map(is_id, ids))
    return ids if fits else [""] * len(ids)
