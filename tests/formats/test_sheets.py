"""Lists as workbooks: right accents, numbers as numbers, and no formula from anybody's text."""

from __future__ import annotations

from io import BytesIO

import openpyxl
import pytest

from app.formats.sheets import Sheet, sheet_title, write


def read(data: bytes) -> list[list[object]]:
    sheet = openpyxl.load_workbook(BytesIO(data)).worksheets[0]
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def test_a_list_opens_with_its_accents_and_numbers() -> None:
    data = write([Sheet("Đơn vị", ["Tên", "Số người"], [["Xã Đồng Văn", 12], ["Đoàn", None]])])
    assert read(data) == [["Tên", "Số người"], ["Xã Đồng Văn", 12], ["Đoàn", None]]


def test_a_preface_stands_above_the_headings() -> None:
    assert read(write([Sheet("a", ["b"], [["c"]], ["Lúc 09:00"])])) == [["Lúc 09:00"], ["b"], ["c"]]


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "http://a.vn", "=cmd|' /C'"]
)
def test_text_is_never_a_formula_or_a_link(text: str) -> None:
    book = openpyxl.load_workbook(BytesIO(write([Sheet("a", [text], [[text]], [text])])))
    cells = [cell for row in book.worksheets[0].iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} == {"s"}
    assert all(cell.hyperlink is None for cell in cells)
    assert [cell.value for cell in cells] == [text] * 3


def test_control_characters_do_not_break_the_file() -> None:
    assert read(write([Sheet("a", ["b"], [["x\x00\x0by"]])])) == [["b"], ["xy"]]


@pytest.mark.parametrize(
    ("title", "wanted"), [("A/B: c?", "A B  c"), ("[]", "1"), ("x" * 40, "x" * 31)]
)
def test_titles_are_cut_to_what_excel_takes(title: str, wanted: str) -> None:
    assert sheet_title(title) == wanted
