"""Report workbooks: numbers count, text is text, sheets have names that Excel takes."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from zipfile import ZipFile

import openpyxl
import pytest

from app.formats.report_xlsx import write
from tests.formats.report_samples import a_document, a_table
from tests.reporting import HOSTILE, sheets_of, table_in


def test_every_table_has_a_sheet_with_its_headings_and_numbers() -> None:
    sheets = sheets_of(write(a_document()))
    assert list(sheets) == ["Giới thiệu", "Đơn vị", "Ngày", "Chỉ Excel", "Trống"]
    first, second = table_in(sheets["Đơn vị"], "Hạng")[:2]
    assert (first["Hạng"], first["Số người"], first["Tỉ lệ"], first["Điểm"]) == (1, 1200, 0.5, 18.5)
    assert (second["Hạng"], second["Tỉ lệ"]) == (None, None)


def test_the_moment_of_the_figures_stands_on_every_sheet() -> None:
    sheets = sheets_of(write(a_document("Sở X")))
    for rows in sheets.values():
        assert "Lúc Sở X" in [row[0] for row in rows]


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_becomes_a_formula_or_a_link(text: str) -> None:
    book = openpyxl.load_workbook(BytesIO(write(a_document(text))))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert all(cell.hyperlink is None for cell in cells)
    assert [cell.value for cell in cells].count(text) >= 8


def test_sheets_of_one_name_are_told_apart_and_long_names_are_cut() -> None:
    long = "Danh sách giải cá nhân – Học sinh, sinh viên"
    tables = tuple(a_table("x", sheet=name) for name in (long, long.upper(), "A/B", "a?b", long))
    titles = list(sheets_of(write(replace(a_document(), blocks=tables))))
    assert len({title.casefold() for title in titles}) == len(titles) == 6
    assert all(len(title) <= 31 for title in titles)


def test_charts_are_drawn_from_cells() -> None:
    with ZipFile(BytesIO(write(a_document()))) as archive:
        charts = [
            archive.read(name).decode()
            for name in archive.namelist()
            if name.startswith("xl/charts/chart")
        ]
    assert len(charts) == 2
    assert "&apos;Đơn vị&apos;!$G$6:$G$7".replace("&apos;", "'") in charts[0]
    assert "Ngày!$B$5:$B$6" in charts[1].replace("'", "")
