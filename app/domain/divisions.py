"""Divisions: groups of people that have boards and prizes of their own beside the overall ones."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

MOST_DIVISIONS = 10
LONGEST_NAME = 120
LONGEST_CODE = 24


@dataclass(frozen=True, slots=True)
class Division:
    """A named set of groups; `prizes_listed` places of its boards get a prize.

    Of one round's board `round_prizes_listed` places do.
    """

    code: str
    name: str
    groups: tuple[str, ...]
    prizes_listed: int = 0
    round_prizes_listed: int = 0


def board_keys(divisions: Iterable[Division], group: str) -> tuple[str, ...]:
    """The unit boards on which somebody of a group counts: all, the group's, its divisions'."""
    own = (board_key(one.code) for one in divisions if group in one.groups)
    return ("", group, *own)


def board_key(code: str) -> str:
    """Under which name the unit boards of a division are kept; no group is called so."""
    return f"@{code}"
