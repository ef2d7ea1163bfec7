"""Files offered for download: told apart by what is in them, never by what they are called."""

from __future__ import annotations

import re
from typing import Final

from app.formats.zip_guard import ZipRefused, is_zip, open_package

MOST_BYTES: Final = 20_000_000
_OFFICE: Final = {
    "word/document.xml": (
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ".docx",
    ),
    "ppt/presentation.xml": (
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        ".pptx",
    ),
}
_HEADS: Final = (
    (b"%PDF-", "application/pdf", ".pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png", ".png"),
    (b"\xff\xd8\xff", "image/jpeg", ".jpg"),
)
_MACROS: Final = re.compile(r"vbaProject|activeX|/embeddings/.*\.bin$", re.IGNORECASE)
_MOST_PARTS: Final = 5_000
_MOST_UNPACKED: Final = 128 * 1024 * 1024
ENDINGS: Final = (".pdf", ".docx", ".pptx", ".png", ".jpg")


def kind_of(data: bytes) -> tuple[str, str]:
    """Return the media type and the ending of a PDF, Word, PowerPoint, PNG or JPEG file.

    Raises `ValueError` with "empty", "too_large", "macros" (programs inside) or
    "kind" (anything else).
    """
    if not data:
        raise ValueError("empty")
    if len(data) > MOST_BYTES:
        raise ValueError("too_large")
    for head, media_type, ending in _HEADS:
        if data.startswith(head):
            return media_type, ending
    if is_zip(data):
        return _office_kind(data)
    raise ValueError("kind")


def _office_kind(data: bytes) -> tuple[str, str]:
    try:
        package = open_package(
            data, most_files=_MOST_PARTS, most_unpacked=_MOST_UNPACKED, most_bytes=MOST_BYTES
        )
    except ZipRefused:
        raise ValueError("kind") from None
    if any(_MACROS.search(name) for name in package.names):
        raise ValueError("macros")
    for part, kind in _OFFICE.items():
        if part in package and "[Content_Types].xml" in package:
            return kind
    raise ValueError("kind")
