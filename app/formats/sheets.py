"""Plain lists as an Excel workbook: text is text, never a formula, whoever wrote it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any, Final

import xlsxwriter

Cell = str | int | float | None
_OPTIONS: Final = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}
_WIDEST, _NARROWEST = 60, 8
_LONGEST_CELL = 32_000
_FORBIDDEN_IN_TITLES = re.compile(r"[\[\]:*?/\\']")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet with a row of headings and rows of cells; `title` has at most 31 characters."""

    title: str
    headings: Sequence[str]
    rows: Iterable[Sequence[Cell]]
    preface: Sequence[str] = ()
    """Lines above the headings: what this is, of when, by which rule."""


def write(sheets: Sequence[Sheet]) -> bytes:
    """Return a workbook with these sheets, headings frozen and columns as wide as they need."""
    output = BytesIO()
    book = xlsxwriter.Workbook(output, _OPTIONS)
    head = book.add_format(
        {"bold": True, "bg_color": "#F3E3E3", "border": 1, "text_wrap": True, "valign": "top"}
    )
    plain = book.add_format({"text_wrap": True, "valign": "top"})
    for sheet in sheets:
        _write(book.add_worksheet(sheet_title(sheet.title)), sheet, head, plain)
    book.close()
    return output.getvalue()


def sheet_title(title: str) -> str:
    """Return a title as Excel takes it: 31 characters, none of []:*?/\\'."""
    return _FORBIDDEN_IN_TITLES.sub(" ", title).strip()[:31] or "1"


def clean(text: str) -> str:
    """Return text without the control characters that XML cannot hold, cut to what a cell holds."""
    return _CONTROL.sub("", text)[:_LONGEST_CELL]


def _write(page: Any, sheet: Sheet, head: Any, plain: Any) -> None:
    for row, line in enumerate(sheet.preface):
        page.write_string(row, 0, clean(line))
    start = len(sheet.preface)
    widths = [len(heading) + 2 for heading in sheet.headings]
    for column, heading in enumerate(sheet.headings):
        page.write_string(start, column, clean(heading), head)
    for row, cells in enumerate(sheet.rows, start=start + 1):
        for column, cell in enumerate(cells):
            if cell is None:
                continue
            if isinstance(cell, str):
                page.write_string(row, column, clean(cell), plain)
            else:
                page.write_number(row, column, cell, plain)
            widths[column] = max(widths[column], len(str(cell)) + 2)
    for column, width in enumerate(widths):
        page.set_column(column, column, min(max(width, _NARROWEST), _WIDEST))
    page.freeze_panes(start + 1, 0)
