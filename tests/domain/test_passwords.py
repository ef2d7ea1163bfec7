"""Passwords are of fair length and more than the person's own name and phone."""

from __future__ import annotations

import unicodedata

import pytest

from app.domain.errors import PasswordTooWeak
from app.domain.passwords import MAX_LENGTH, MIN_LENGTH, refuse_unfit

PERSON = {"phone": "+84912345678", "full_name": "Nguyễn Văn Hạnh"}


def reason(password: str) -> str | None:
    try:
        refuse_unfit(password, **PERSON)
    except PasswordTooWeak as refusal:
        return refusal.reason
    return None


def test_the_length_is_bounded_on_both_sides() -> None:
    assert reason("t" * (MIN_LENGTH - 1)) == "short"
    assert reason("t" * MIN_LENGTH) is None
    assert reason("t" * MAX_LENGTH) is None
    assert reason("t" * (MAX_LENGTH + 1)) == "long"


def test_length_does_not_depend_on_how_accents_are_composed() -> None:
    seven = unicodedata.normalize("NFD", "ấấấấấấấ")
    assert len(seven) > MIN_LENGTH
    assert reason(seven) == "short"


@pytest.mark.parametrize(
    "password",
    [
        "0912345678",
        "912345678",
        "+84912345678",
        "0912.345.678",
        "a0912345678",
        "nguyenvanhanh",
        "NguyenVanHanh1",
        "Nguyễn Văn Hạnh",
        "hanh.nguyen.99",
        "Hạnh345678",
    ],
)
def test_the_own_phone_and_name_are_no_password(password: str) -> None:
    assert reason(password) == "own"


@pytest.mark.parametrize("password", ["hanh-thich-nui-cao", "0987654321", "suong mai tren nui"])
def test_a_password_may_contain_a_part_of_the_name(password: str) -> None:
    assert reason(password) is None


def test_nothing_known_about_the_person_refuses_nothing() -> None:
    refuse_unfit("nguyenvanhanh", phone="", full_name="")
