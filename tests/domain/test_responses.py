"""Responses come to one written form, and what does not fit its question is refused."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.questions import Option, Question, QuestionType
from app.domain.responses import MAX_TEXT, InvalidResponse, normalise

A, B, C = Option("a", "A"), Option("b", "B"), Option("c", "C")
QUESTIONS = {
    "single": Question("q", QuestionType.SINGLE, "?", options=(A, B, C)),
    "multiple": Question("q", QuestionType.MULTIPLE, "?", options=(A, B, C)),
    "boolean": Question("q", QuestionType.BOOLEAN, "?"),
    "number": Question("q", QuestionType.NUMBER, "?"),
    "text": Question("q", QuestionType.TEXT, "?"),
    "order": Question("q", QuestionType.ORDER, "?", options=(A, B, C)),
    "match": Question("q", QuestionType.MATCH, "?", lefts=(A, B), rights=(B, C)),
}


@pytest.mark.parametrize(
    ("kind", "raw", "written"),
    [
        ("single", "a", "a"),
        ("multiple", ["c", "a", "c"], ["a", "c"]),
        ("multiple", [], None),
        ("boolean", False, False),
        ("number", "012", "12"),
        ("number", " 1,50 ", "1.5"),
        ("number", "+3", "3"),
        ("number", "-0,0", "0"),
        ("number", "1000", "1000"),
        ("number", 7, "7"),
        ("number", 0.1, "0.1"),
        ("number", "", None),
        ("number", "9" * 40, "9" * 40),
        ("number", "0." + "3" * 38, "0." + "3" * 38),
        ("text", "  Hà   Giang ", "Hà Giang"),
        ("text", "Ha\u0300 Giang", "Hà Giang"),
        ("text", " \t", None),
        ("text", "a" * MAX_TEXT, "a" * MAX_TEXT),
        ("order", ["c", "a", "b"], ["c", "a", "b"]),
        ("match", {"b": "c", "a": "c"}, {"a": "c", "b": "c"}),
        ("match", {"a": "b"}, {"a": "b"}),
        ("match", {}, None),
    ],
)
def test_a_response_has_one_written_form(kind: str, raw: Any, written: Any) -> None:
    assert normalise(QUESTIONS[kind], raw) == written


@pytest.mark.parametrize("kind", sorted(QUESTIONS))
def test_nothing_clears_every_kind_of_answer(kind: str) -> None:
    assert normalise(QUESTIONS[kind], None) is None


@pytest.mark.parametrize(
    ("kind", "raw", "reason"),
    [
        ("single", "d", "unknown_option"),
        ("single", "", "unknown_option"),
        ("single", ["a"], "unknown_option"),
        ("single", 1, "unknown_option"),
        ("multiple", "a", "list_of_options"),
        ("multiple", [["a"]], "list_of_options"),
        ("multiple", ["a", "d"], "unknown_option"),
        ("boolean", "true", "true_or_false"),
        ("boolean", 1, "true_or_false"),
        ("number", True, "number"),
        ("number", "1e3", "number"),
        ("number", "1.000.000", "number"),
        ("number", "١٢", "number"),
        ("number", float("nan"), "number"),
        ("number", float("inf"), "number"),
        ("number", "9" * 41, "number"),
        ("number", "5 con", "number"),
        ("text", 5, "text"),
        ("text", "a" * (MAX_TEXT + 1), "too_long"),
        ("text", "a\x00b", "control_characters"),
        ("text", "a\ud800b", "control_characters"),
        ("order", ["a", "b"], "every_item_once"),
        ("order", ["a", "b", "b"], "every_item_once"),
        ("order", ["a", "b", "c", "c"], "every_item_once"),
        ("order", "abc", "list_of_items"),
        ("match", [["a", "b"]], "pairs"),
        ("match", {"a": "a"}, "unknown_option"),
        ("match", {"c": "b"}, "unknown_option"),
        ("match", {"a": ["b"]}, "unknown_option"),
    ],
)
def test_what_does_not_fit_its_question_is_refused(kind: str, raw: Any, reason: str) -> None:
    with pytest.raises(InvalidResponse) as refused:
        normalise(QUESTIONS[kind], raw)
    assert refused.value.reason == reason


IDS = st.sampled_from("abc")
RAW: dict[str, st.SearchStrategy[Any]] = {
    "single": IDS,
    "multiple": st.lists(IDS),
    "boolean": st.booleans(),
    "number": st.integers(-(10**39), 10**40 - 1)
    | st.decimals(allow_nan=False, allow_infinity=False, places=5).map(str)
    | st.from_regex(r"[+-]?[0-9]{1,39}([.,][0-9]{1,30})?", fullmatch=True),
    "text": st.text(max_size=MAX_TEXT + 10),
    "order": st.permutations("abc").map(list),
    "match": st.dictionaries(st.sampled_from("ab"), st.sampled_from("bc")),
}


@given(st.data())
def test_writing_a_written_form_again_changes_nothing(data: st.DataObject) -> None:
    kind = data.draw(st.sampled_from(sorted(RAW)))
    try:
        once = normalise(QUESTIONS[kind], data.draw(RAW[kind]))
    except InvalidResponse:
        return
    assert normalise(QUESTIONS[kind], once) == once


@given(st.sampled_from(sorted(QUESTIONS)), st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
))  # fmt: skip
def test_whatever_is_sent_is_either_written_or_refused(kind: str, raw: Any) -> None:
    try:
        normalise(QUESTIONS[kind], raw)
    except InvalidResponse as refused:
        assert refused.reason
