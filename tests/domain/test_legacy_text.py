from __future__ import annotations

import unicodedata

import pytest

from app.domain.legacy_tables import TCVN3, VNI
from app.domain.legacy_text import detect, to_unicode

VOWELS = "aăâeêioôơuưy"
TONES = ("", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323")
SMALL = [unicodedata.normalize("NFC", vowel + tone) for vowel in VOWELS for tone in TONES]
ALPHABET = [*SMALL, "đ"]
TCVN3_CAPITALS = "ĂÂĐÊÔƠƯ"

# The alphabet as a converter in wide use gives it, vowel by vowel, each with its six tones.
TCVN3_ALPHABET = (
    "aµ¶·¸¹ ¨»¼½¾Æ ©ÇÈÉÊË eÌÎÏÐÑ ªÒÓÔÕÖ i×ØÜÝÞ oßáâãä «åæçèé ¬êëìíî uïñòóô \u00adõö÷øù yúûüýþ ®"
)
VNI_ALPHABET = (
    "a aø aû aõ aù aï aê aè aú aü aé aë aâ aà aå aã aá aä e eø eû eõ eù eï eâ eà eå eã eá eä "
    "i ì æ ó í ò o oø oû oõ où oï oâ oà oå oã oá oä ô ôø ôû ôõ ôù ôï "
    "u uø uû uõ uù uï ö öø öû öõ öù öï y yø yû yõ yù î ñ"
)


def test_the_whole_alphabet_of_tcvn3_is_converted() -> None:
    assert list(to_unicode(TCVN3_ALPHABET.replace(" ", ""), "TCVN3")) == ALPHABET


def test_the_whole_alphabet_of_vni_is_converted_small_and_capital() -> None:
    assert to_unicode(VNI_ALPHABET, "VNI").split() == ALPHABET
    capitals = to_unicode(VNI_ALPHABET.upper(), "VNI").split()
    assert capitals == [letter.upper() for letter in ALPHABET]


def test_the_tables_are_complete_and_nothing_is_there_twice() -> None:
    made = {*TCVN3.values()}
    assert made >= set(ALPHABET) - set(VOWELS) | set("ăâêôơưđ") | set(TCVN3_CAPITALS)
    assert len(made) == len(TCVN3)
    assert {*VNI.values()} >= {letter for letter in ALPHABET if not letter.isascii()}
    assert {*VNI.values()} >= {letter.upper() for letter in ALPHABET if not letter.isascii()}


@pytest.mark.parametrize(
    ("old", "encoding", "text"),
    [
        ("Tr\u00adêng Trung häc phæ th«ng", "TCVN3", "Trường Trung học phổ thông"),
        ("ChuyÓn ®æi sè quèc gia", "TCVN3", "Chuyển đổi số quốc gia"),
        ("Céng hßa x· héi chñ nghÜa ViÖt Nam", "TCVN3", "Cộng hòa xã hội chủ nghĩa Việt Nam"),
        ("Tröôøng Trung hoïc phoå thoâng", "VNI", "Trường Trung học phổ thông"),
        ("Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam", "VNI", "Cộng hòa xã hội chủ nghĩa Việt Nam"),
        ("CHUYEÅN ÑOÅI SOÁ", "VNI", "CHUYỂN ĐỔI SỐ"),
    ],
)
def test_sentences_are_recognised_and_converted(old: str, encoding: str, text: str) -> None:
    assert detect(old) == encoding
    assert to_unicode(old, encoding) == text
    assert detect(text) == ""


@pytest.mark.parametrize(
    "text", ["Chuyển đổi số", "plain", "Thể chế", "10/10", "Россия", "À la carte"]
)
def test_right_text_is_left_alone(text: str) -> None:
    assert detect(text) == ""
    assert to_unicode(text, "") == text
