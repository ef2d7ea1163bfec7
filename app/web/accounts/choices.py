"""What the lists of a form offer: communes, organisations as a tree, groups."""

from __future__ import annotations

from flask_babel import gettext as _

from app.domain.contest_rules import GROUPS
from app.domain.unit_names import unit_sort_key
from app.services import provinces as province_service
from app.services import units
from app.services.units import OrganisationView
from app.wording.labels import group_label

Choices = list[tuple[str, str]]
BELOW = " › "


def communes() -> Choices:
    """All communes in Vietnamese order, after an invitation to choose."""
    found = [(one.code, one.name) for one in units.list_communes()]
    return [("", _("Chọn xã hoặc phường")), *found]


def provinces() -> Choices:
    """All provinces in Vietnamese order, after an invitation to choose."""
    found = [(str(code), name) for code, name in province_service.list_provinces()]
    return [("", _("Chọn tỉnh hoặc thành phố")), *found]


def organisations() -> Choices:
    """All organisations, each below its parent, after "none"."""
    found = sorted(units.list_organisations(), key=_place)
    return [
        ("", _("Không thuộc đơn vị nào (người dân)")),
        *((one.code, BELOW.join(one.path)) for one in found),
    ]


def _place(organisation: OrganisationView) -> list[str]:
    return [unit_sort_key(name) for name in organisation.path]


def groups() -> Choices:
    """All groups, after an invitation to choose."""
    return [("", _("Chọn nhóm của bạn")), *((code, group_label(code)) for code in GROUPS)]
