"""Names in one written form, and the mask under which boards show them."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.errors import InvalidRequest
from app.domain.names import MAX_LENGTH, clean_name, mask, skeleton


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("  Nguyễn   Thị Hạnh ", "Nguyễn Thị Hạnh"),
        (unicodedata.normalize("NFD", "Nguyễn Thị Hạnh"), "Nguyễn Thị Hạnh"),
        ("Y-Bham O'Brien", "Y-Bham O'Brien"),
        ("Lò\u00a0Thị Mỷ", "Lò Thị Mỷ"),
        ("Trường THPT số 1", "Trường THPT số 1"),
        ("Иванов Иван", "Иванов Иван"),
        ("山田 たろう", "山田 たろう"),
        ("김철수", "김철수"),
        ("สมชาย ใจดี", "สมชาย ใจดี"),
        ("Hʼmông Ea H’leo", "Hʼmông Ea H’leo"),
        ("a" * MAX_LENGTH, "a" * MAX_LENGTH),
    ],
)
def test_a_name_has_one_written_form(raw: str, clean: str) -> None:
    assert clean_name(raw) == clean


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("", "empty"),
        (" \u3000 ", "empty"),
        ("a" * (MAX_LENGTH + 1), "too_long"),
        ("An\x00", "characters"),
        ("An\nBình", "characters"),
        ("An\u202eBình", "characters"),  # right-to-left override
        ("An\u200bBình", "characters"),  # zero width
        ("An\ue000", "characters"),  # private use
        ("12345", "characters"),
        ("---", "characters"),
        ("🙂", "characters"),
        ("An\u2066Bình\u2069", "characters"),  # direction isolated
        ("An\u061cBình", "characters"),  # Arabic letter mark
        ("An\ufeffBình", "characters"),  # a mark of byte order
        ("An\u00adBình", "characters"),  # soft hyphen
        ("An\u2028Bình", "characters"),  # line separator
        ("An\U000e0041", "characters"),  # a hidden tag
        ("An\u3164", "characters"),  # a letter that shows nothing
        ("An\u115f\u1160", "characters"),
        ("An\u034f\u2800", "characters"),
        ("An\ufe0f", "characters"),  # selects a variant
        ("Ngu\u0443ễn Văn An", "characters"),  # Cyrillic у among Latin letters
        ("\u0421\u0430\u043e Văn An", "characters"),  # Cyrillic Сао beside Latin
        ("\u13aan Bình", "characters"),  # Cherokee
        ("\uff21n Bình", "characters"),  # wide
        ("\U0001d400n Bình", "characters"),  # bold
        ("o\ufb03ce", "characters"),  # three letters in one
        ("Nguyễn\u0301\u0302\u0303\u0304", "characters"),  # a tower of marks
    ],
)
def test_what_is_no_name_is_refused(raw: str, code: str) -> None:
    with pytest.raises(InvalidRequest) as refused:
        clean_name(raw, path="person.full_name")
    assert refused.value.errors == (("person.full_name", code),)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Sở Y tế", "SỞ  Y-TẾ"),
        ("Phòng CNTT 1", "Phòng CNTT l"),
        ("Phòng CNTT I", "Phòng CNTT l"),
        ("OCEAN", "\u041e\u0421\u0415\u0410N"),
        ("VIN 0", "VlN O"),
        ("Trường Minh", "Trường rninh"),
    ],
)
def test_names_that_look_alike_have_one_skeleton(one: str, other: str) -> None:
    assert skeleton(one) == skeleton(other)


@pytest.mark.parametrize(
    ("one", "other"), [("Xã Tân", "Xã Tấn"), ("Phòng 2", "Phòng 3"), ("Đội Ba", "Đội Bà")]
)
def test_names_that_only_resemble_each_other_have_two(one: str, other: str) -> None:
    assert skeleton(one) != skeleton(other)


@given(st.text())
def test_cleaning_twice_changes_nothing_more(raw: str) -> None:
    try:
        once = clean_name(raw)
    except InvalidRequest:
        return
    assert clean_name(once) == once
    assert len(once) <= MAX_LENGTH


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("Nguyễn Thị Minh Hạnh", "Nguyễn T. M. H."),
        ("Đỗ Ái", "Đỗ Á."),
        ("đỗ đức ân", "đỗ Đ. Â."),
        ("Mỷ", "M."),
        ("Lê 'Tí", "Lê T."),
        (unicodedata.normalize("NFD", "Lê Ổn"), "Lê Ổ."),
        ("", ""),
    ],
)
def test_a_mask_leaves_the_family_name_and_initials(name: str, masked: str) -> None:
    assert mask(name) == masked


@given(st.lists(st.text("abcđỗNguyễn", min_size=4), min_size=2, max_size=5))
def test_no_given_name_shows_through_its_mask(words: list[str]) -> None:
    shown = mask(" ".join(words)).split()
    assert shown[0] == words[0]
    assert all(len(initial) == 2 and initial[1] == "." for initial in shown[1:])
