"""What a list of organisations would change: worked out before anything is changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from app.domain.errors import InvalidRequest
from app.domain.names import clean_name
from app.domain.rosters import (
    KIND_WORDS,
    Cells,
    Faulty,
    Finder,
    Problem,
    Row,
    RowFaulty,
)
from app.domain.text import fold
from app.domain.unit_edits import KINDS, check_code, code_of, is_in_circle, read_headcount
from app.domain.units import UnitId

FIELDS = ("name", "kind", "parent", "headcount")


@dataclass(frozen=True, slots=True)
class Known:
    """An organisation as it stands or is to stand; `parent` is a code."""

    code: str
    name: str
    kind: str
    parent: str | None
    headcount: int | None


@dataclass(frozen=True, slots=True)
class Change:
    """One row's effect: `before` is None for a new organisation."""

    row: int
    before: Known | None
    after: Known

    def fields(self) -> list[tuple[str, object, object]]:
        """What changes: field, old value, new value."""
        if self.before is None:
            return []
        pairs = [(name, getattr(self.before, name), getattr(self.after, name)) for name in FIELDS]
        return [one for one in pairs if one[1] != one[2]]


@dataclass(frozen=True, slots=True)
class Plan:
    """What a list would do. Rows with problems are left out of all else."""

    new: tuple[Change, ...]
    changed: tuple[Change, ...]
    unchanged: int
    problems: tuple[Problem, ...]


def plan(rows: Iterable[Row], known: Iterable[Known], merged: Mapping[str, str]) -> Plan:
    """The effect of a list of organisations on those that are `known`.

    An empty cell leaves a value as it is. Rows are matched by code, without one by
    name; a new one without a code is given one. `merged` leads from codes that no
    longer stand to the name of what they were merged into.
    """
    return _Planning(list(known), merged).plan(list(rows))


class _Planning:
    def __init__(self, known: list[Known], merged: Mapping[str, str]) -> None:
        self._known = {one.code: one for one in known}
        self._merged = {code.casefold(): name for code, name in merged.items()}
        self._problems: list[Problem] = []
        self._finder = Finder()
        for one in known:
            self._finder.add(one.code, one.name)
        self._taken = {one.code.casefold() for one in known} | set(self._merged)
        self._nameless: dict[str, int] = {}

    def plan(self, rows: list[Row]) -> Plan:
        """Rows first for themselves, then with their parents, until nothing falls out any more."""
        found: list[tuple[Row, Change]] = []
        seen: dict[str, int] = {}
        self._taken |= {row.get("code").casefold() for row in rows if row.get("code")}
        for row in rows:
            try:
                change = self._row(row)
            except RowFaulty as refused:
                self._problems += [fault.problem(row.number) for fault in refused.faults]
                continue
            first = seen.setdefault(change.after.code.casefold(), row.number)
            if first != row.number:
                column = "code" if row.get("code") else "name"
                self._problems.append(Problem(row.number, column, "twice", str(first)))
                continue
            found.append((row, change))
        changes = self._with_parents(found)
        return Plan(
            new=tuple(one for one in changes if one.before is None),
            changed=tuple(one for one in changes if one.before is not None and one.fields()),
            unchanged=sum(one.before is not None and not one.fields() for one in changes),
            problems=tuple(sorted(self._problems, key=lambda one: one.row)),
        )

    def _row(self, row: Row) -> Change:
        cells = Cells()
        unknown: tuple[Known | None, str, str] = (None, "", "")
        before, code, name = cells.read(lambda: self._identity(row), unknown)
        kind = cells.read(lambda: _kind(row, before), "")
        headcount = cells.read(lambda: _headcount(row, before), None)
        cells.refuse_if_any()
        parent = before.parent if before else None
        return Change(row.number, before, Known(code, name, kind, parent, headcount))

    def _identity(self, row: Row) -> tuple[Known | None, str, str]:
        before = self._match(row)
        name = self._name(row, before)
        return before, before.code if before else self._new_code(row, name), name

    def _match(self, row: Row) -> Known | None:
        code = row.get("code")
        if code:
            if code.casefold() in self._merged:
                raise Faulty("code", "merged", self._merged[code.casefold()])
            found = self._finder.by_code(code)
            return self._known[found] if found is not None else None
        if not row.get("name"):
            raise Faulty("name", "missing")
        named = self._finder.by_name(row.get("name"))
        if len(named) > 1:
            raise Faulty("name", "several", ", ".join(named))
        return self._known[named[0]] if named else None

    def _name(self, row: Row, before: Known | None) -> str:
        given = row.get("name")
        if before is not None and not (given and row.get("code")):
            return before.name  # Found by its name, perhaps without accents: not renamed.
        if not given:
            raise Faulty("name", "missing")
        try:
            return clean_name(given)
        except InvalidRequest as refusal:
            raise Faulty("name", refusal.errors[0][1], given) from None

    def _new_code(self, row: Row, name: str) -> str:
        if row.get("code"):
            try:
                return check_code(row.get("code"))
            except InvalidRequest:
                raise Faulty("code", "code_format", row.get("code")) from None
        first = self._nameless.setdefault(fold(name), row.number)
        if first != row.number:
            raise Faulty("name", "twice", str(first))
        code = code_of(name, self._taken)
        self._taken.add(code)
        return code

    def _with_parents(self, found: list[tuple[Row, Change]]) -> list[Change]:
        while True:
            changes, faulty = self._place(found)
            if not faulty:
                return changes
            found = [one for one in found if one[0].number not in faulty]

    def _place(self, found: list[tuple[Row, Change]]) -> tuple[list[Change], set[int]]:
        finder = Finder()
        coming = {change.after.code: change.after for _, change in found}
        for one in {**self._known, **coming}.values():
            finder.add(one.code, one.name)
        changes, faulty = [], set()
        for row, change in found:
            try:
                parent = _parent(row, change, finder)
            except Faulty as fault:
                self._problems.append(fault.problem(row.number))
                faulty.add(row.number)
                continue
            changes.append(replace(change, after=replace(change.after, parent=parent)))
        parents: dict[UnitId, UnitId | None] = {
            one.code: one.parent
            for one in {**self._known, **{c.after.code: c.after for c in changes}}.values()
        }
        for change in changes:
            if is_in_circle(change.after.code, parents):
                value = change.after.parent or ""
                self._problems.append(Problem(change.row, "parent", "circle", value))
                faulty.add(change.row)
        return changes, faulty


def _parent(row: Row, change: Change, finder: Finder) -> str | None:
    given = row.get("parent")
    if not given:
        return change.after.parent
    found = [code for code in finder.find(given) if code != change.after.code]
    if not found:
        raise Faulty("parent", "unknown", given)
    if len(found) > 1:
        raise Faulty("parent", "several", ", ".join(found))
    return found[0]


def _kind(row: Row, before: Known | None) -> str:
    given = fold(row.get("kind"))
    if not given:
        return before.kind if before else "other"
    kind = given if given in KINDS else KIND_WORDS.get(given)
    if kind is None:
        raise Faulty("kind", "unknown", row.get("kind"))
    return kind


def _headcount(row: Row, before: Known | None) -> int | None:
    given = row.get("headcount")
    if not given:
        return before.headcount if before else None
    number = read_headcount(given)
    if number is None:
        raise Faulty("headcount", "number", given)
    return number
