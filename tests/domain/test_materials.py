"""Study materials: grouped by topic, moved within it, and files safely named."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.materials import LONGEST_NAME, by_topic, file_name, neighbour


def test_topics_stand_in_the_order_of_their_first_material() -> None:
    assert by_topic([("b", 1), ("a", 2), ("b", 3)]) == [("b", [1, 3]), ("a", [2])]


@pytest.mark.parametrize(
    ("wanted", "up", "expected"),
    [
        (1, False, 3),
        (3, True, 1),
        (1, True, None),
        (3, False, None),
        (2, True, None),
        (9, True, None),
    ],
)
def test_a_neighbour_is_of_the_same_topic(wanted: int, up: bool, expected: int | None) -> None:
    assert neighbour([(1, "b"), (2, "a"), (3, "b")], wanted, up=up) == expected


@pytest.mark.parametrize(
    ("sent", "ending", "expected"),
    [
        ("Sổ tay.PDF", ".pdf", "Sổ tay.pdf"),
        ("C:\\Users\\x\\anh.jpeg", ".jpg", "anh.jpg"),
        ("../../etc/passwd", ".png", "passwd.png"),
        ("virus.exe", ".pdf", "virus.exe.pdf"),
        ('a"b:c?.docx', ".docx", "abc.docx"),
        ("", ".pdf", "tai-lieu.pdf"),
        ("...", ".pdf", "tai-lieu.pdf"),
    ],
)
def test_a_file_is_called_as_sent_but_ends_as_its_content_says(
    sent: str, ending: str, expected: str
) -> None:
    assert file_name(sent, ending) == expected


@given(st.text(max_size=400))
def test_no_name_leaves_its_folder_or_breaks_a_header(sent: str) -> None:
    name = file_name(sent, ".pdf")
    assert name.endswith(".pdf")
    assert len(name) <= LONGEST_NAME
    assert not set(name) & set('/\\"\r\n\0')
