"""Units sort by their first word and are found without accents."""

from __future__ import annotations

import pytest

from app.domain.unit_names import is_sought, unit_sort_key


def test_units_sort_word_by_word_in_vietnamese_order() -> None:
    names = ["Xã Đồng Văn", "Xã Du Già", "Phường Hà Giang 2", "Xã Bắc Mê", "Phường Hà Giang 1"]
    assert sorted(names, key=unit_sort_key) == [
        "Phường Hà Giang 1",
        "Phường Hà Giang 2",
        "Xã Bắc Mê",
        "Xã Du Già",
        "Xã Đồng Văn",
    ]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", True),
        ("đồng", True),
        ("dong van", True),
        ("VĂN xã", True),
        ("00721", True),
        ("0072", False),
        ("dong ha", False),
        ("\x00", False),
    ],
)
def test_every_word_of_a_query_must_be_found(query: str, found: bool) -> None:
    assert is_sought(query, search_name="xa dong van", code="00721") is found
