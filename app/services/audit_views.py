"""The audit chain as people read it: with the names of who acted."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.audit import Entry
from app.services.contest_staff import EVERYWHERE, Reach
from app.storage import audit as storage


@dataclass(frozen=True, slots=True)
class Read:
    """An entry; `name` is of who acted, None for the system and for deleted people."""

    entry: Entry
    name: str | None


def list_entries(
    slug: str | None, *, offset: int, limit: int, within: Reach = EVERYWHERE
) -> tuple[int, list[Read]]:
    """How many entries there are, and a page of them, newest first; of one contest if named.

    What is about contests outside `within` is left out.
    """
    own = within.slugs
    entries = storage.list_page(slug, max(0, offset), max(0, limit), own=own)
    names = storage.list_names({one.account_id for one in entries if one.account_id})
    return (
        storage.count_entries(slug, own=own),
        [Read(one, names.get(one.account_id or 0) or None) for one in entries],
    )
