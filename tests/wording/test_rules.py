"""The rules in plain sentences say what the data say."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from flask import Flask
from flask_babel import force_locale

from app.domain.attempts import SHOWING_BOUND
from app.domain.contest_rules import (
    CHAIN_A,
    COUNTS,
    GROUPS,
    POLICIES,
    UNIT_FORMULAS,
    ChainStep,
    Draw,
    Prediction,
    Rules,
)
from app.wording.rules import ranking_sentence, rules_sentences, unit_sentences

RULES = Rules(minutes=15, draws=(Draw("a", None, 12), Draw(None, 3, 8)))


def said(app: Flask, language: str = "vi", rounds: int = 1, **changed: object) -> str:
    with app.test_request_context():
        return "\n".join(rules_sentences(replace(RULES, **changed), language, rounds))


def test_questions_and_minutes_are_said(app: Flask) -> None:
    assert "Mỗi lượt thi có 20 câu hỏi, làm trong 15 phút." in said(app)


@pytest.mark.parametrize(
    ("changed", "rounds", "sentence"),
    [
        ({"attempts_allowed": 1}, 1, "Bạn được thi 1 lượt."),
        ({"attempts_allowed": 3}, 2, "Mỗi đợt bạn được thi 3 lượt."),
        ({"attempts_allowed": 2, "attempts_per": "day"}, 1, "Mỗi ngày bạn được thi 2 lượt."),
        ({"attempts_allowed": None}, 1, "Bạn thi bao nhiêu lượt cũng được."),
    ],
)
def test_how_often_one_may_try_is_said(
    app: Flask, changed: dict[str, object], rounds: int, sentence: str
) -> None:
    assert sentence in said(app, rounds=rounds, **changed)


def test_with_one_attempt_nothing_is_said_about_which_counts(app: Flask) -> None:
    assert "Nếu thi nhiều lượt" not in said(app)


def test_which_attempt_counts_is_said_differently_for_each(app: Flask) -> None:
    sentences = {said(app, attempts_allowed=3, counts=counts) for counts in COUNTS}
    assert len(sentences) == len(COUNTS)


def test_the_chain_is_said_in_its_order(app: Flask) -> None:
    with app.test_request_context():
        sentence = ranking_sentence(replace(RULES, chain=CHAIN_A))
    places = [
        sentence.index(words)
        for words in ("đúng nhiều câu hơn", "dự đoán gần đúng", "làm bài nhanh", "nộp bài sớm")
    ]
    assert places == sorted(places)


def test_a_chain_of_one_step_promises_no_further_step(app: Flask) -> None:
    with app.test_request_context():
        sentence = ranking_sentence(replace(RULES, chain=(ChainStep.POINTS,)))
    assert sentence == "Xếp hạng: ai nhiều điểm hơn thì đứng trước. Bằng nhau thì cùng hạng."


def test_every_step_of_a_chain_has_words(app: Flask) -> None:
    with app.test_request_context():
        assert ranking_sentence(replace(RULES, chain=tuple(ChainStep))).count(";") == 4


def test_the_prediction_is_said_in_the_reader_s_language(app: Flask) -> None:
    prediction = Prediction("Bao nhiêu người?", {"en": "How many people?"})
    assert "“Bao nhiêu người?”" in said(app, prediction=prediction)
    assert "How many people?" in said(app, "en", prediction=prediction)
    assert "dự đoán" not in said(app)


def test_grace_is_said_only_where_there_is_some(app: Flask) -> None:
    assert "chờ thêm 10 giây" in said(app)
    assert "chờ thêm" not in said(app, grace_seconds=0)


def test_from_when_the_time_runs_is_said_with_its_bound(app: Flask) -> None:
    bound = int(SHOWING_BOUND.total_seconds())
    assert f"nếu đề hiện trong {bound} giây đầu" in said(app)
    assert "thời gian sự cố không tính" in said(app, grace_seconds=0)


def test_what_a_wrong_answer_costs_is_said(app: Flask) -> None:
    assert "không bị trừ điểm" in said(app)
    assert "bị trừ 25 % số điểm" in said(app, negative=Decimal("0.25"))


def test_every_policy_of_results_is_said_differently(app: Flask) -> None:
    assert len({said(app, result_policy=policy) for policy in POLICIES}) == len(POLICIES)


def test_whether_names_are_masked_is_said(app: Flask) -> None:
    assert "Nguyễn T. H." in said(app)
    assert "họ và tên đầy đủ" in said(app, show_full_names=True)


def test_who_may_take_part_is_said(app: Flask) -> None:
    assert "Mọi người đều dự thi được." in said(app)
    assert "Cuộc thi dành cho: cán bộ, công chức." in said(app, groups=GROUPS[:2])


@pytest.mark.parametrize("formula", UNIT_FORMULAS)
def test_the_formula_of_units_and_the_least_size_are_said(app: Flask, formula: str) -> None:
    rules = replace(RULES, unit_formula=formula, top_n=10, min_unit_size=5)
    with app.test_request_context():
        sentences = unit_sentences(rules)
    assert "Cần ít nhất 5 người dự thi" in sentences[-1]
    assert "%(" not in "".join(sentences)


def test_the_missing_ones_of_a_small_unit_count_nothing(app: Flask) -> None:
    rules = replace(RULES, unit_formula="top_n_mean", top_n=7)
    with app.test_request_context():
        said_of_units = " ".join(unit_sentences(rules))
    assert "7 người cao điểm nhất" in said_of_units
    assert "tính 0 điểm" in said_of_units


def test_a_unit_of_one_is_not_told_about_a_least_size(app: Flask) -> None:
    assert "Cần ít nhất" not in said(app, min_unit_size=1)


@pytest.mark.parametrize("language", ["en", "ru"])
def test_rules_can_be_said_in_other_languages(app: Flask, language: str) -> None:
    with app.test_request_context(), force_locale(language):
        assert all(sentence for sentence in rules_sentences(RULES, language))
