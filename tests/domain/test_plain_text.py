"""Texts of forms are cleaned, and every field at fault is named."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.errors import InvalidRequest
from app.domain.plain_text import Fields, is_safe_link


@pytest.mark.parametrize(
    "address",
    [
        "https://vanban.chinhphu.vn",
        "https://vanban.chinhphu.vn/?pageid=27160&docid=200163",
        "https://xn--tuynquang-x6a.vn:8443/a#b",
    ],
)
def test_whole_https_addresses_are_taken(address: str) -> None:
    assert is_safe_link(address)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "http://vanban.chinhphu.vn",
        "javascript:alert(1)",
        "https:",
        "https://",
        "https://localhost",
        "https://a.vn@evil.vn",
        "https://user:pw@a.vn",
        "https://a.vn/ b",
        "https://a.vn\\b",
        "https://a.vn:port",
        "https://[::1",
        "//a.vn",
        "data:text/html,x",
        "https://a.vn/" + "x" * 500,
    ],
)
def test_every_other_address_is_refused(address: str) -> None:
    assert not is_safe_link(address)


@given(st.text(max_size=80))
def test_a_line_never_keeps_controls_or_breaks(text: str) -> None:
    line = Fields().line("x", text, 1000, needed=False)
    assert line == " ".join(line.split())
    assert all(sign.isprintable() or not sign.isascii() for sign in line)


def test_all_faults_are_raised_together() -> None:
    fields = Fields()
    fields.line("a", "\u200e \x00", 5, needed=False)
    fields.line("b", " ", 5)
    fields.text("c", "x" * 6, 5)
    fields.link("d", "ftp://a.vn")
    assert fields.link("e", "  ") is None
    assert fields.read("f", lambda: int("x"), 0) == 0
    with pytest.raises(InvalidRequest) as refused:
        fields.refuse_if_any()
    assert [path for path, _ in refused.value.errors] == ["b", "c", "d", "f"]
