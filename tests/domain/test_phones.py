"""Phones are read as people write them and kept in one form."""

from __future__ import annotations

import pytest

from app.domain.errors import PhoneInvalid
from app.domain.phones import local, normalise, shown


@pytest.mark.parametrize(
    "typed",
    [
        "0912345678",
        "0912 345 678",
        "0912.345.678",
        "091-234-5678",
        " 0912\u00a0345 678 ",
        "84912345678",
        "+84912345678",
        "+84 912 345 678",
        "(+84) 912-345-678",
    ],
)
def test_a_phone_is_read_however_it_is_written(typed: str) -> None:
    assert normalise(typed) == "+84912345678"


@pytest.mark.parametrize("prefix", ["03", "05", "07", "08", "09"])
def test_every_mobile_prefix_is_taken(prefix: str) -> None:
    assert normalise(f"{prefix}12345678") == f"+84{prefix[1]}12345678"


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "abc",
        "091234567",
        "09123456789",
        "0212345678",
        "0112345678",
        "0412345678",
        "0612345678",
        "912345678",
        "+84 0912345678",
        "++84912345678",
        "+85912345678",
        "0912345678x",
        "０９１２３４５６７８",
        "٠٩١٢٣٤٥٦٧٨",
        "0912345678\x00",
        "0912345678" + " " * 60,
    ],
)
def test_what_is_no_mobile_number_is_refused(typed: str) -> None:
    with pytest.raises(PhoneInvalid):
        normalise(typed)


def test_a_normalised_phone_stays_as_it_is() -> None:
    assert normalise(normalise("0387654321")) == "+84387654321"


def test_a_phone_is_shown_in_groups() -> None:
    assert shown("+84912345678") == "0912 345 678"
    assert local("+84912345678") == "0912345678"
    assert normalise(shown("+84912345678")) == "+84912345678"
