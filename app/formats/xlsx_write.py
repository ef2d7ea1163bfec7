"""Writes the bank as an Excel workbook in our template; every cell is text, never a formula."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO
from typing import Any, Final

import xlsxwriter

from app.domain.questions import Bank
from app.formats import xlsx_read
from app.formats.table_write import table_of
from app.formats.written_bank import WrittenBank, written
from app.formats.xlsx_read import HEAD_SHEET, TOPIC_SHEET

_WIDTHS: Final = {"Câu hỏi": 50, "Giải thích": 40, "Nguồn": 30, "Mã": 18, "Loại": 14, "Chủ đề": 22}
_LONG_AGO: Final = datetime(2000, 1, 1)


def write(bank: Bank) -> WrittenBank:
    """Return the bank as a workbook: questions, and what is said about the bank and its topics."""
    output = BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_numbers": False,
        "strings_to_urls": False,
    }
    book = xlsxwriter.Workbook(output, options)
    # A fixed date, so that equal banks give equal files.
    book.set_properties({"created": _LONG_AGO, "title": bank.title[:250]})
    bold = book.add_format(
        {"bold": True, "bg_color": "#F3E3E3", "text_wrap": True, "valign": "top"}
    )
    plain = book.add_format({"text_wrap": True, "valign": "top"})
    rows = table_of(bank, topic_ids=False)
    sheet = _sheet(book, "Câu hỏi", rows, bold, plain)
    for column, heading in enumerate(rows[0]):
        sheet.set_column(column, column, _WIDTHS.get(heading, 20 if len(heading) < 3 else 12))
    sheet.freeze_panes(1, 1)
    _sheet(book, HEAD_SHEET, _head(bank), plain, plain).set_column(0, 1, 30)
    topics = [["Mã", "Tên"], *([topic.id, topic.title] for topic in bank.topics)]
    _sheet(book, TOPIC_SHEET, topics, bold, plain).set_column(0, 1, 30)
    book.close()
    return written(bank, output.getvalue(), xlsx_read.read)


def _sheet(book: Any, name: str, rows: list[list[str]], head: Any, plain: Any) -> Any:
    sheet = book.add_worksheet(name)
    sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
    for number, row in enumerate(rows):
        for column, text in enumerate(row):
            if text:
                sheet.write_string(number, column, text, plain if number else head)
    return sheet


def _head(bank: Bank) -> list[list[str]]:
    return [
        ["Mã ngân hàng", bank.slug],
        ["Tên ngân hàng", bank.title],
        ["Ngôn ngữ", bank.language],
        ["Mô tả", bank.description or ""],
        ["Giấy phép", bank.licence or ""],
    ]
