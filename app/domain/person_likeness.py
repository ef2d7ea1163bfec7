"""How alike two registrations are: evidence that they may be one person, never a proof."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations

SAME_NAME_MOST = 200
"""Namesakes beyond this in one unit are told apart by their phones alone."""
_WEIGHTS = {"near_phone": 4, "same_organisation": 2, "same_commune": 1}


@dataclass(frozen=True, slots=True)
class Registered:
    """What is compared: the folded name, the phone (None after deletion) and the units."""

    id: int
    name: str
    phone: str | None
    commune: str
    organisation: int | None


@dataclass(frozen=True, slots=True)
class Pair:
    """Two people of one name; `reasons` in order of their weight."""

    first: int
    second: int
    reasons: tuple[str, ...]

    @property
    def weight(self) -> int:
        """How strong the evidence is."""
        return sum(_WEIGHTS[reason] for reason in self.reasons)


def pairs_of(people: Iterable[Registered]) -> list[Pair]:
    """Pairs of one name with something else in common, the strongest evidence first."""
    namesakes: dict[str, list[Registered]] = defaultdict(list)
    for one in people:
        namesakes[one.name].append(one)
    found: list[Pair] = []
    for group in namesakes.values():
        if len(group) > 1:
            found += _pairs(group)
    return sorted(found, key=lambda pair: (-pair.weight, pair.first, pair.second))


def _pairs(group: list[Registered]) -> list[Pair]:
    reasons: dict[tuple[int, int], set[str]] = defaultdict(set)
    for reason, members in _sharing(group):
        if reason == "near_phone" or len(members) <= SAME_NAME_MOST:
            for one, other in combinations(sorted(members), 2):
                reasons[one, other].add(reason)
    return [
        Pair(first, second, tuple(reason for reason in _WEIGHTS if reason in common))
        for (first, second), common in reasons.items()
    ]


def _sharing(group: list[Registered]) -> Iterator[tuple[str, set[int]]]:
    """What several share: a commune, an organisation, or a phone but for one digit."""
    shared: dict[tuple[str, object], set[int]] = defaultdict(set)
    for one in group:
        shared["same_commune", one.commune].add(one.id)
        if one.organisation is not None:
            shared["same_organisation", one.organisation].add(one.id)
        for likeness in _phone_forms(one.phone):
            shared["near_phone", likeness].add(one.id)
    for (reason, _), members in shared.items():
        if len(members) > 1:
            yield reason, members


def _phone_forms(phone: str | None) -> list[str]:
    """Forms that two phones share when one digit differs or two neighbours are swapped."""
    if not phone:
        return []
    holes = [f"{phone[:place]}?{phone[place + 1 :]}" for place in range(len(phone))]
    swaps = [
        f"{phone[:place]}{''.join(sorted(phone[place : place + 2]))}~{phone[place + 2 :]}"
        for place in range(len(phone) - 1)
    ]
    return [*holes, *swaps]
