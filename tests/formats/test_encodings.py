from __future__ import annotations

import unicodedata

import pytest

from app.domain.legacy_tables import TCVN3, VNI
from app.formats.encodings import guess_encoding
from app.formats.text_decode import decode

TEXT = "Trường học số của tỉnh miền núi cần những điều kiện gì để dạy tốt?"


def in_font(table: dict[str, str], text: str) -> bytes:
    codes = {letter: code for code, letter in table.items()}
    return "".join(codes.get(char, char) for char in text).encode("cp1252")


def in_cp1258(text: str) -> bytes:
    """Base letters with their own marks, each followed by its tone."""
    tones = "\u0300\u0301\u0303\u0309\u0323"
    out = b""
    for char in text:
        parts = unicodedata.normalize("NFD", char)
        base = unicodedata.normalize("NFC", "".join(p for p in parts if p not in tones))
        out += (base + "".join(p for p in parts if p in tones)).encode("cp1258")
    return out


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (in_font(TCVN3, TEXT), "TCVN3"),
        (in_font(VNI, TEXT), "VNI"),
        (in_cp1258(TEXT), "cp1258"),
        ("Café à la crème brûlée, déjà vu".encode("cp1252"), "windows-1252"),
        ("Größe über Straße schön müßig".encode("cp1252"), "windows-1252"),
        ("Ответ на вопрос правильный".encode("cp1251"), "windows-1251"),
    ],
)
def test_even_a_short_text_shows_its_encoding(data: bytes, name: str) -> None:
    assert guess_encoding(data) == name


def test_text_said_to_be_in_an_old_font_is_not_taken_for_another_encoding() -> None:
    # Too short to tell: what the organiser says counts.
    data = in_font(TCVN3, "Quét")
    text, warnings = decode(data, "TCVN3")
    assert text == data.decode("cp1252")
    assert warnings[0].args == {"encoding": "TCVN3"}


def test_utf_8_stays_what_it_is_whatever_is_said() -> None:
    assert decode(TEXT.encode(), "VNI") == (TEXT, ())
