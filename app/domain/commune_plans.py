"""What a list of communes with headcounts would change."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from app.domain.rosters import Problem, Row, commune_finder, find_commune
from app.domain.unit_edits import read_headcount


@dataclass(frozen=True, slots=True)
class Known:
    """A commune as it stands."""

    code: str
    name: str
    headcount: int | None


@dataclass(frozen=True, slots=True)
class Change:
    """A headcount that changes."""

    row: int
    commune: Known
    headcount: int


@dataclass(frozen=True, slots=True)
class Plan:
    """What a list would do; rows with problems are left out."""

    changed: tuple[Change, ...]
    unchanged: int
    problems: tuple[Problem, ...]


def plan(rows: Iterable[Row], known: Iterable[Known]) -> Plan:
    """The effect of a list: communes by code or by name without accents, empty cells nothing."""
    communes = {one.code: one for one in known}
    finder = commune_finder((one.code, one.name) for one in communes.values())
    changed: list[Change] = []
    problems: list[Problem] = []
    seen: dict[str, int] = {}
    unchanged = 0
    for row in rows:
        column = "code" if row.get("code") else "name"
        found = find_commune(finder, row.get(column))
        count = read_headcount(row.get("headcount"))
        if len(found) != 1:
            fault = "several" if found else ("unknown" if row.get(column) else "missing")
            problems.append(Problem(row.number, column, fault, ", ".join(found) or row.get(column)))
        elif found[0] in seen:
            problems.append(Problem(row.number, column, "twice", str(seen[found[0]])))
        elif count is None and row.get("headcount"):
            problems.append(Problem(row.number, "headcount", "number", row.get("headcount")))
        else:
            seen[found[0]] = row.number
            if count is None or count == communes[found[0]].headcount:
                unchanged += 1
            else:
                changed.append(Change(row.number, communes[found[0]], count))
    return Plan(tuple(changed), unchanged, tuple(problems))
