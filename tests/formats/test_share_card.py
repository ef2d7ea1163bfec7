"""The share card is a small picture; what stands on it is text, never a program."""

from __future__ import annotations

import struct
import zlib
from dataclasses import replace

from app.formats.share_card import Card, draw

CARD = Card("Tôi đã dự thi", "Tìm hiểu chuyển đổi số", "18,5", "20", "điểm", "24/11/2026", "vi")


def test_a_card_is_a_png_of_1200_by_630_pixels_under_120_kilobytes() -> None:
    picture = draw(CARD)
    assert picture.startswith(b"\x89PNG\r\n\x1a\n")
    assert struct.unpack(">II", picture[16:24]) == (1200, 630)
    assert len(picture) < 120_000


def lines(picture: bytes) -> list[bytes]:
    """The picture line by line, without its filters, four bytes a pixel."""
    data, place = b"", 8
    while place < len(picture):
        length = struct.unpack(">I", picture[place : place + 4])[0]
        if picture[place + 4 : place + 8] == b"IDAT":
            data += picture[place + 8 : place + 8 + length]
        place += 12 + length
    raw, above, found = zlib.decompress(data), bytes(4 * 1200), []
    for start in range(0, len(raw), 4 * 1200 + 1):
        line = bytearray(raw[start + 1 : start + 4 * 1200 + 1])
        for i in range(len(line)):
            left, corner = (line[i - 4], above[i - 4]) if i >= 4 else (0, 0)
            line[i] = (line[i] + guess(raw[start], left, above[i], corner)) % 256
        above = bytes(line)
        found.append(above)
    return found


def guess(kind: int, left: int, up: int, corner: int) -> int:
    """What a filter of PNG (section 9.2) foretells of a byte from its neighbours."""
    if kind < 4:
        return (0, left, up, (left + up) // 2)[kind]
    return min((left, up, corner), key=lambda one: abs(left + up - corner - one))


def test_the_longest_title_stays_above_the_points_and_the_picture_small() -> None:
    """The longest that the contest's form takes: 300 letters."""
    words = ("CUỘC THI TÌM HIỂU CHUYỂN ĐỔI SỐ VÀ KỸ NĂNG SỐ CỘNG ĐỒNG " * 6)[:300]
    picture = draw(replace(CARD, title=words))
    assert len(picture) < 120_000
    points = slice(340, 480)
    assert lines(picture)[points] == lines(draw(CARD))[points]


def test_equal_cards_are_equal_pictures_and_other_words_another() -> None:
    assert draw(CARD) == draw(CARD)
    assert draw(CARD) != draw(replace(CARD, points="17"))


def test_markup_in_a_title_stays_text() -> None:
    hostile = replace(CARD, title='#panic("x") $ #read("/etc/passwd") ] ) "')
    assert draw(hostile).startswith(b"\x89PNG")


def test_nothing_is_written_beside_the_pixels() -> None:
    kinds, picture, place = [], draw(CARD), 8
    while place < len(picture):
        length = struct.unpack(">I", picture[place : place + 4])[0]
        kinds.append(picture[place + 4 : place + 8])
        place += 12 + length
    assert not {b"tEXt", b"iTXt", b"zTXt", b"eXIf"} & set(kinds)
