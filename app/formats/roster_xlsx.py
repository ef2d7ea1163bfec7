"""Reads lists (organisations, communes, people) out of Excel workbooks, and writes templates.

The same guard as for banks stands before: sizes, macros and XML are looked at before
anything is unpacked; formulas count as the values that Excel has kept with them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from io import BytesIO
from typing import Any, Final

import openpyxl
from openpyxl.utils import get_column_letter

from app.domain.rosters import Row, Table
from app.domain.text import fold, nfc
from app.formats.excel_values import text_of
from app.formats.zip_guard import ZipRefused, check_xml_parts, is_zip, open_package

MOST_ROWS: Final = 20_000
MOST_COLUMNS: Final = 60
MOST_FILES: Final = 2_000
MOST_MARKS: Final = 600_000
LONGEST_CELL: Final = 500
_HEADINGS_WITHIN: Final = 30
_BRACKETS: Final = re.compile(r"\([^)]*\)|\*")
_NO_WORD: Final = re.compile(r"[\W_]+")

Headings = Mapping[str, tuple[str, ...]]
"""What each column may be called, without accents; see `heading_of`."""

ORGANISATIONS: Final[Headings] = {
    "code": ("ma", "ma don vi", "ma so", "code", "unit code"),
    "name": ("ten", "ten don vi", "don vi", "ten co quan", "co quan", "name", "organisation",
             "organization", "unit", "unit name"),
    "kind": ("loai", "loai don vi", "loai hinh", "kind", "type"),
    "parent": ("don vi cap tren", "ma don vi cap tren", "cap tren", "truc thuoc",
               "don vi chu quan", "parent", "parent code"),
    "headcount": ("so nguoi", "tong so nguoi", "so luong", "si so", "quan so", "bien che",
                  "so can bo", "headcount", "people"),
}  # fmt: skip
COMMUNES: Final[Headings] = {
    "code": ("ma", "ma xa", "ma xa phuong", "ma don vi", "code"),
    "name": ("ten", "ten xa", "ten xa phuong", "xa", "xa phuong", "phuong", "name", "commune",
             "ward"),
    "headcount": ORGANISATIONS["headcount"] + ("dan so", "so dan", "population"),
}  # fmt: skip
PEOPLE: Final[Headings] = {
    "full_name": ("ho va ten", "ho ten", "ten", "ho va ten dem", "full name", "name"),
    "phone": ("so dien thoai", "dien thoai", "sdt", "so dt", "dien thoai di dong", "di dong",
              "phone", "mobile", "phone number"),
    "commune": ("xa phuong", "xa", "phuong", "xa phuong noi o", "dia ban", "commune", "ward"),
    "organisation": ("don vi", "co quan", "co quan don vi", "ma don vi", "don vi cong tac",
                     "to chuc", "organisation", "organization", "unit"),
    "group": ("nhom", "doi tuong", "nhom doi tuong", "group"),
}  # fmt: skip


class RosterRefused(Exception):
    """A file that is no list; `code` is not_xlsx, hostile, damaged, no_heading, empty or too_long.

    `value` says more: the column that is missing, or the most rows.
    """

    def __init__(self, code: str, value: str = "") -> None:
        super().__init__(code)
        self.code, self.value = code, value


def read(data: bytes, headings: Headings, needed: Sequence[str]) -> Table:
    """The rows below the first line that has all `needed` headings, empty ones left out.

    Raises `RosterRefused`.
    """
    if not is_zip(data):
        raise RosterRefused("not_xlsx")
    try:
        check_xml_parts(open_package(data, most_files=MOST_FILES), most_marks=MOST_MARKS)
    except ZipRefused as refusal:
        code = "damaged" if refusal.problem.code == "zip.damaged" else "hostile"
        raise RosterRefused(code) from None
    found: RosterRefused | None = None
    for lines in _sheets(data):
        try:
            return _table(lines, headings, needed)
        except RosterRefused as refusal:
            # Of several sheets one may be a cover: the first that is a list counts.
            found = found if found and found.code != "empty" else refusal
    raise found or RosterRefused("empty")


def heading_of(text: str) -> str:
    """A heading as it is compared: "Số người (*)" becomes "so nguoi"."""
    return " ".join(_NO_WORD.sub(" ", fold(_BRACKETS.sub(" ", text))).split())


def _sheets(data: bytes) -> Iterator[list[list[str]]]:
    try:
        book = openpyxl.load_workbook(
            BytesIO(data), read_only=True, data_only=True, keep_links=False
        )
        pages = [one for one in book.worksheets if hasattr(one, "iter_rows") and _visible(one)]
        read = [_lines(page) for page in pages]
    except RosterRefused:
        raise
    except Exception as error:
        # Whatever is wrong inside, openpyxl shows it by some exception of its many.
        raise RosterRefused("damaged") from error
    yield from read


def _visible(page: Any) -> bool:
    return bool(page.sheet_state == "visible")


def _lines(page: Any) -> list[list[str]]:
    page.reset_dimensions()
    lines: list[list[str]] = []
    for row in page.iter_rows(max_col=MOST_COLUMNS, max_row=MOST_ROWS + _HEADINGS_WITHIN + 1):
        cells = [_text(cell) for cell in row]
        while cells and not cells[-1]:
            cells.pop()
        lines.append(cells)
    return lines


def _text(cell: Any) -> str:
    if cell.value is None:
        return ""
    text, _ = text_of(cell.value, cell.number_format or "")
    return " ".join(nfc(text).split())[:LONGEST_CELL]


def _table(lines: list[list[str]], headings: Headings, needed: Sequence[str]) -> Table:
    place, columns, unread = _find_headings(lines, headings, needed)
    rows = [
        Row(number, cells)
        for number, line in enumerate(lines[place + 1 :], start=place + 2)
        if any(cells := {name: line[at] for name, at in columns.items() if at < len(line)})
        and any(cells.values())
    ]
    if len(rows) > MOST_ROWS:
        raise RosterRefused("too_long", str(MOST_ROWS))
    if not rows:
        raise RosterRefused("empty")
    letters = {name: get_column_letter(at + 1) for name, at in columns.items()}
    return Table(tuple(rows), letters, unread)


def _find_headings(
    lines: list[list[str]], headings: Headings, needed: Sequence[str]
) -> tuple[int, dict[str, int], tuple[str, ...]]:
    names = {name: column for column, several in headings.items() for name in several}
    best: set[str] = set()
    for place, line in enumerate(lines[:_HEADINGS_WITHIN]):
        columns: dict[str, int] = {}
        for at, text in enumerate(line):
            column = names.get(heading_of(text))
            if column is not None:
                columns.setdefault(column, at)
        if set(needed) <= set(columns):
            taken = set(columns.values())
            unread = [text for at, text in enumerate(line) if text and at not in taken]
            return place, columns, tuple(unread)
        best = max(best, set(columns), key=len)
    if not any(lines):
        raise RosterRefused("empty")
    missing = [column for column in needed if column not in best]
    raise RosterRefused("no_heading", ",".join(missing))
