"""The words on the pages of a PDF that typst wrote: enough of a reader for tests."""

from __future__ import annotations

import re
import zlib

_OBJECT = re.compile(rb"(\d+) 0 obj\r?\n(.*?)\r?\nendobj", re.S)
_STREAM = re.compile(rb"stream\r?\n(.*)\r?\nendstream", re.S)
_MAPPED = re.compile(rb"<([0-9A-F]{4})> <([0-9A-F]+)>")
_PLAIN = rb"\\.|[^\\()]"
_DEEP = _PLAIN
for _ in range(4):  # Brackets that pair need no escape within a string.
    _DEEP = rb"(?:" + _PLAIN + rb"|\((?:" + _DEEP + rb")*\))"
_SHOWN = re.compile(rb"/(f\d+) [\d.]+ Tf|\[((?:\(" + _DEEP + rb"*\)|[^\]()])*)\]\s*TJ", re.S)
_STRING = re.compile(rb"\((" + _DEEP + rb"*)\)", re.S)
_ESCAPE = re.compile(rb"\\([0-7]{1,3}|.)", re.S)
_LETTERS = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


def pages_of(pdf: bytes) -> list[str]:
    """The words of each page, one shown piece a line, as a reader of the file copies them."""
    objects = {int(number): body for number, body in _OBJECT.findall(pdf)}
    return [
        _words(objects, body)
        for body in objects.values()
        if re.search(rb"/Type/Page\b(?!s)", body) and b"stream" not in body
    ]


def _words(objects: dict[int, bytes], page: bytes) -> str:
    resources = objects[_reference(page, b"Resources")]
    listed = re.search(rb"/Font<<(.*?)>>", resources, re.S)
    fonts = re.findall(rb"/(f\d+) (\d+) 0 R", listed[1]) if listed else []
    maps = {name: _letters(objects, int(number)) for name, number in fonts}
    lines, font = [], b""
    for name, shown in _SHOWN.findall(_data(objects[_reference(page, b"Contents")])):
        if name:
            font = name
        else:
            raw = b"".join(_unescape(one) for one in _STRING.findall(shown))
            glyphs = [raw[at : at + 2] for at in range(0, len(raw), 2)]
            lines.append("".join(maps[font].get(glyph, "\ufffd") for glyph in glyphs))
    return "\n".join(lines)


def _letters(objects: dict[int, bytes], font: int) -> dict[bytes, str]:
    table = _data(objects[_reference(objects[font], b"ToUnicode")])
    return {
        bytes.fromhex(glyph.decode()): bytes.fromhex(text.decode()).decode("utf-16-be")
        for glyph, text in _MAPPED.findall(table.partition(b"endcodespacerange")[2])
    }


def _reference(body: bytes, name: bytes) -> int:
    found = re.search(rb"/" + name + rb" (\d+) 0 R", body)
    assert found is not None, (name, body[:200])
    return int(found[1])


def _data(body: bytes) -> bytes:
    found = _STREAM.search(body)
    assert found is not None
    return zlib.decompress(found[1]) if b"/FlateDecode" in body else found[1]


def _unescape(raw: bytes) -> bytes:
    def one(match: re.Match[bytes]) -> bytes:
        given = match[1]
        return bytes([int(given, 8)]) if given.isdigit() else _LETTERS.get(given, given)

    return _ESCAPE.sub(one, raw)
