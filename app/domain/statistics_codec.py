"""Statistics to plain values and back, for keeping them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from app.domain.key_alarms import Alarm
from app.domain.statistics import ItemStatistics, PaperStatistics


@dataclass(frozen=True, slots=True)
class Statistics:
    """All of one bank version in one scope."""

    bank_version_id: int
    paper: PaperStatistics
    items: tuple[ItemStatistics, ...]
    alarms: tuple[Alarm, ...]


def to_plain(statistics: Statistics) -> dict[str, Any]:
    """The statistics as values that JSON can hold; `from_plain` gives them back."""
    return {
        "bank_version_id": statistics.bank_version_id,
        "paper": asdict(statistics.paper),
        "items": [_item_to_plain(one) for one in statistics.items],
        "alarms": [asdict(one) for one in statistics.alarms],
    }


def from_plain(plain: Mapping[str, Any]) -> Statistics:
    """The statistics of plain values."""
    return Statistics(
        plain["bank_version_id"],
        PaperStatistics(**plain["paper"]),
        tuple(_item_from_plain(one) for one in plain["items"]),
        tuple(_alarm_from_plain(one) for one in plain["alarms"]),
    )


def _item_to_plain(item: ItemStatistics) -> dict[str, Any]:
    # JSON has no null among its names: pairs instead.
    return {**asdict(item), "choices": list(item.choices.items()), "right": sorted(item.right)}


def _item_from_plain(plain: Mapping[str, Any]) -> ItemStatistics:
    choices = dict(plain["choices"])
    return ItemStatistics(**{**plain, "choices": choices, "right": frozenset(plain["right"])})


def _alarm_from_plain(plain: Mapping[str, Any]) -> Alarm:
    best = plain["best"]
    return Alarm(**{**plain, "best": None if best is None else (best[0], best[1])})
