"""Which changes touch people who have begun: found by comparing what was with what is wanted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

TEXTS = ("title", "description", "prizes")
"""What people were promised when they began; the short summary only invites."""


class DangerKind(StrEnum):
    TITLE = "title"
    DESCRIPTION = "description"
    PRIZES = "prizes"
    CLOSES_LATER = "closes_later"
    CLOSES_EARLIER = "closes_earlier"
    OPENS_OTHERWISE = "opens_otherwise"
    OTHER_BANK = "other_bank"
    ADDED = "added"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Danger:
    """One such change; `round_number` where it is about a round."""

    kind: DangerKind
    round_number: int | None = None


@dataclass(frozen=True, slots=True)
class RoundFacts:
    """What of a round matters to those who take part."""

    opens_at: datetime
    closes_at: datetime
    bank_version_id: int


@dataclass(frozen=True, slots=True)
class ContestFacts:
    """What of a contest matters to those who take part; rounds by their place."""

    title: str
    description: str
    prizes: str
    rounds: tuple[RoundFacts, ...]


def dangers(before: ContestFacts, after: ContestFacts) -> tuple[Danger, ...]:
    """Every change that those who have begun should know the reason of, texts first."""
    found = [
        Danger(DangerKind(name)) for name in TEXTS if getattr(before, name) != getattr(after, name)
    ]
    pairs = zip(before.rounds, after.rounds, strict=False)
    for number, (old, new) in enumerate(pairs, start=1):
        found += [Danger(kind, number) for kind in _changes(old, new)]
    kept, wanted = len(before.rounds), len(after.rounds)
    found += _each(DangerKind.CANCELLED, range(wanted + 1, kept + 1))
    found += _each(DangerKind.ADDED, range(kept + 1, wanted + 1))
    return tuple(found)


def _changes(old: RoundFacts, new: RoundFacts) -> list[DangerKind]:
    kinds = []
    if old.opens_at != new.opens_at:
        kinds.append(DangerKind.OPENS_OTHERWISE)
    if old.closes_at < new.closes_at:
        kinds.append(DangerKind.CLOSES_LATER)
    if old.closes_at > new.closes_at:
        kinds.append(DangerKind.CLOSES_EARLIER)
    if old.bank_version_id != new.bank_version_id:
        kinds.append(DangerKind.OTHER_BANK)
    return kinds


def _each(kind: DangerKind, numbers: Sequence[int]) -> list[Danger]:
    return [Danger(kind, number) for number in numbers]
