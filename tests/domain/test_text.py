from __future__ import annotations

import random
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.text import (
    clean_line,
    clean_text,
    collapse_spaces,
    fold,
    nfc,
    vietnamese_sort_key,
    without_hidden,
)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Đường  Đi", "duong di"),
        (" TRƯỜNG\tHọc\n", "truong hoc"),
        ("Nguyễn Thị Ánh", "nguyen thi anh"),
        ("Все ещё", "все еще"),
        ("plain TEXT", "plain text"),
        ("Straße", "strasse"),
        ("", ""),
    ],
)
def test_folding_removes_accents_case_and_needless_spaces(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text())
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(alphabet="aăâđêôơưáàảãạ ĐẾỖ"))
def test_composed_and_decomposed_spellings_fold_and_sort_alike(text: str) -> None:
    apart = unicodedata.normalize("NFD", text)
    assert nfc(apart) == nfc(text)
    assert fold(apart) == fold(text)
    assert vietnamese_sort_key(apart) == vietnamese_sort_key(text)


def test_spaces_of_every_kind_collapse() -> None:
    assert collapse_spaces("\u00a0a \t\n b\u3000") == "a b"


IN_ORDER = [
    (
        "letters of the alphabet",
        list("aăâbcdđeêghiklmnoôơpqrstuưvxy"),
    ),
    ("tones", ["Ba", "Bà", "Bả", "Bã", "Bá", "Bạ"]),
    ("tones on marked letters", ["Ơ", "Ờ", "Ở", "Ỡ", "Ớ", "Ợ"]),
    ("letters before tones", ["Ban", "Bàn", "Bạn", "Băn", "Bằn", "Bân"]),
    ("a word before a longer one", ["An", "Án", "Anh", "Ánh"]),
    ("đ after all of d", ["Dy", "Đa"]),
    ("the given name first", ["Trần Văn An", "Lê Thị Bình", "Đỗ Chi", "Đinh Văn Dũng"]),
    ("then the family name", ["Lê An", "Nguyễn An", "Trần An"]),
    ("the tone of the given name before the family name", ["Vũ Binh", "An Bình", "An Bính"]),
    ("then the middle name", ["Nguyễn Hữu An", "Nguyễn Văn An"]),
]


@pytest.mark.parametrize(("what", "names"), IN_ORDER, ids=[what for what, _ in IN_ORDER])
def test_names_sort_as_in_a_vietnamese_class_list(what: str, names: list[str]) -> None:
    shuffled = random.Random(7).sample(names, len(names))
    assert sorted(shuffled, key=vietnamese_sort_key) == names


def test_the_place_of_the_tone_mark_does_not_matter() -> None:
    assert vietnamese_sort_key("Hoà") == vietnamese_sort_key("Hòa")


@given(st.text())
def test_keys_are_digits_so_that_every_collation_agrees(name: str) -> None:
    assert set(vietnamese_sort_key(name)) <= set("0123456789")


@pytest.mark.parametrize(
    ("raw", "kept"),
    [
        ("An\u202eBình\u202c", "AnBình"),
        ("\u2066An\u2069", "An"),
        ("a\x00b\x1b[31m\x7f\x85c", "ab[31mc"),
        ("a\ud800b", "ab"),
        ("a\ue000\U0010ffff", "a"),
        ("một\r\nhai\rba\tbốn", "một\nhai\nba\tbốn"),
        ("👩🏽\u200d💻 שלום", "👩🏽\u200d💻 שלום"),  # joiners and other scripts stay
    ],
)
def test_what_is_hidden_and_acts_is_not_kept(raw: str, kept: str) -> None:
    assert without_hidden(raw) == kept


@given(st.text())
def test_texts_are_kept_in_one_form(raw: str) -> None:
    for clean in (clean_line, clean_text):
        once = clean(raw)
        assert clean(once) == once
        once.encode()
    assert "\n" not in clean_line(raw)
