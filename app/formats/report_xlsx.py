"""A report as an Excel workbook: one sheet a table, charts from the sheets' own cells.

Text is text, never a formula, whoever wrote it; numbers are numbers.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import Any, Final

import xlsxwriter

from app.domain.report_documents import (
    Cell,
    Chart,
    Document,
    Heading,
    Kind,
    Paragraph,
    Table,
    shown,
)
from app.formats.sheets import clean, sheet_title

_OPTIONS: Final = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}
_NUMBER: Final = {Kind.COUNT: "#,##0", Kind.POINTS: "#,##0.0##", Kind.SHARE: "0.0%"}
_FONT: Final = {"font_name": "Times New Roman", "font_size": 12}
_WIDEST, _NARROWEST = 60, 9
_LONGEST_TITLE = 31
_WORDS_WIDTH = 110
_LINE_POINTS: Final = 16.5
_A4 = 9
_CHART = {"width": 720, "height": 360}
_MOST_FIGURES_IN_CHART = 15
Formats = dict[str, Any]


def write(document: Document) -> bytes:
    """The workbook; the first sheet says what it is, of when, and how to read it."""
    output = BytesIO()
    book = xlsxwriter.Workbook(output, _OPTIONS)
    book.set_properties({"title": clean(document.subject)})
    formats = _formats(book)
    used: set[str] = set()
    _write_words(book, book.add_worksheet(_unused("Giới thiệu", used)), document, formats)
    for table in document.tables:
        page = book.add_worksheet(_unused(table.sheet, used))
        _write_table(book, page, table, document, formats)
    book.close()
    return output.getvalue()


def _formats(book: Any) -> Formats:
    def made(**values: Any) -> Any:
        return book.add_format({**_FONT, "valign": "top", **values})

    formats = {
        "title": made(bold=True, font_size=14),
        "bold": made(bold=True, text_wrap=True),
        "words": made(text_wrap=True),
        "note": made(italic=True),
        "head": made(bold=True, bg_color="#F3E3E3", border=1, text_wrap=True, align="center"),
        Kind.TEXT: made(border=1, text_wrap=True),
    }
    for kind, pattern in _NUMBER.items():
        formats[kind] = made(border=1, num_format=pattern)
    return formats


def _unused(wanted: str, used: set[str]) -> str:
    """A title that no sheet has yet; Excel does not tell capitals from small letters."""
    title, number = sheet_title(clean(wanted)), 1
    while title.casefold() in used:
        number += 1
        ending = f" ({number})"
        title = sheet_title(clean(wanted))[: _LONGEST_TITLE - len(ending)] + ending
    used.add(title.casefold())
    return title


def _write_words(book: Any, page: Any, document: Document, formats: Formats) -> None:
    head = document.head
    lines: list[tuple[str, str]] = [
        (head.superior_body, "words"),
        (head.issuing_body, "bold"),
        (f"{document.kind}: {document.subject}", "title"),
        ("", "words"),
    ]
    lines += [(line, "note") for line in document.last_lines]
    lines.append(("", "words"))
    lines += list(_running_text(document))
    page.set_column(0, 0, _WORDS_WIDTH)
    page.hide_gridlines(2)
    for row, (text, style) in enumerate(lines):
        page.write_string(row, 0, clean(text), formats[style])
        page.set_row(row, _height([text], [_WORDS_WIDTH]))
    _for_paper(page)


def _running_text(document: Document) -> Iterator[tuple[str, str]]:
    for block in document.blocks:
        if isinstance(block, Heading):
            yield block.text, "bold"
        elif isinstance(block, Paragraph):
            yield block.text, "words"


def _write_table(book: Any, page: Any, table: Table, document: Document, formats: Formats) -> None:
    preface = [(document.subject, "title"), (table.title, "bold")]
    preface += [(line, "note") for line in (*table.notes, document.last_lines[0])]
    for row, (text, style) in enumerate(preface):
        page.write_string(row, 0, clean(text), formats["title" if style == "title" else "note"])
    start = len(preface)
    for column, heading in enumerate(table.columns):
        page.write_string(start, column, clean(heading.heading), formats["head"])
    for row, cells in enumerate(table.rows, start=start + 1):
        for column, cell in enumerate(cells):
            _write_cell(page, row, column, cell, formats[table.columns[column].kind])
    _lay_out(page, table, start)
    if table.chart is not None:
        _insert_chart(book, page, table, start, formats)


def _write_cell(page: Any, row: int, column: int, cell: Cell, style: Any) -> None:
    if cell is None:
        page.write_blank(row, column, None, style)
    elif isinstance(cell, str):
        page.write_string(row, column, clean(cell), style)
    else:
        page.write_number(row, column, cell, style)


def _lay_out(page: Any, table: Table, start: int) -> None:
    rows = [
        [shown(cell, column.kind) for cell, column in zip(row, table.columns, strict=True)]
        for row in table.rows
    ]
    widths = []
    for place, column in enumerate(table.columns):
        longest_word = max(map(len, column.heading.split()), default=0)
        words = max([len(row[place]) for row in rows] + [longest_word, len(column.heading) // 2])
        widths.append(min(max(words + 4, _NARROWEST), _WIDEST))
        page.set_column(place, place, widths[place])
    # Readers other than Excel do not make room for wrapped text by themselves.
    page.set_row(start, _height([column.heading for column in table.columns], widths))
    for place, row in enumerate(rows, start=start + 1):
        page.set_row(place, _height(row, widths))
    page.freeze_panes(start + 1, 0)
    page.repeat_rows(start)
    if table.chart is not None and table.chart.bars:
        page.print_area(0, 0, start + len(rows), len(widths) - 1)
    if table.rows:
        page.autofilter(start, 0, start + len(table.rows), len(table.columns) - 1)
    _for_paper(page)


def _height(texts: Sequence[str], widths: Sequence[int]) -> float:
    """How high a row must be for its texts to be seen, in points."""
    lines = [
        len(textwrap.wrap(text, max(1, width - 2)))
        for text, width in zip(texts, widths, strict=True)
    ]
    return _LINE_POINTS * max([1, *lines]) + 1


def _for_paper(page: Any) -> None:
    page.set_paper(_A4)
    page.set_landscape()
    page.set_margins(left=0.8, right=0.6, top=0.8, bottom=0.8)
    page.fit_to_pages(1, 0)
    page.set_footer("&C&P/&N")


def _insert_chart(book: Any, page: Any, table: Table, start: int, formats: Formats) -> None:
    chart = table.chart
    assert chart is not None  # noqa: S101 - the caller has looked
    aside, rows = len(table.columns) + 1, (start + 1, start + len(chart.values))
    labels, values = 0, table.charted
    if chart.bars:
        # The longest bars stand anywhere in the table: they get two columns of their own.
        labels, values = aside, aside + 1
        page.set_column(labels, labels, _NARROWEST * 3)
        page.write_string(start, labels, clean(chart.title), formats["head"])
        page.write_string(start, values, clean(chart.unit), formats["head"])
        for row, pair in enumerate(zip(chart.labels, chart.values, strict=True), start=rows[0]):
            page.write_string(row, labels, clean(pair[0]), formats[Kind.TEXT])
            page.write_number(row, values, pair[1], formats[Kind.COUNT])
        aside += 3
    drawn = _drawn(book, chart, page.get_name(), rows, labels, values)
    page.insert_chart(start, aside, drawn)


def _drawn(
    book: Any, chart: Chart, sheet: str, rows: tuple[int, int], labels: int, values: int
) -> Any:
    drawn = book.add_chart({"type": "bar" if chart.bars else "column"})
    drawn.add_series(
        {
            "name": clean(chart.unit),
            "categories": [sheet, rows[0], labels, rows[1], labels],
            "values": [sheet, rows[0], values, rows[1], values],
            "fill": {"color": "#8F1A1F"},
            "gap": 40,
            "data_labels": {"value": len(chart.values) <= _MOST_FIGURES_IN_CHART},
        }
    )
    # A title with an exclamation mark might be taken for the name of a cell.
    title = clean(chart.title).replace("!", ".")
    drawn.set_title({"name": title, "name_font": {"size": 13}})
    drawn.set_legend({"none": True})
    figures = {"major_gridlines": {"visible": True, "line": {"color": "#E5DBD1"}}, "min": 0}
    drawn.set_x_axis(figures if chart.bars else {})
    drawn.set_y_axis({"reverse": True} if chart.bars else figures)
    drawn.set_size(_CHART)
    return drawn
