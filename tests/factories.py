"""People and units for tests, each with sensible defaults. Contests are in factories_contests."""

from __future__ import annotations

import itertools
from datetime import datetime
from typing import Any

from app.domain.text import fold
from app.domain.unit_names import unit_sort_key
from app.services import accounts, units
from app.services.accounts import SignedIn
from app.services.transactions import writing
from app.storage import units as storage
from tests.conftest import NOW
from tests.staffing import let_every_organiser_run_everything

MINH_XUAN = "02215"
DONG_VAN = "00721"
SON_DUONG = "02536"
COMMUNES = {
    MINH_XUAN: "Phường Minh Xuân",
    DONG_VAN: "Xã Đồng Văn",
    SON_DUONG: "Xã Sơn Dương",
}
PASSWORD = "suong-mai-tren-nui-7"
_numbers = itertools.count(1)


def named(name: str) -> dict[str, str]:
    """The columns that hold a unit's name."""
    return {"name": name, "search_name": fold(name), "sort_key": unit_sort_key(name)}


def some_communes() -> list[str]:
    """Load three communes; returns their codes."""
    rows = [
        {"code": code, "province_code": 8, "headcount": 1000, **named(name)}
        for code, name in COMMUNES.items()
    ]
    with writing() as session:
        storage.put_communes(session, rows)
    return list(COMMUNES)


def an_organisation(
    code: str = "so-khcn",
    name: str = "Sở Khoa học và Công nghệ",
    *,
    kind: str = "department",
    parent: str | None = None,
    headcount: int | None = 120,
) -> str:
    """Keep an organisation below `parent` (a code); returns its code."""
    row = {"code": code, "kind": kind, "parent": parent, "headcount": headcount, **named(name)}
    with writing() as session:
        storage.put_organisations(session, [row])
    return code


def a_phone() -> str:
    """A normalised phone that no other test person has."""
    return f"+8497{next(_numbers):07d}"


def a_person(*, now: datetime = NOW, **given: Any) -> SignedIn:
    """A person with an account; `password` None (the default) cannot sign in.

    Loads a few communes when the person's commune is not there.
    """
    values: dict[str, Any] = {
        "phone": a_phone(),
        "password": None,
        "full_name": "Nguyễn Thị Hạnh",
        "role": None,
        "group": "civil_servant",
        "commune": MINH_XUAN,
        "organisation": None,
        **given,
    }
    if values["commune"] in COMMUNES and units.find_commune(values["commune"]) is None:
        some_communes()
    who = accounts.add_user(now=now, **values)
    if values["role"] is not None:
        let_every_organiser_run_everything()
    return who


def an_organiser(**given: Any) -> SignedIn:
    """A person with the role of organiser."""
    return a_person(**{"role": "organiser", "full_name": "Trần Quốc Dũng", **given})
