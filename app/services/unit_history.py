"""A unit with all that has happened to it, and the way from what it was called to what it is."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.errors import NotFound
from app.services import units
from app.services.units import CommuneView, OrganisationView
from app.storage import unit_changes as storage
from app.storage import units as unit_storage
from app.storage.unit_changes import ChangeFacts, OrganisationRecord

__all__ = [
    "ChangeFacts",
    "CommuneHistory",
    "OrganisationHistory",
    "commune_history",
    "invited_unit",
    "living_organisation",
    "organisation_history",
]


@dataclass(frozen=True, slots=True)
class CommuneHistory:
    """A commune and its changes, newest first."""

    unit: CommuneView
    changes: tuple[ChangeFacts, ...]


@dataclass(frozen=True, slots=True)
class OrganisationHistory:
    """An organisation, standing or merged (`now_part_of`), and its changes, newest first."""

    unit: OrganisationView
    now_part_of: OrganisationView | None
    parts: tuple[OrganisationView, ...]
    took_in: tuple[OrganisationRecord, ...]
    changes: tuple[ChangeFacts, ...]


def commune_history(code: str) -> CommuneHistory:
    """A commune; raises `NotFound`."""
    commune = unit_storage.find_commune(code) if code.isprintable() else None
    if commune is None:
        raise NotFound()
    view = CommuneView(commune.code, commune.name, commune.headcount)
    return CommuneHistory(view, tuple(storage.list_changes(commune=code)))


def organisation_history(code: str) -> OrganisationHistory:
    """An organisation by its code or a former one; raises `NotFound`."""
    record = _find(code)
    if record is None:
        raise NotFound()
    standing = units.list_organisations()
    view = next((one for one in standing if one.id == record.id), None)
    return OrganisationHistory(
        unit=view or _merged(record),
        now_part_of=None if view else living_organisation(code),
        parts=tuple(one for one in standing if view and one.parent_code == view.code),
        took_in=tuple(one for one in storage.list_records() if one.merged_into_id == record.id),
        changes=tuple(storage.list_changes(organisation=record.id)),
    )


def living_organisation(code: str) -> OrganisationView | None:
    """The organisation that this code leads to today: through renamings and merges."""
    record = _find(code)
    if record is None:
        return None
    by_id = {one.id: one for one in storage.list_records()}
    seen: set[int] = set()
    while record.merged_into_id is not None and record.id not in seen:
        seen.add(record.id)
        record = by_id[record.merged_into_id]
    return units.find_organisation(record.code)


def invited_unit(*, commune: str, organisation: str) -> dict[str, str]:
    """The unit that an invitation names, as the arguments of an address with its "name".

    Nothing for a unit that is not known: the invitation then simply names none.
    """
    if organisation:
        found = living_organisation(organisation)
        return {"organisation": found.code, "name": found.name} if found else {}
    place = unit_storage.find_commune(commune) if commune and commune.isprintable() else None
    return {"commune": place.code, "name": place.name} if place else {}


def _find(code: str) -> OrganisationRecord | None:
    if not code.isprintable():
        return None
    record = storage.find_record(code)
    if record is not None:
        return record
    former = storage.find_id_by_former_code(code)
    if former is None:
        return None
    return next((one for one in storage.list_records() if one.id == former), None)


def _merged(record: OrganisationRecord) -> OrganisationView:
    return OrganisationView(
        id=record.id,
        code=record.code,
        name=record.name,
        kind=record.kind,
        parent_code=None,
        headcount=record.headcount,
        path=(record.name,),
    )
