"""Names in one written form, and the mask under which boards show them."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.errors import InvalidRequest
from app.domain.names import MAX_LENGTH, clean_name, mask


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("  Nguyễn   Thị Hạnh ", "Nguyễn Thị Hạnh"),
        (unicodedata.normalize("NFD", "Nguyễn Thị Hạnh"), "Nguyễn Thị Hạnh"),
        ("Y-Bham O'Brien", "Y-Bham O'Brien"),
        ("Lò\u00a0Thị Mỷ", "Lò Thị Mỷ"),
        ("Trường THPT số 1", "Trường THPT số 1"),
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
    ],
)
def test_what_is_no_name_is_refused(raw: str, code: str) -> None:
    with pytest.raises(InvalidRequest) as refused:
        clean_name(raw, path="person.full_name")
    assert refused.value.errors == (("person.full_name", code),)


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
