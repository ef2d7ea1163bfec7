"""The organiser's list of units: communes with headcounts, organisations as a tree."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from flask_babel import gettext as _

from app.domain.unit_names import is_sought
from app.formats import sheets
from app.formats.sheets import Sheet
from app.services import units
from app.services.units import CommuneView, OrganisationView
from app.storage import unit_changes, unit_counts
from app.wording.units import kind_label


@dataclass(frozen=True, slots=True)
class CommuneRow:
    """A commune with the number of people who have registered there."""

    unit: CommuneView
    registered: int


@dataclass(frozen=True, slots=True)
class OrganisationRow:
    """An organisation at its depth in the tree; `registered` counts its parts too."""

    unit: OrganisationView
    depth: int
    own: int
    registered: int


@dataclass(frozen=True, slots=True)
class MergedRow:
    """An organisation that goes on as part of another."""

    code: str
    name: str
    into_code: str
    into_name: str


def list_communes(query: str = "") -> list[CommuneRow]:
    """The communes that `query`, accents apart, finds, in Vietnamese order."""
    counts = unit_counts.count_by_commune()
    return [CommuneRow(one, counts.get(one.code, 0)) for one in units.list_communes(query)]


def list_organisations(query: str = "") -> list[OrganisationRow]:
    """Organisations in the order of the tree; with a query those it finds, flat."""
    every = units.list_organisations()
    children: dict[str | None, list[OrganisationView]] = defaultdict(list)
    for one in every:
        children[one.parent_code].append(one)
    own = unit_counts.count_by_organisation()
    rolled: dict[str, int] = {}
    ordered: list[tuple[OrganisationView, int]] = []

    def visit(parent: str | None, depth: int) -> int:
        total = 0
        for one in children[parent]:
            ordered.append((one, depth))
            rolled[one.code] = own.get(one.id, 0) + visit(one.code, depth + 1)
            total += rolled[one.code]
        return total

    visit(None, 0)
    sought = {one.code for one in units.list_organisations(query)} if query.strip() else None
    return [
        OrganisationRow(one, depth if sought is None else 0, own.get(one.id, 0), rolled[one.code])
        for one, depth in ordered
        if sought is None or one.code in sought
    ]


def list_merged(query: str = "") -> list[MergedRow]:
    """Organisations that no longer stand by themselves, and what they are part of now."""
    every = {one.id: one for one in unit_changes.list_records()}
    rows = []
    for one in every.values():
        if one.merged_into_id is None:
            continue
        if not is_sought(query, search_name=one.search_name, code=one.code):
            continue
        into = every[one.merged_into_id]
        while into.merged_into_id is not None:
            into = every[into.merged_into_id]
        rows.append(MergedRow(one.code, one.name, into.code, into.name))
    return rows


def export() -> bytes:
    """All units as an Excel workbook, in a form that the import reads again."""
    communes = [
        (row.unit.code, row.unit.name, row.unit.headcount, row.registered)
        for row in list_communes()
    ]
    names = {one.code: one.name for one in units.list_organisations()}
    organisations = [
        (
            row.unit.code,
            row.unit.name,
            kind_label(row.unit.kind),
            row.unit.parent_code,
            names.get(row.unit.parent_code or ""),
            row.unit.headcount,
            row.registered,
        )
        for row in list_organisations()
    ]
    merged = [(row.code, row.name, row.into_code, row.into_name) for row in list_merged()]
    return sheets.write(
        [
            Sheet(
                _("Đơn vị"),
                (
                    _("Mã"), _("Tên"), _("Loại"), _("Mã đơn vị cấp trên"), _("Tên cấp trên"),
                    _("Số người"), _("Đã đăng ký"),
                ),
                organisations,
            ),
            Sheet(
                _("Xã, phường"), (_("Mã"), _("Tên"), _("Số người"), _("Đã đăng ký")), communes
            ),
            Sheet(
                _("Đã sáp nhập"),
                (_("Mã"), _("Tên"), _("Nay thuộc (mã)"), _("Nay thuộc")),
                merged,
            ),
        ]
    )  # fmt: skip
