"""Every act of organisers and arbiters leaves an entry in a chain that shows tampering."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from sqlalchemy.orm import Session

from app.domain.audit import Entry, digest_of, find_broken
from app.domain.bank_codec import canonical_json
from app.storage import audit as storage


def record(
    session: Session,
    *,
    account_id: int | None,
    act: str,
    subject: str,
    detail: dict[str, Any],
    now: datetime,
) -> int:
    """Add an act to the chain within the caller's transaction; returns its number.

    `detail` holds plain JSON values and no personal data.
    """
    last, previous = storage.find_last(session)
    number, text = last + 1, canonical_json(detail)
    digest = digest_of(
        number=number,
        at=now,
        account_id=account_id,
        act=act,
        subject=subject,
        detail=text,
        previous=previous,
    )
    storage.add_entry(session, Entry(number, now, account_id, act, subject, text, previous, digest))
    return number


def list_plain() -> Iterator[dict[str, Any]]:
    """The entries of the chain in their order, as plain values."""
    for entry in storage.list_entries():
        yield {**asdict(entry), "at": entry.at.astimezone(UTC).isoformat()}


def find_broken_in(entries: Iterable[Mapping[str, Any]]) -> int | None:
    """As `find_broken_link`, of entries as `list_plain` gives them."""
    return find_broken(Entry(**{**one, "at": datetime.fromisoformat(one["at"])}) for one in entries)


def find_broken_link() -> int | None:
    """The number of the first entry that does not follow from those before; None when all do."""
    return find_broken(storage.list_entries())


def list_acts(acts: Sequence[str], limit: int = 100) -> list[dict[str, Any]]:
    """What was noted of certain acts last, newest first, each with its "at" and "act"."""
    return [
        {**json.loads(one.detail), "at": one.at, "act": one.act}
        for one in storage.list_of_acts(acts, limit)
    ]


def list_newest(limit: int) -> list[Entry]:
    """The last entries, the newest first."""
    return storage.list_newest(limit)
