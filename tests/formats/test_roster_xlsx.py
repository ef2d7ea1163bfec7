"""Lists are read as offices write them, and hostile files are refused."""

from __future__ import annotations

import io
import zipfile

import openpyxl
import pytest

from app.formats import roster_xlsx
from app.formats.roster_xlsx import ORGANISATIONS, PEOPLE, RosterRefused, heading_of, read
from tests.lists import a_list


def test_headings_are_found_below_a_letterhead_in_any_order() -> None:
    data = a_list(
        ("UBND TỈNH TUYÊN QUANG",),
        (),
        ("STT", "Tên đơn vị (*)", "Số người", "Ghi chú", "MÃ ĐƠN VỊ"),
        (1, "Sở Y tế", 2140, "x", "so-y-te"),
        (2, None, None, None, None),
        (3, " Sở  Nội vụ ", "1.200", None, 12),
    )
    table = read(data, ORGANISATIONS, ("name",))
    assert [(row.number, dict(row.cells)) for row in table.rows] == [
        (4, {"name": "Sở Y tế", "headcount": "2140", "code": "so-y-te"}),
        (6, {"name": "Sở Nội vụ", "headcount": "1.200", "code": "12"}),
    ]
    assert table.letters == {"name": "B", "headcount": "C", "code": "E"}
    assert table.unread == ("STT", "Ghi chú")


def test_english_headings_are_known_too() -> None:
    data = a_list(("Full name", "Phone"), ("A", 912345678))
    assert dict(read(data, PEOPLE, ("full_name", "phone")).rows[0].cells) == {
        "full_name": "A",
        "phone": "912345678",
    }


def test_a_cover_sheet_and_hidden_sheets_do_not_hide_the_list() -> None:
    book = openpyxl.Workbook()
    book.active.append(["Bìa"])
    hidden = book.create_sheet("cũ")
    hidden.append(["Tên"])
    hidden.append(["ẩn"])
    hidden.sheet_state = "hidden"
    page = book.create_sheet("Danh sách")
    page.append(["Tên"])
    page.append(["Sở Y tế"])
    out = io.BytesIO()
    book.save(out)
    table = read(out.getvalue(), ORGANISATIONS, ("name",))
    assert [row.get("name") for row in table.rows] == ["Sở Y tế"]


def refusal(data: bytes) -> tuple[str, str]:
    with pytest.raises(RosterRefused) as refused:
        read(data, PEOPLE, ("full_name", "phone"))
    return refused.value.code, refused.value.value


def test_what_is_no_list_is_refused_with_its_reason() -> None:
    assert refusal(b"Ho ten;Dien thoai") == ("not_xlsx", "")
    assert refusal(b"PK\x03\x04" + b"x" * 100) == ("damaged", "")
    assert refusal(a_list(("Họ tên", "Địa chỉ"), ("A", "B"))) == ("no_heading", "phone")
    assert refusal(a_list()) == ("empty", "")
    assert refusal(a_list(("Họ tên", "Điện thoại"))) == ("empty", "")


def test_a_list_that_is_too_long_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(roster_xlsx, "MOST_ROWS", 2)
    rows = [("A", "1")] * 3
    assert refusal(a_list(("Họ tên", "Điện thoại"), *rows)) == ("too_long", "2")


def test_a_bomb_and_a_dtd_are_refused_before_they_are_unpacked() -> None:
    def changed(name: str, content: bytes) -> bytes:
        out = io.BytesIO()
        source = zipfile.ZipFile(io.BytesIO(a_list(("Họ tên", "Điện thoại"), ("A", "1"))))
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
            for info in source.infolist():
                if info.filename != name:
                    package.writestr(info, source.read(info))
            package.writestr(name, content)
        return out.getvalue()

    sheet = "xl/worksheets/sheet1.xml"
    assert refusal(changed(sheet, b" " * 80_000_000)) == ("hostile", "")
    assert refusal(changed(sheet, b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>')) == ("hostile", "")
    assert refusal(changed(sheet, b"<worksheet><broken")) == ("damaged", "")


def test_a_heading_is_compared_without_accents_brackets_and_stars() -> None:
    assert heading_of("  Số người (kể cả hợp đồng) * ") == "so nguoi"
    assert heading_of("Xã/Phường") == "xa phuong"
