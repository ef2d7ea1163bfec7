"""Report papers in Word: the layout of official papers, and nobody's text as a field."""

from __future__ import annotations

from io import BytesIO

import pytest
from docx import Document as open_docx
from docx.oxml.ns import qn
from docx.shared import Pt

from app.domain.report_documents import MOTTO, NO_ROWS
from app.formats.report_docx import write
from tests.formats.report_samples import a_document
from tests.reporting import HOSTILE, paragraphs_of, tables_of


def test_the_head_is_that_of_an_official_paper() -> None:
    file = open_docx(BytesIO(write(a_document("Sở X"))))
    page = file.sections[0]
    assert (round(page.page_width.mm), round(page.page_height.mm)) == (210, 297)
    assert 20 <= round(page.top_margin.mm) <= 25
    assert 20 <= round(page.bottom_margin.mm) <= 25
    assert 30 <= round(page.left_margin.mm) <= 35
    assert 15 <= round(page.right_margin.mm) <= 20
    assert file.styles["Normal"].font.name == "Times New Roman"
    assert Pt(13) <= file.styles["Normal"].font.size <= Pt(14)
    right = file.tables[0].rows[0].cells[1].paragraphs
    assert [one.text for one in right if one.text] == [*MOTTO, "Sở X"]
    assert right[0].runs[0].bold
    assert right[-1].runs[0].italic


def test_pages_are_numbered_above_from_the_second_on() -> None:
    page = open_docx(BytesIO(write(a_document()))).sections[0]
    assert page.different_first_page_header_footer
    field = page.header.paragraphs[0]._p.find(qn("w:fldSimple"))
    assert field.get(qn("w:instr")) == "PAGE"
    assert [one.text for one in page.first_page_header.paragraphs] == [""]


def test_tables_are_as_print_shows_them_with_headings_on_every_page() -> None:
    data = write(a_document("Sở X"))
    _, units, days, _ = tables_of(data)
    assert units == [
        ["Hạng", "Sở X", "Số người", "Tỉ lệ", "Điểm"],
        ["1", "Sở X", "1.200", "50%", "18,5"],
        ["—", "Xã Đồng Văn", "3", "—", "—"],
    ]
    assert days[1] == ["23/11/2026", "10"]
    for table in open_docx(BytesIO(data)).tables[1:3]:
        assert table.rows[0]._tr.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None


def test_what_is_only_for_workbooks_is_left_out_and_an_empty_table_says_so() -> None:
    words = paragraphs_of(write(a_document()))
    assert "Không in" not in words
    assert words[words.index("Trống") + 1] == NO_ROWS


def test_charts_are_pictures_with_words_for_those_who_do_not_see_them() -> None:
    file = open_docx(BytesIO(write(a_document("Sở X"))))
    assert [shape._inline.docPr.get("descr") for shape in file.inline_shapes] == [
        "Sở X",
        "Lượt thi",
    ]


def test_recipients_signature_and_the_last_lines_end_the_paper() -> None:
    words = [line for line in paragraphs_of(write(a_document("Sở X"))) if line]
    start = words.index("Nơi nhận:")
    assert words[start:] == ["Nơi nhận:", "- Sở X", "Sở X", "Sở X", "Sở X", "Lúc Sở X", "Mã abc"]


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_becomes_a_field(text: str) -> None:
    data = write(a_document(text))
    body = open_docx(BytesIO(data)).element.body
    names = {one.tag.rpartition("}")[2] for one in body.iter()}
    assert names.isdisjoint({"fldSimple", "instrText", "fldChar", "hyperlink", "object"})
    assert paragraphs_of(data).count(text) >= 8


def test_control_characters_do_not_break_the_file() -> None:
    assert "ab" in paragraphs_of(write(a_document("a\x00\x0bb")))
