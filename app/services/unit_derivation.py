"""Unit boards of one scope, derived from its standings and kept as snapshots."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from app.domain.contest_rules import Rules
from app.domain.divisions import Division, board_keys
from app.domain.unit_board_codec import rows_to_plain
from app.domain.unit_boards import Figures, UnitRow, roll_up, unit_rows
from app.domain.units import Unit, UnitId
from app.services import contest_views
from app.services.transactions import writing
from app.storage import boards, contests, tallies
from app.storage.boards import Stale, UnitFacts
from app.storage.tallies import COMMUNE, ORGANISATION

KINDS = (COMMUNE, ORGANISATION)
ByGroup = dict[str, dict[UnitId, Figures]]


def derive(stale: Stale, now: datetime) -> bool:
    """Derive and keep the unit boards of a scope; False when standings changed meanwhile.

    The sums are read before the write begins, so that answers need not wait for them.
    """
    contest = contest_views.get_view(contests.find_contest_by_id(stale.contest_id))
    derived: dict[tuple[str, str], str] = {}
    for kind in KINDS:
        units = boards.list_units(kind)
        rules = contest.rules
        figures = figures_of(
            stale.contest_id, stale.scope, kind, units, rules.top_n, rules.divisions
        )
        for group, own in figures.items():
            rows = rows_of(units, own, contest.rules)
            derived[kind, group] = json.dumps(
                rows_to_plain(rows), ensure_ascii=False, separators=(",", ":")
            )
    with writing() as session:
        if not boards.claim(session, stale, now):
            return False
        boards.put_snapshots(session, stale.contest_id, stale.scope, derived, now)
    return True


def rows_of(
    facts: Iterable[UnitFacts], own: Mapping[UnitId, Figures], rules: Rules
) -> list[UnitRow]:
    """All rows of a board: `own` gives each unit's own people by its code, before roll-up."""
    facts = [one for one in facts if one.merged_into is None]
    codes = {one.id: one.code for one in facts}
    units = [
        Unit(one.code, one.name, codes.get(one.parent) if one.parent else None, one.headcount)
        for one in facts
    ]
    order = {one.name: one.sort_key for one in facts}
    return unit_rows(
        roll_up(own, units, rules.top_n),
        units,
        formula=rules.unit_formula,
        top_n=rules.top_n,
        min_size=rules.min_unit_size,
        name_key=order.__getitem__,
    )


def figures_of(
    contest_id: int,
    scope: int,
    kind: str,
    units: Iterable[UnitFacts],
    top_n: int,
    divisions: Sequence[Division] = (),
) -> ByGroup:
    """Each unit's own people by group or division ("" is everybody) and code, before roll-up."""
    codes = {str(unit): code for unit, code in living_codes(units).items()}
    figures: ByGroup = {"": {}}
    for one in tallies.list_tallies(contest_id, scope, kind):
        if one.unit in codes:
            part = Figures(one.participants, one.entries, one.mills, one.best(top_n))
            for name in board_keys(divisions, one.group):
                own = figures.setdefault(name, {})
                own.setdefault(codes[one.unit], Figures()).add(part, top_n)
    return figures


def living_codes(units: Iterable[UnitFacts]) -> dict[UnitId, str]:
    """The code under which each unit counts: its own, or that of what it was merged into."""
    known = {one.id: one for one in units}
    return {unit: _last(unit, known).code for unit in known}


def _last(unit: UnitId, known: Mapping[UnitId, UnitFacts]) -> UnitFacts:
    seen: set[UnitId] = set()
    current = known[unit]
    while (into := current.merged_into) is not None and into in known and into not in seen:
        seen.add(into)
        current = known[into]
    return current
