"""Reads question tables out of Excel workbooks: our template or any layout with headings."""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any, Final

import openpyxl

from app.domain.bank_losses import PlaceUnit
from app.domain.text import fold
from app.formats.bank_source import Source
from app.formats.draft_bank import DraftBank, bounded, refused
from app.formats.excel_values import text_of
from app.formats.list_marks import HEAD_FIELDS
from app.formats.read_bank import Place, ReadBank
from app.formats.table_read import read_table
from app.formats.tables import Table
from app.formats.zip_guard import (
    Package,
    ZipRefused,
    check_xml_parts,
    is_zip,
    open_package,
    refusal,
)

MOST_FILES: Final = 2_000
MOST_MARKS: Final = 800_000
MOST_ROWS: Final = 25_000
MOST_COLUMNS: Final = 400
HEAD_SHEET: Final = "Ngân hàng"
TOPIC_SHEET: Final = "Chủ đề"
GUIDE_SHEET: Final = "Hướng dẫn"
"""What the template says to people; nothing is lost with it."""
_MERGED: Final = re.compile(
    rb'<(?:\w+:)?mergeCell [^>]*?ref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"'
)
_SHORT_ROW: Final = 50_000
_MOST_IN_ROW: Final = 20_000
_MOST_MERGED: Final = 20_000
_WIDE: Final = 3
_TOLD_EVERY: Final = 100


@bounded
def read(data: bytes, source: Source) -> ReadBank:
    """Read and check a bank in a workbook; macros are ignored, formulas count as their values."""
    unit = PlaceUnit.CELL
    if not is_zip(data):
        return refused("xlsx.not_xlsx", unit=unit)
    try:
        package = open_package(data, most_files=MOST_FILES)
        check_xml_parts(package, most_marks=MOST_MARKS)
        _check_rows(package)
        bank = DraftBank(source.naming, unit)
        _lose_parts(bank, package)
        _read_workbook(bank, source, data, package)
    except ZipRefused as error:
        return ReadBank(None, (error.problem,), unit=unit)
    except _Damaged:
        return refused("xlsx.damaged", unit=unit)
    return bank.finish(source.image_exists)


class _Damaged(Exception):
    """The workbook's parts do not fit together."""


def _read_workbook(bank: DraftBank, source: Source, data: bytes, package: Package) -> None:
    try:
        book = openpyxl.load_workbook(
            BytesIO(data), read_only=True, data_only=True, keep_links=False
        )
        sheets = [sheet for sheet in book.worksheets if hasattr(sheet, "iter_rows")]
        tables = [_table(bank, source, sheet, package, len(sheets) > 1) for sheet in sheets]
    except Exception as error:
        # Whatever is wrong inside, openpyxl shows it by some exception of its many.
        if isinstance(error, ZipRefused):
            raise
        raise _Damaged from error
    _read_tables(bank, tables, [sheet.title for sheet in sheets])


def _read_tables(bank: DraftBank, tables: list[Table], titles: list[str]) -> None:
    rest = []
    for table, title in zip(tables, titles, strict=True):
        if title == HEAD_SHEET:
            _take_head(bank, table)
        elif title == TOPIC_SHEET:
            _take_topics(bank, table)
        else:
            rest.append((table, title))
    found = [read_table(bank, table) for table, _ in rest]
    if not any(found) and not bank.faults:
        bank.fault("table.no_heading", Place(1, 1))
        return
    for (table, title), known in zip(rest, found, strict=True):
        says_something = any(cell.strip() for row in table.rows for cell in row)
        if not known and says_something and title != GUIDE_SHEET:
            bank.lose("sheet", table.place(0), title)


def _table(bank: DraftBank, source: Source, sheet: Any, package: Package, several: bool) -> Table:
    table = Table(part=sheet.title if several else "")
    sheet.reset_dimensions()
    xml = package.read(sheet._worksheet_path.lstrip("/"))
    rows, total = sheet.iter_rows(max_row=MOST_ROWS, max_col=MOST_COLUMNS), xml.count(b"<row ")
    for number, row in enumerate(rows):
        if number % _TOLD_EVERY == 0:
            source.progress(number, total)
        cells = [_cell(bank, source, table, number, cell) for cell in row]
        while cells and not cells[-1]:
            cells.pop()
        table.rows.append(cells)
    if len(table.rows) >= MOST_ROWS:
        bank.fault("table.too_large", Place(MOST_ROWS, 1, table.part), limit=str(MOST_ROWS))
    if sheet.sheet_state != "visible" and any(table.rows):
        bank.lose("hidden_sheet", Place(1, 1, table.part), sheet.title)
        table.rows = []
    _take_merged(table, xml)
    return table


def _cell(bank: DraftBank, source: Source, table: Table, row: int, cell: Any) -> str:
    value = cell.value
    if value is None:
        return ""
    if type(value) is str:
        return source.words(value)
    text, is_date = text_of(value, cell.number_format or "")
    if is_date:
        bank.lose("date_cell", table.place(row, cell.column - 1), text)
    return text


def _take_merged(table: Table, xml: bytes) -> None:
    """Note merged cells, which reading row by row does not tell."""
    for count, found in enumerate(_MERGED.finditer(xml)):
        left, top, right, bottom = (group.decode() for group in found.groups())
        first, last = int(top) - 1, min(int(bottom), len(table.rows)) - 1
        start, end = _number(left), min(_number(right), MOST_COLUMNS)
        if count >= _MOST_MERGED or first >= len(table.rows):
            continue
        if first == last and end - start + 1 >= _WIDE:
            others = [c for i, c in enumerate(table.rows[first]) if c.strip() and i != start]
            if not others:
                table.wide.add(first)
        if start == end and len(table.merged) < MOST_ROWS * 10:
            for row in range(first + 1, last + 1):
                table.merged[row, start] = (first, start)


def _number(letters: str) -> int:
    number = 0
    for char in letters:
        number = number * 26 + ord(char) - ord("A") + 1
    return number - 1


def _take_head(bank: DraftBank, table: Table) -> None:
    for row in range(len(table.rows)):
        name = HEAD_FIELDS.get(fold(table.cell(row, 0)))
        value = table.cell(row, 1)
        if value and not (name and bank.set_head(name, value)):
            bank.lose("metadata", table.place(row), f"{table.cell(row, 0)}: {value}")


def _take_topics(bank: DraftBank, table: Table) -> None:
    for row in range(1, len(table.rows)):
        if table.cell(row, 0):
            bank.topic(table.cell(row, 1), table.cell(row, 0))


def _check_rows(package: Package) -> None:
    """Refuse rows of more cells than tables have, which openpyxl reads whole. Raises ZipRefused."""
    for name in package.names:
        if name.startswith("xl/worksheets/"):
            data = package.read(name)
            start = 0
            while start + _SHORT_ROW < len(data):
                next_row = data.rfind(b"row", start + 1, start + _SHORT_ROW)
                if next_row > 0:
                    start = next_row
                    continue
                end = data.find(b"row", start + _SHORT_ROW)
                end = len(data) if end < 0 else end
                if data.count(b"<", start, end) > _MOST_IN_ROW:
                    raise refusal("xml.too_much", part=name)
                start = end


def _lose_parts(bank: DraftBank, package: Package) -> None:
    for name in package.names:
        if name.endswith("vbaProject.bin"):
            bank.lose("macros", Place(1, 1), name)
        elif "/media/" in name:
            bank.lose("image", Place(1, 1), name)
        elif "/comments" in name and name.endswith(".xml"):
            bank.lose("comments", Place(1, 1), name)
