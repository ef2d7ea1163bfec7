"""Files for download are known by their content."""

from __future__ import annotations

import io
import zipfile

import docx
import pytest

from app.formats.attachments import MOST_BYTES, kind_of


def package(*names: str) -> bytes:
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w") as archive:
        for name in names:
            archive.writestr(name, "<x/>")
    return output.getvalue()


def a_word_document() -> bytes:
    output = io.BytesIO()
    document = docx.Document()
    document.add_paragraph("Tài liệu")
    document.save(output)
    return output.getvalue()


@pytest.mark.parametrize(
    ("data", "ending"),
    [
        (b"%PDF-1.7\n...", ".pdf"),
        (b"\x89PNG\r\n\x1a\n...", ".png"),
        (b"\xff\xd8\xff\xe0...", ".jpg"),
        (a_word_document(), ".docx"),
        (package("[Content_Types].xml", "ppt/presentation.xml"), ".pptx"),
    ],
)
def test_each_kind_is_recognised(data: bytes, ending: str) -> None:
    assert kind_of(data)[1] == ending


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b"%PDF-" + b"x" * MOST_BYTES, "too_large"),
        (b"<html><script>alert(1)</script>", "kind"),
        (b"MZ\x90\x00", "kind"),
        (b"GIF89a", "kind"),
        (b"  %PDF-1.7", "kind"),
        (b"PK\x03\x04 not really", "kind"),
        (package("evil.exe"), "kind"),
        (package("word/document.xml"), "kind"),
        (package("[Content_Types].xml", "xl/workbook.xml"), "kind"),
        (package("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"), "macros"),
    ],
)
def test_everything_else_is_refused_with_its_reason(data: bytes, reason: str) -> None:
    with pytest.raises(ValueError, match=f"^{reason}$"):
        kind_of(data)


def test_a_large_presentation_is_taken() -> None:
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w") as archive:
        archive.writestr("[Content_Types].xml", "<x/>")
        archive.writestr("ppt/presentation.xml", "<x/>")
        archive.writestr("ppt/media/image1.jpeg", bytes(18_000_000))
    assert kind_of(output.getvalue())[1] == ".pptx"
