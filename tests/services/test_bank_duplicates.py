from __future__ import annotations

import pytest
from flask import Flask

from app.domain.errors import NotFound
from app.services import bank_duplicates, banks
from app.services.bank_duplicates import Likenesses
from tests.conftest import NOW

HEAD = "format: 1\nbank: {}\ntitle: {}\nlanguage: vi\nquestions:\n"
LINE = "  - {{id: {}, type: boolean, text: {}, answer: true}}\n"


def a_bank_of(slug: str, **texts: str) -> None:
    data = HEAD.format(slug, slug) + "".join(LINE.format(*item) for item in texts.items())
    banks.import_bank(data.encode(), file_name=slug, account_id=None, now=NOW)


def ids(found: Likenesses) -> list[tuple[str, str]]:
    return [(one.first.question.id, one.second.question.id) for one in found.pairs]


def test_pairs_of_one_bank_and_pairs_across_banks_are_told_apart(app: Flask) -> None:
    a_bank_of("mot", a="Chữ ký số là gì?", b="chu ky so la gi", c="Khác hẳn?")
    a_bank_of("hai", d="CHỮ KÝ SỐ LÀ GÌ", e="Không giống ai cả?")
    assert ids(bank_duplicates.find("mot")) == [("a", "b")]
    assert bank_duplicates.find("hai").pairs == ()
    across = bank_duplicates.find_everywhere()
    assert across.compared == 5
    for one in across.pairs:
        assert one.first.slug != one.second.slug
    assert {id for pair in ids(across) for id in pair} >= {"d"}


def test_only_the_newest_versions_are_compared(app: Flask) -> None:
    a_bank_of("mot", a="Chữ ký số là gì?", b="chu ky so la gi")
    a_bank_of("mot", a="Chữ ký số là gì?", b="Đã viết lại")
    assert bank_duplicates.find("mot").pairs == ()


def test_a_bank_that_is_not_there_has_no_pairs(app: Flask) -> None:
    assert bank_duplicates.find_everywhere().pairs == ()
    with pytest.raises(NotFound):
        bank_duplicates.find("khac")
