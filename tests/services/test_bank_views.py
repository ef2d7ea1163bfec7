from __future__ import annotations

from datetime import datetime

import pytest
from flask import Flask

from app.domain.errors import NotFound
from app.services import bank_views, banks

TEXT = """format: 1
bank: thu
title: Thử
language: vi
questions:
  - {id: a, type: boolean, text: Một?, answer: %s, explanation: x, source: y}
"""


def store(answer: str, now: datetime) -> None:
    data = (TEXT % answer).encode()
    banks.import_bank(data, file_name="t.yaml", account_id=None, now=now)


def test_the_newest_version_comes_with_its_keys(app: Flask, now: datetime) -> None:
    store("true", now)
    store("false", now)
    content = bank_views.get_questions_with_keys("thu")
    assert content.version.number == 2
    assert content.keys["a"].truth is False
    assert [question.id for question in content.compiled.questions] == ["a"]


def test_an_older_version_keeps_its_own_keys(app: Flask, now: datetime) -> None:
    store("true", now)
    store("false", now)
    assert bank_views.get_questions_with_keys("thu", 1).keys["a"].truth is True


@pytest.mark.parametrize(("slug", "number"), [("thu", 2), ("thu", 0), ("khac", None)])
def test_what_is_not_there_is_not_found(
    app: Flask, now: datetime, slug: str, number: int | None
) -> None:
    store("true", now)
    with pytest.raises(NotFound):
        bank_views.get_questions_with_keys(slug, number)
