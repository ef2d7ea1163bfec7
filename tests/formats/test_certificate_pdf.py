"""Certificates as PDF: a page each, every word as text, and nothing that runs."""

from __future__ import annotations

import base64
import io
import json
import re
from dataclasses import replace

import pytest
import segno
import typst

from app.domain.certificate_templates import ACCENTS, FRAMES, ORIENTATIONS, Piece, Template
from app.formats import certificate_pdf
from app.formats.certificate_pdf import Sheet, draw, write
from tests.formats.pdf_text import pages_of

WHERE = "thi.example/receipts"
TEMPLATE = Template(issuer="UỶ BAN NHÂN DÂN TỈNH\nSỞ KHOA HỌC VÀ CÔNG NGHỆ", signer_name="Lê Văn B")
SHEET = Sheet(
    name="Nguyễn Thị Minh Hạnh",
    body=[[Piece("Đạt ", False), Piece("Giải Nhất", True)]],
    code="K7QM2-F9DXA",
    address="https://thi.example/certificates/K7QM2-F9DXA",
    day="ngày 24 tháng 11 năm 2026",
)
HOSTILE = [
    '#eval("1") #panic()',
    "$x^2$ *b* _i_ `c` @ref <label> \\ // /* [",
    "=1+1",
    '"}] , "name": "x',
    "\u202eevil\u2066 \u200b\u0007",
    "W" * 300,
    "Rất dài " * 60,
    "السلام עולם 中文",
    "</svg><script>alert(1)</script>",
]


def words_of(template: Template, sheet: Sheet) -> str:
    """The words of a sheet, which is one page, with single spaces."""
    (page,) = pages_of(write(template, [sheet], where=WHERE))
    return " ".join(page.split())


@pytest.mark.parametrize("orientation", ORIENTATIONS)
@pytest.mark.parametrize("frame", FRAMES)
def test_every_word_stands_on_one_page_in_every_look(frame: str, orientation: str) -> None:
    words = words_of(replace(TEMPLATE, frame=frame, orientation=orientation), SHEET)
    for said in (
        "UỶ BAN NHÂN DÂN TỈNH",
        "GIẤY CHỨNG NHẬN",
        "Nguyễn Thị Minh Hạnh",
        "Giải Nhất",
        "K7QM2-F9DXA",
        WHERE,
        "Tuyên Quang, ngày 24 tháng 11 năm 2026",
        "TRƯỞNG BAN TỔ CHỨC",
        "Lê Văn B",
    ):
        assert said in words


@pytest.mark.parametrize("accent", ACCENTS)
def test_the_title_has_the_colour_of_the_template(accent: str) -> None:
    drawn = svg_of(replace(TEMPLATE, accent=accent), SHEET)
    assert ACCENTS[accent] in drawn
    assert not any(other in drawn for name, other in ACCENTS.items() if name != accent)


def svg_of(template: Template, sheet: Sheet) -> str:
    """A sheet drawn as SVG, in which images can be told from the rest."""
    data = json.dumps(certificate_pdf._data(template, [sheet], WHERE))
    drawn = typst.compile(
        certificate_pdf.TEMPLATE.read_bytes(), format="svg", sys_inputs={"data": data}
    )
    return bytes(drawn).decode()


def test_the_qr_code_leads_to_the_check_page() -> None:
    expected = io.BytesIO()
    segno.make(SHEET.address, error="m", micro=False).save(
        expected, kind="svg", border=0, xmldecl=False, nl=False
    )
    (image,) = re.findall(r'href="data:image/svg\+xml;base64,([^"]+)"', svg_of(TEMPLATE, SHEET))
    assert base64.b64decode(image) == expected.getvalue()


def test_many_sheets_are_as_many_pages_in_their_order() -> None:
    sheets = [replace(SHEET, name=f"Người {number}") for number in range(12)]
    pages = pages_of(write(TEMPLATE, sheets, where=WHERE))
    assert len(pages) == 12
    assert [f"Người {number}" in page for number, page in enumerate(pages)] == [True] * 12


@pytest.mark.parametrize("orientation", ORIENTATIONS)
@pytest.mark.parametrize("words", HOSTILE)
def test_words_of_people_stay_words_and_stay_on_one_page(words: str, orientation: str) -> None:
    template = Template(
        title=words,
        lead=words,
        issuer=words,
        place=words,
        signer_title=words,
        signer_name=words,
        orientation=orientation,
    )
    body = [[Piece(words, True)], [Piece(words, False)]]
    sheet = replace(SHEET, name=words[:120], body=body)
    assert "K7QM2-F9DXA" in words_of(template, sheet)
    assert draw(template, sheet, where=WHERE).startswith(b"\x89PNG")


@pytest.mark.parametrize(
    "words", ["#eval(1)", "$x$", "=1+1", "*đậm*", "@ref", "\\u{41}", "{ho_ten}"]
)
def test_what_looks_like_a_program_is_printed_as_it_was_written(words: str) -> None:
    assert words in words_of(TEMPLATE, replace(SHEET, name=words))


def test_signs_that_turn_the_reading_round_are_not_printed() -> None:
    assert words_of(TEMPLATE, replace(SHEET, name="Sim\u202e\u2066 Ma")) == words_of(
        TEMPLATE, replace(SHEET, name="Sim Ma")
    )


def test_equal_certificates_are_equal_pictures() -> None:
    assert draw(TEMPLATE, SHEET, where=WHERE) == draw(TEMPLATE, SHEET, where=WHERE)
    other = replace(SHEET, name="Ma Thị Sim")
    assert draw(TEMPLATE, SHEET, where=WHERE) != draw(TEMPLATE, other, where=WHERE)
