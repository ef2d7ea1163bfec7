"""Study materials: in which order they stand, and what their files are called."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

LONGEST_TOPIC = 120
LONGEST_TITLE = 300
LONGEST_SUMMARY = 500
LONGEST_NAME = 200
_FORBIDDEN = frozenset('\\/:*?"<>|')
T = TypeVar("T")


def by_topic(materials: Sequence[tuple[str, T]]) -> list[tuple[str, list[T]]]:
    """Group pairs of topic and material: topics in the order of their first, nothing re-sorted."""
    groups: dict[str, list[T]] = {}
    for topic, material in materials:
        groups.setdefault(topic, []).append(material)
    return list(groups.items())


def neighbour(places: Sequence[tuple[int, str]], wanted: int, *, up: bool) -> int | None:
    """The id beside `wanted` among those of its topic; None at the end, and for an unknown one.

    `places` are pairs of id and topic in order.
    """
    topic = next((topic for one, topic in places if one == wanted), None)
    within = [one for one, name in places if name == topic]
    if wanted not in within:
        return None
    place = within.index(wanted) + (-1 if up else 1)
    return within[place] if 0 <= place < len(within) else None


def file_name(sent: str, ending: str) -> str:
    """A name under which a file may be saved anywhere; it ends as its content says."""
    last = sent.replace("\\", "/").rpartition("/")[2]
    kept = "".join(sign for sign in last if sign.isprintable() and sign not in _FORBIDDEN)
    stem = kept.strip(" .")
    known = (ending, ".jpeg") if ending == ".jpg" else (ending,)
    for one in known:
        if stem.lower().endswith(one):
            stem = stem[: -len(one)]
    stem = stem[: LONGEST_NAME - len(ending)].strip(" .") or "tai-lieu"
    return f"{stem}{ending}"
