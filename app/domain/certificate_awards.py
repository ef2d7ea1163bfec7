"""The awards of a contest's certificates as an organiser writes them: checked, and kept."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, replace
from typing import Any

from app.domain.certificate_templates import clean_text
from app.domain.certificates import WHOLE_CONTEST, Awards, Prize, Since
from app.domain.contest_rules import GROUPS

MOST_PRIZES = 30
LAST_RANK = 1000
LONGEST_PRIZE = 100
Fault = tuple[str, str]


def awards_to_plain(awards: Awards) -> dict[str, Any]:
    """The awards as JSON values."""
    return {
        "participation": awards.participation.value,
        "share": awards.share,
        "own": awards.own,
        "prizes": [asdict(prize) for prize in awards.prizes],
    }


def awards_from_plain(plain: Mapping[str, Any]) -> Awards:
    """The awards that `awards_to_plain` wrote."""
    return Awards(
        participation=Since(plain["participation"]),
        share=plain["share"],
        own=plain["own"],
        prizes=tuple(Prize(**prize) for prize in plain["prizes"]),
    )


def clean_awards(
    given: Awards, round_numbers: Iterable[int], divisions: Collection[str] = ()
) -> tuple[Awards, list[Fault]]:
    """The awards in the one form that is kept, and their faults as pairs of path and code.

    A prize may be for a group or for one of these `divisions`, named as its board is kept.

    A prize's path is "prizes-2-text" for the third one's text. Codes: "empty", "too_long",
    "range", "order" for a last rank before the first, "unknown", "too_many".
    """
    prizes = tuple(
        replace(one, text=clean_text(one.text).replace("\n", " ")) for one in given.prizes
    )
    faults: list[Fault] = []
    if given.share is not None and not 1 <= given.share <= 100:
        faults.append(("share", "range"))
    if len(prizes) > MOST_PRIZES:
        faults.append(("prizes", "too_many"))
    scopes = {WHOLE_CONTEST, *round_numbers}
    for place, prize in enumerate(prizes):
        faults += [
            (f"prizes-{place}-{name}", code)
            for name, code in _faults(prize, scopes, (*GROUPS, *divisions))
        ]
    return replace(given, prizes=prizes), faults


def _faults(prize: Prize, scopes: set[int], groups: Collection[str]) -> list[Fault]:
    faults = []
    if not prize.text:
        faults.append(("text", "empty"))
    if len(prize.text) > LONGEST_PRIZE:
        faults.append(("text", "too_long"))
    if not 1 <= prize.first <= LAST_RANK:
        faults.append(("first", "range"))
    if not 1 <= prize.last <= LAST_RANK:
        faults.append(("last", "range"))
    elif prize.last < prize.first:
        faults.append(("last", "order"))
    if prize.scope not in scopes:
        faults.append(("scope", "unknown"))
    if prize.group is not None and prize.group not in groups:
        faults.append(("group", "unknown"))
    return faults
