"""What protects a unit board is said for the formula that the contest has."""

from __future__ import annotations

import pytest
from flask import Flask

from app.wording.unit_fairness import fairness_sentences
from tests.factories_contests import some_rules


@pytest.mark.parametrize(
    ("formula", "words"),
    [
        ("mean", "kéo điểm xuống"),
        ("top_n_mean", "một người giỏi"),
        ("participants", "đã khai"),
        ("entries", "đã khai"),
        ("rate", "trên 100 %"),
    ],
)
def test_the_formula_in_use_is_explained(app: Flask, formula: str, words: str) -> None:
    with app.test_request_context(headers={"Accept-Language": "vi"}):
        said = fairness_sentences(some_rules(unit_formula=formula))
    assert words in " ".join(said)
    assert "tối thiểu" not in " ".join(said)


def test_a_minimum_is_named_where_there_is_one(app: Flask) -> None:
    with app.test_request_context(headers={"Accept-Language": "vi"}):
        assert "tối thiểu" in " ".join(fairness_sentences(some_rules(min_unit_size=5)))
