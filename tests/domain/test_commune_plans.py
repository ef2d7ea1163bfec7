"""What a list of communes with headcounts would do."""

from __future__ import annotations

from app.domain.commune_plans import Known, plan
from app.domain.rosters import Row

KNOWN = [
    Known("00721", "Xã Đồng Văn", None),
    Known("02215", "Phường Minh Xuân", 900),
    Known("02536", "Xã Sơn Dương", 100),
    Known("09999", "Phường Sơn Dương", 5),
]


def test_communes_are_found_by_code_or_by_name_without_accents() -> None:
    rows = [
        Row(2, {"code": "721", "headcount": "1.200"}),
        Row(3, {"name": "phuong minh xuan", "headcount": "900"}),
        Row(4, {"name": "XÃ SƠN DƯƠNG", "headcount": ""}),
    ]
    found = plan(rows, KNOWN)
    assert [(one.commune.code, one.headcount) for one in found.changed] == [("00721", 1200)]
    assert (found.unchanged, found.problems) == (2, ())


def test_a_bare_name_is_enough_when_only_one_has_it() -> None:
    rows = [
        Row(2, {"name": "Đồng Văn", "headcount": "7"}),
        Row(3, {"name": "Sơn Dương", "headcount": "7"}),
    ]
    found = plan(rows, KNOWN)
    assert [one.commune.code for one in found.changed] == ["00721"]
    assert [(one.row, one.code, one.value) for one in found.problems] == [
        (3, "several", "02536, 09999")
    ]


def test_what_cannot_be_used_is_named() -> None:
    rows = [
        Row(2, {"code": "12345", "headcount": "1"}),
        Row(3, {"headcount": "1"}),
        Row(4, {"code": "00721", "headcount": "-1"}),
        Row(5, {"code": "02215", "headcount": "1"}),
        Row(6, {"name": "Minh Xuân", "headcount": "2"}),
    ]
    found = plan(rows, KNOWN)
    assert [(one.row, one.column, one.code) for one in found.problems] == [
        (2, "code", "unknown"),
        (3, "name", "missing"),
        (4, "headcount", "number"),
        (6, "name", "twice"),
    ]
