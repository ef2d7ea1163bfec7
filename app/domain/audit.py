"""The audit chain: each entry carries the digest of the one before, so that no row can be lost."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

START = "0" * 64
"""What the first entry names as the digest before it."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One act as it is kept; `detail` is canonical JSON."""

    number: int
    at: datetime
    account_id: int | None
    act: str
    subject: str
    detail: str
    previous: str
    digest: str


def digest_of(
    *,
    number: int,
    at: datetime,
    account_id: int | None,
    act: str,
    subject: str,
    detail: str,
    previous: str,
) -> str:
    """SHA-256, in hex, over the entry as canonical JSON; the moment in UTC to the microsecond."""
    moment = at.astimezone(UTC).isoformat(timespec="microseconds")
    parts = [number, moment, account_id, act, subject, detail, previous]
    text = json.dumps(parts, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def find_broken(entries: Iterable[Entry]) -> int | None:
    """The number at which the chain first breaks, None when it holds.

    Entries come in the order of their numbers. An altered row, a missing one and
    one that was moved all break it; rows cut off the end do not show here.
    """
    previous = START
    for expected, entry in enumerate(entries, start=1):
        if entry.number != expected:
            return expected
        if entry.previous != previous or entry.digest != _digest_again(entry):
            return entry.number
        previous = entry.digest
    return None


def _digest_again(entry: Entry) -> str:
    return digest_of(
        number=entry.number,
        at=entry.at,
        account_id=entry.account_id,
        act=entry.act,
        subject=entry.subject,
        detail=entry.detail,
        previous=entry.previous,
    )
