"""Codes that are read aloud in a hall."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.halls import ALPHABET, LENGTH, new_code, read_code


@given(st.integers())
def test_a_code_is_read_back_as_it_was_made(seed: int) -> None:
    code = new_code(random.Random(seed).randrange)
    assert len(code) == LENGTH
    assert read_code(code) == code
    assert read_code(f" {code[:3].lower()}-{code[3:]} ") == code


def test_no_letter_looks_like_another() -> None:
    assert not set("01ILOU") & set(ALPHABET)


@pytest.mark.parametrize("typed", ["", "ABC", "ABCDEFG", "ABCDE0", "ABCDEÉ", "<b>abc"])
def test_what_cannot_be_a_code_is_none(typed: str) -> None:
    assert read_code(typed) is None
