"""Units as they were at a moment: their history undone in thought, for boards of back then."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from app.domain.unit_names import unit_sort_key
from app.storage import boards
from app.storage import unit_changes as storage
from app.storage.boards import COMMUNE, UnitFacts
from app.storage.unit_changes import LaterChange

_CODE_IN_LABEL = re.compile(r"\((?P<code>[^()]+)\)$")


def units_at(kind: str, moment: datetime) -> list[UnitFacts]:
    """All units of a kind with the names, codes, parents and headcounts of a moment.

    What was added later is left out, what was merged later stands by itself.
    """
    units: dict[Any, UnitFacts] = {one.id: one for one in boards.list_units(kind)}
    for change in storage.list_changes_since(moment):
        unit_id = change.commune_code if kind == COMMUNE else change.organisation_id
        if unit_id in units:
            _undo(units, unit_id, change)
    return sorted(units.values(), key=lambda one: one.sort_key)


def _undo(units: dict[Any, UnitFacts], unit_id: Any, change: LaterChange) -> None:
    unit, before = units[unit_id], change.before
    if change.change == "add":
        del units[unit_id]
    elif change.change == "name":
        units[unit_id] = unit._replace(name=before or "", sort_key=unit_sort_key(before or ""))
    elif change.change == "code":
        units[unit_id] = unit._replace(code=before or "")
    elif change.change == "headcount":
        units[unit_id] = unit._replace(headcount=None if before is None else int(before))
    elif change.change == "merge":
        units[unit_id] = unit._replace(merged_into=None)
    elif change.change == "parent":
        units[unit_id] = unit._replace(parent=_id_of(units, before))


def _id_of(units: dict[Any, UnitFacts], label: str | None) -> int | None:
    """The unit that a label names, by the code that it has in this state of the rewinding."""
    found = _CODE_IN_LABEL.search(label or "")
    if found is None:
        return None
    ids = (one.id for one in units.values() if one.code == found["code"])
    return next((int(one) for one in ids), None)
