"""What a list of people would add: checked row by row before anybody is kept."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from app.domain.contest_rules import GROUPS
from app.domain.errors import InvalidRequest, PhoneInvalid
from app.domain.names import clean_name
from app.domain.phones import normalise
from app.domain.rosters import (
    GROUP_WORDS,
    Cells,
    Faulty,
    Finder,
    Problem,
    Row,
    RowFaulty,
    find_commune,
)
from app.domain.text import fold

_SHORT_NUMBER = 9
"""The digits of a mobile number whose leading zero Excel has eaten."""


@dataclass(frozen=True, slots=True)
class Coming:
    """A person to be added; `phone` is normalised, units are codes."""

    row: int
    full_name: str
    phone: str
    commune: str
    organisation: str | None
    group: str


@dataclass(frozen=True, slots=True)
class Plan:
    """Who is new, whose phone has an account already (rows), and what is wrong."""

    new: tuple[Coming, ...]
    present: tuple[Coming, ...]
    problems: tuple[Problem, ...]


def read_phone(text: str) -> str:
    """A phone from a cell, also without the zero that Excel eats; raises `PhoneInvalid`."""
    if len(text) == _SHORT_NUMBER and text.isascii() and text.isdigit():
        return normalise(f"0{text}")
    return normalise(text)


def phones_in(rows: Iterable[Row]) -> set[str]:
    """All phones of a list that can be read, normalised."""
    found = set()
    for row in rows:
        try:
            found.add(read_phone(row.get("phone")))
        except PhoneInvalid:
            continue
    return found


def plan(
    rows: Iterable[Row],
    *,
    present: Collection[str],
    communes: Finder,
    organisations: Finder,
    defaults: Mapping[str, str],
) -> Plan:
    """Who would be added; `present` are phones that have an account.

    `defaults` gives commune, organisation and group for rows whose cell is empty.
    """
    new: list[Coming] = []
    known: list[Coming] = []
    problems: list[Problem] = []
    seen: dict[str, int] = {}
    for row in rows:
        try:
            coming = _coming(row, communes, organisations, defaults)
        except RowFaulty as refused:
            problems += [fault.problem(row.number) for fault in refused.faults]
            continue
        if coming.phone in seen:
            problems.append(Problem(row.number, "phone", "twice", str(seen[coming.phone])))
            continue
        seen[coming.phone] = row.number
        (known if coming.phone in present else new).append(coming)
    return Plan(tuple(new), tuple(known), tuple(problems))


def _coming(
    row: Row, communes: Finder, organisations: Finder, defaults: Mapping[str, str]
) -> Coming:
    cells = Cells()
    coming = Coming(
        row=row.number,
        full_name=cells.read(lambda: _name(row), ""),
        phone=cells.read(lambda: _phone(row), ""),
        commune=cells.read(lambda: _commune(row, communes, defaults.get("commune", "")), ""),
        organisation=cells.read(
            lambda: _organisation(row, organisations, defaults.get("organisation", "")), None
        ),
        group=cells.read(lambda: _group(row, defaults.get("group", "")), ""),
    )
    cells.refuse_if_any()
    return coming


def _name(row: Row) -> str:
    try:
        return clean_name(row.get("full_name"))
    except InvalidRequest as refusal:
        code = refusal.errors[0][1]
        fault = "missing" if code == "empty" else code
        raise Faulty("full_name", fault, row.get("full_name")) from None


def _phone(row: Row) -> str:
    given = row.get("phone")
    if not given:
        raise Faulty("phone", "missing")
    try:
        return read_phone(given)
    except PhoneInvalid:
        raise Faulty("phone", "phone", given) from None


def _commune(row: Row, finder: Finder, default: str) -> str:
    given = row.get("commune")
    if not given:
        if not default:
            raise Faulty("commune", "missing")
        return default
    return _one("commune", given, find_commune(finder, given))


def _organisation(row: Row, finder: Finder, default: str) -> str | None:
    given = row.get("organisation")
    if not given:
        return default or None
    return _one("organisation", given, finder.find(given))


def _one(column: str, given: str, found: list[str]) -> str:
    if not found:
        raise Faulty(column, "unknown", given)
    if len(found) > 1:
        raise Faulty(column, "several", ", ".join(found))
    return found[0]


def _group(row: Row, default: str) -> str:
    given = fold(row.get("group"))
    if not given:
        return default or "other"
    group = given if given in GROUPS else GROUP_WORDS.get(given)
    if group is None:
        raise Faulty("group", "unknown", row.get("group"))
    return group
