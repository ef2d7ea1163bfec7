"""Parts of an official Word file: columns without borders, lines, and long tables, quickly made."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from app.domain.report_documents import Kind, Table, printed_columns, printed_rows
from app.formats.sheets import clean

_TABLE_SIZE: Final = Pt(10)
_TWIPS_A_MM: Final = 56.6929


def side_by_side(file: Any, widths_mm: Sequence[float]) -> list[Any]:
    """Two or more columns without borders, as cells to write paragraphs into."""
    table = file.add_table(rows=1, cols=len(widths_mm))
    table.autofit = False
    cells = list(table.rows[0].cells)
    for column, (cell, width) in enumerate(zip(cells, widths_mm, strict=True)):
        table.columns[column].width = cell.width = Mm(width)
    return [_Cell(cell) for cell in cells]


class _Cell:
    """A cell whose first, always present, paragraph is used before any is added."""

    def __init__(self, cell: Any) -> None:
        self._cell = cell
        self._fresh = True

    def add_paragraph(self) -> Any:
        if self._fresh:
            self._fresh = False
            return self._cell.paragraphs[0]
        return self._cell.add_paragraph()


def add_line(where: Any, *, indent_mm: float, paragraph: Any = None) -> None:
    """A thin line as long as the column, less `indent_mm` on both sides."""
    paragraph = paragraph or where.add_paragraph()
    shape = paragraph.paragraph_format
    shape.left_indent = shape.right_indent = Mm(indent_mm)
    paragraph.add_run().font.size = Pt(2)
    shape.line_spacing = Pt(4)
    border = _made("w:pBdr")
    border.append(_made("w:top", val="single", sz="6", space="1", color="000000"))
    properties = paragraph._p.get_or_add_pPr()
    properties.insert_element_before(
        border, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc", "w:rPr"
    )


def add_table(file: Any, table: Table, width_mm: float) -> None:
    """A table with borders whose headings come again on every page."""
    columns = printed_columns(table)
    total = sum(column.width for column in columns)
    widths = [round(column.width / total * width_mm * _TWIPS_A_MM) for column in columns]
    element = _frame(widths)
    headings = [column.heading for column in columns]
    element.append(_row(headings, widths, ["center"] * len(widths), heading=True))
    aligned = ["left" if column.kind is Kind.TEXT else "right" for column in columns]
    for cells in printed_rows(table):
        element.append(_row(cells, widths, aligned))
    file.element.body.insert_element_before(element, "w:sectPr")


def _frame(widths: Sequence[int]) -> Any:
    element = _made("w:tbl")
    properties = _made("w:tblPr")
    properties.append(_made("w:tblW", w=str(sum(widths)), type="dxa"))
    borders = _made("w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        borders.append(_made(f"w:{side}", val="single", sz="4", space="0", color="000000"))
    properties.append(borders)
    properties.append(_made("w:tblLayout", type="fixed"))
    margins = _made("w:tblCellMar")
    for side in ("left", "right"):
        margins.append(_made(f"w:{side}", w="60", type="dxa"))
    properties.append(margins)
    element.append(properties)
    grid = _made("w:tblGrid")
    for width in widths:
        grid.append(_made("w:gridCol", w=str(width)))
    element.append(grid)
    return element


def _row(
    cells: Sequence[str], widths: Sequence[int], aligned: Sequence[str], *, heading: bool = False
) -> Any:
    row = _made("w:tr")
    properties = _made("w:trPr")
    properties.append(_made("w:cantSplit"))
    if heading:
        properties.append(_made("w:tblHeader"))
    row.append(properties)
    for text, width, align in zip(cells, widths, aligned, strict=True):
        row.append(_cell(text, width, align, bold=heading))
    return row


def _cell(text: str, width: int, align: str, *, bold: bool) -> Any:
    cell = _made("w:tc")
    properties = _made("w:tcPr")
    properties.append(_made("w:tcW", w=str(width), type="dxa"))
    if bold:
        properties.append(_made("w:shd", val="clear", color="auto", fill="F3E3E3"))
        properties.append(_made("w:vAlign", val="center"))
    cell.append(properties)
    paragraph = _made("w:p")
    shape = _made("w:pPr")
    shape.append(_made("w:spacing", before="20", after="20"))
    shape.append(_made("w:jc", val=align))
    paragraph.append(shape)
    run = _made("w:r")
    look = _made("w:rPr")
    if bold:
        look.append(_made("w:b"))
    look.append(_made("w:sz", val=str(int(_TABLE_SIZE.pt * 2))))
    run.append(look)
    words = _made("w:t")
    words.text = " ".join(clean(text).split())
    run.append(words)
    paragraph.append(run)
    cell.append(paragraph)
    return cell


def _made(name: str, **attributes: str) -> Any:
    element = OxmlElement(name)
    for attribute, value in attributes.items():
        element.set(qn(f"w:{attribute}"), value)
    return element
