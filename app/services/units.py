"""Communes and organisations, found as people look for them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from vietnam_provinces import ProvinceCode, Ward

from app.domain.names import skeleton
from app.domain.text import fold, nfc
from app.domain.unit_names import is_sought, unit_sort_key
from app.domain.units import UnitId, ancestry
from app.services.demo_organisations import ORGANISATIONS
from app.services.transactions import writing
from app.storage import units as storage
from app.storage.units import OrganisationFacts

SEARCH_LENGTH = {"commune": 120, "organisation": 200}
SORT_KEY_LENGTH = {"commune": 500, "organisation": 900}


@dataclass(frozen=True, slots=True)
class CommuneView:
    """A commune or ward by its official code; `headcount` None when not declared."""

    code: str
    name: str
    headcount: int | None


@dataclass(frozen=True, slots=True)
class OrganisationView:
    """An organisation; `path` gives the names from the root down to itself."""

    id: int
    code: str
    name: str
    kind: str
    parent_code: str | None
    headcount: int | None
    path: tuple[str, ...]


def load_communes(province_code: int) -> int:
    """Take over the communes of a province as they are since July 2025; returns how many."""
    rows = [
        {
            "code": f"{int(ward.code):05d}",
            "province_code": province_code,
            **named("commune", ward.name),
        }
        for ward in Ward.iter_by_province(ProvinceCode(province_code))
    ]
    with writing() as session:
        storage.put_communes(session, rows)
    return len(rows)


def load_demo_organisations() -> int:
    """Take over the organisations of the demonstration; returns how many."""
    rows = [
        {
            "code": code,
            "kind": kind,
            "parent": parent,
            "headcount": headcount,
            **named("organisation", name),
        }
        for code, name, kind, parent, headcount in ORGANISATIONS
    ]
    with writing() as session:
        storage.put_organisations(session, rows)
    return len(rows)


def named(unit: str, name: str) -> dict[str, Any]:
    """A name ("commune" or "organisation") with the forms by which it is found and sorted."""
    return {
        "name": nfc(name),
        "search_name": fold(name)[: SEARCH_LENGTH[unit]],
        "sort_key": unit_sort_key(name)[: SORT_KEY_LENGTH[unit]],
    }


def count_communes() -> int:
    """How many communes are loaded."""
    return storage.count_communes()


def list_communes(query: str = "") -> list[CommuneView]:
    """The communes whose name has every word of `query`, accents apart, in Vietnamese order."""
    return [
        CommuneView(one.code, one.name, one.headcount)
        for one in storage.list_communes()
        if is_sought(query, search_name=one.search_name, code=one.code)
    ]


def find_commune(code: str) -> CommuneView | None:
    """The commune with this official code."""
    return next((one for one in list_communes() if one.code == code), None)


def list_alike(code: str) -> list[OrganisationView]:
    """The organisations whose name looks like that of the organisation `code`: see `skeleton`."""
    every = {one.code: one for one in list_organisations()}
    own = every.pop(code, None)
    if own is None:
        return []
    return [one for one in every.values() if skeleton(one.name) == skeleton(own.name)]


def list_organisations(query: str = "") -> list[OrganisationView]:
    """The organisations whose name has every word of `query`, accents apart, in order."""
    every = storage.list_organisations()
    by_id = {one.id: one for one in every}
    parents: dict[UnitId, UnitId | None] = {one.id: one.parent_id for one in every}
    lines = ancestry(parents)
    return [
        _organisation(one, [by_id[int(unit)] for unit in lines[one.id]])
        for one in every
        if is_sought(query, search_name=one.search_name, code=one.code)
    ]


def find_organisation(code: str) -> OrganisationView | None:
    """The organisation with this code, if it stands."""
    return next((one for one in list_organisations() if one.code == code), None)


def _organisation(one: OrganisationFacts, line: Sequence[OrganisationFacts]) -> OrganisationView:
    return OrganisationView(
        id=one.id,
        code=one.code,
        name=one.name,
        kind=one.kind,
        parent_code=line[1].code if len(line) > 1 else None,
        headcount=one.headcount,
        path=tuple(unit.name for unit in reversed(line)),
    )
