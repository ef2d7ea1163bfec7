"""A report as a Word file laid out as official papers are (Decree 30/2020/NĐ-CP, appendix I).

A4; margins 20 mm above and below, 30 mm left, 15 mm right; Times New Roman 13 to 14; the
number of the page centred above from the second page on. Every text of a user goes into
plain runs: none becomes a field.
"""

from __future__ import annotations

from io import BytesIO
from typing import Any, Final

from docx import Document as new_file
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from app.domain.report_documents import (
    MOTTO,
    NO_ROWS,
    Document,
    Heading,
    Paragraph,
    Table,
    printed_notes,
)
from app.formats.report_charts import WIDTH_MM, picture
from app.formats.report_docx_parts import add_line, add_table, side_by_side
from app.formats.sheets import clean

FONT: Final = "Times New Roman"
BODY: Final = Pt(14)
_ALIGN = WD_ALIGN_PARAGRAPH
MARGINS_MM: Final = {"top": 20, "bottom": 20, "left": 30, "right": 15}
TEXT_MM: Final = 210 - MARGINS_MM["left"] - MARGINS_MM["right"]


def write(document: Document) -> bytes:
    """The file, ready to be completed with a number, signed and sealed."""
    file = new_file()
    _prepare(file, document)
    _head(file, document)
    for block in document.blocks:
        if isinstance(block, Heading):
            _heading(file, block)
        elif isinstance(block, Paragraph):
            _text(file, block.text)
        elif block.on_paper:
            _table(file, block)
    _foot(file, document)
    output = BytesIO()
    file.save(output)
    return output.getvalue()


def _prepare(file: Any, document: Document) -> None:
    file.core_properties.title = clean(document.subject)[:250]
    file.core_properties.author = clean(document.head.issuing_body)[:250]
    file.core_properties.language = "vi-VN"
    style = file.styles["Normal"]
    style.font.name, style.font.size = FONT, BODY
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for script in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
        fonts.set(qn(script), FONT)
    style.paragraph_format.space_after = Pt(0)
    page = file.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    for side, width in MARGINS_MM.items():
        setattr(page, f"{side}_margin", Mm(width))
    page.header_distance = Mm(10)
    page.different_first_page_header_footer = True
    numbered = page.header.paragraphs[0]
    numbered.alignment = _ALIGN.CENTER
    _page_number(numbered)


def _page_number(paragraph: Any) -> None:
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    run, text = OxmlElement("w:r"), OxmlElement("w:t")
    text.text = "2"
    run.append(text)
    field.append(run)
    paragraph._p.append(field)


def _head(file: Any, document: Document) -> None:
    head = document.head
    left, right = side_by_side(file, (72, TEXT_MM - 72))
    if head.superior_body:
        _line(left, head.superior_body, size=12)
    _line(left, head.issuing_body, size=12, bold=True)
    add_line(left, indent_mm=20)
    _line(left, head.number, size=13, before=6)
    _line(right, MOTTO[0], size=12, bold=True)
    _line(right, MOTTO[1], size=13, bold=True)
    add_line(right, indent_mm=22)
    _line(right, head.place_and_day, size=13, italic=True, before=6)
    _line(file, document.kind, bold=True, before=18)
    _line(file, document.subject, bold=True)
    rule = file.add_paragraph()
    add_line(file, indent_mm=60, paragraph=rule)
    rule.paragraph_format.space_after = Pt(12)


def _line(
    where: Any,
    text: str,
    *,
    size: float = 14,
    bold: bool = False,
    italic: bool = False,
    before: float = 0,
    align: Any = _ALIGN.CENTER,
) -> Any:
    paragraph = where.add_paragraph()
    paragraph.alignment = align
    paragraph.paragraph_format.space_before = Pt(before)
    run = paragraph.add_run(clean(text))
    run.bold, run.italic, run.font.size = bold, italic, Pt(size)
    return paragraph


def _heading(file: Any, heading: Heading) -> None:
    first = heading.level == 1
    paragraph = _line(file, heading.text, bold=True, before=12 if first else 8, align=_ALIGN.LEFT)
    paragraph.paragraph_format.keep_with_next = True
    paragraph.paragraph_format.first_line_indent = Mm(10)
    level = OxmlElement("w:outlineLvl")
    level.set(qn("w:val"), str(heading.level - 1))
    paragraph._p.get_or_add_pPr().append(level)


def _text(file: Any, text: str) -> None:
    paragraph = _line(file, text, before=6, align=_ALIGN.JUSTIFY)
    paragraph.paragraph_format.first_line_indent = Mm(10)


def _table(file: Any, table: Table) -> None:
    _heading(file, Heading(table.title, 2))
    if table.rows:
        add_table(file, table, TEXT_MM)
    else:
        _text(file, NO_ROWS)
    for note in printed_notes(table):
        _line(file, note, size=11, italic=True, before=2, align=_ALIGN.LEFT)
    if table.chart is not None:
        paragraph = file.add_paragraph()
        paragraph.alignment = _ALIGN.CENTER
        paragraph.paragraph_format.space_before = Pt(8)
        drawing = paragraph.add_run().add_picture(BytesIO(picture(table.chart)), width=Mm(WIDTH_MM))
        drawing._inline.docPr.set("descr", clean(table.chart.title))


def _foot(file: Any, document: Document) -> None:
    head = document.head
    file.add_paragraph()
    left, right = side_by_side(file, (TEXT_MM / 2, TEXT_MM / 2))
    if head.recipients:
        _line(left, "Nơi nhận:", size=12, bold=True, italic=True, align=_ALIGN.LEFT)
        for line in head.recipients:
            _line(left, f"- {line}", size=11, align=_ALIGN.LEFT)
    if head.signer_authority:
        _line(right, head.signer_authority, bold=True)
    _line(right, head.signer_title, bold=True)
    _line(right, head.signer_name, bold=True, before=70)
    for place, line in enumerate(document.last_lines):
        _line(file, line, size=10, italic=True, before=18 if place == 0 else 0, align=_ALIGN.LEFT)
