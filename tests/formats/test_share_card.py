"""The share card is a small picture; what stands on it is text, never a program."""

from __future__ import annotations

import struct
from dataclasses import replace

from app.formats.share_card import Card, draw

CARD = Card("Tôi đã dự thi", "Tìm hiểu chuyển đổi số", "18,5", "20", "điểm", "24/11/2026", "vi")


def test_a_card_is_a_png_of_1200_by_630_pixels_under_120_kilobytes() -> None:
    picture = draw(CARD)
    assert picture.startswith(b"\x89PNG\r\n\x1a\n")
    assert struct.unpack(">II", picture[16:24]) == (1200, 630)
    assert len(picture) < 120_000


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
