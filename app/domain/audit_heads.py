"""Published heads of the audit chain: what was seen of it outside the database.

The chain shows by itself that a row was altered, deleted or moved. Rows cut off its end,
or a chain that was computed anew as a whole, show against heads that were published.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from app.domain.audit import START, Entry, digest_of

SHORT = 12
"""Signs of a digest where room is scarce: on boards and on paper."""
LOOK_AROUND = 10_000


class Damage(StrEnum):
    """What was done to the chain."""

    ALTERED = "altered"
    DELETED = "deleted"
    MOVED = "moved"
    TRUNCATED = "truncated"
    REWRITTEN = "rewritten"


@dataclass(frozen=True, slots=True)
class Head:
    """The last entry at some moment; `digest` may be only its beginning, as printed on paper."""

    number: int
    digest: str
    at: datetime | None = None

    @property
    def short(self) -> str:
        """As printed where room is scarce; `read_head` reads it."""
        return f"{self.number}:{self.digest[:SHORT]}"


@dataclass(frozen=True, slots=True)
class Finding:
    """The first entry that is not as it was; `head` is the published one that shows it.

    `after` is the last number that a published head confirms, 0 when none does.
    """

    number: int
    damage: Damage
    head: Head | None = None
    after: int = 0


def read_head(text: str) -> Head | None:
    """A head as it is printed, "17:3fa9c1…"; None when it is none."""
    number, _, digest = text.strip().partition(":")
    digest = digest.strip().lower()
    if not (number.isascii() and number.isdigit() and len(number) < 12 and 8 <= len(digest) <= 64):
        return None
    if set(digest) - set("0123456789abcdef"):
        return None
    return Head(int(number), digest)


def examine(entries: Iterable[Entry], heads: Sequence[Head] = ()) -> Finding | None:
    """The first damage, None when the chain holds and ends no earlier than any head says.

    Entries come in the order of their numbers.
    """
    known: dict[int, list[Head]] = {}
    for head in heads:
        known.setdefault(head.number, []).append(head)
    previous, last, confirmed = START, 0, 0
    for expected, entry in enumerate(entries, start=1):
        damage = _damage(entry, expected, previous)
        if damage:
            number = expected if damage is Damage.DELETED else entry.number
            return Finding(number, damage, after=confirmed)
        for head in known.get(expected, ()):
            if not entry.digest.startswith(head.digest):
                return Finding(expected, Damage.REWRITTEN, head, confirmed)
            confirmed = expected
        previous, last = entry.digest, expected
    return _cut_off(heads, last, confirmed)


def _cut_off(heads: Sequence[Head], last: int, confirmed: int) -> Finding | None:
    beyond = [head for head in heads if head.number > last]
    if not beyond:
        return None
    farthest = max(beyond, key=lambda head: head.number)
    return Finding(last + 1, Damage.TRUNCATED, farthest, confirmed)


def _damage(entry: Entry, expected: int, previous: str) -> Damage | None:
    if entry.number != expected:
        return Damage.DELETED if entry.number > expected else Damage.MOVED
    if entry.digest != _digest(entry, entry.number):
        return Damage.MOVED if _stood_elsewhere(entry) else Damage.ALTERED
    return None if entry.previous == previous else Damage.ALTERED


def _stood_elsewhere(entry: Entry) -> bool:
    """Whether the row is untouched but for its number."""
    return any(_digest(entry, number) == entry.digest for number in _numbers_near(entry.number))


def _numbers_near(number: int) -> Iterator[int]:
    for distance in range(1, LOOK_AROUND):
        yield number + distance
        if number > distance:
            yield number - distance


def _digest(entry: Entry, number: int) -> str:
    return digest_of(
        number=number,
        at=entry.at,
        account_id=entry.account_id,
        act=entry.act,
        subject=entry.subject,
        detail=entry.detail,
        previous=entry.previous,
    )
