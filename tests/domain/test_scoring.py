"""Marks of every type of question, computed by hand; all in thousandths of a point."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.questions import Key, MultipleScoring, Question, QuestionType
from app.domain.scoring import Mark, mark, to_mills

ALL = MultipleScoring.ALL_OR_NOTHING
PART = MultipleScoring.PARTIAL
MINUS = MultipleScoring.RIGHT_MINUS_WRONG


def ask(kind: str, points: str = "1") -> Question:
    return Question("q", QuestionType(kind), "?", points=Decimal(points))


SINGLE = Key("q", options=frozenset("b"))
TRUE = Key("q", truth=True)
ORDER = Key("q", order=("x", "y", "z"))
MATCH = Key("q", pairs={"a": "1", "b": "2", "c": "2"})


@pytest.mark.parametrize(
    ("kind", "key", "response", "mills"),
    [
        ("single", SINGLE, "b", 1000),
        ("single", SINGLE, "a", 0),
        ("boolean", TRUE, True, 1000),
        ("boolean", TRUE, False, 0),
        ("boolean", Key("q", truth=False), False, 1000),
        ("boolean", TRUE, "true", 0),  # A word is no truth value.
        ("boolean", TRUE, 1, 0),
        ("order", ORDER, ["x", "y", "z"], 1000),
        ("order", ORDER, ["x", "z", "y"], 0),
        ("match", MATCH, {"a": "1", "b": "2", "c": "2"}, 1000),
        ("match", MATCH, {"a": "1", "b": "2"}, 667),  # 2/3 of 1000 = 666.67
        ("match", MATCH, {"a": "1", "b": "1", "c": "1"}, 333),  # 1/3 of 1000 = 333.33
        ("match", MATCH, {"a": "2", "b": "1", "c": "1"}, 0),
    ],
)
def test_a_response_earns_its_share(kind: str, key: Key, response: Any, mills: int) -> None:
    assert mark(ask(kind), key, response) == Mark(mills, 1000, mills == 1000)


# Four options a b c d, of which a, b and c are right; the question is worth 2 points = 2000.
# "partial": right / 3, and nothing at all with a wrong one.
# "right minus wrong": (right - wrong) / 3, never below 0.
MULTIPLE = [
    #  chosen         all   partial  right - wrong
    (["a", "b", "c"], 2000, 2000, 2000),  # 3/3; (3-0)/3
    (["a", "b"], 0, 1333, 1333),  # 2/3 of 2000 = 1333.33
    (["a"], 0, 667, 667),  # 1/3 of 2000 = 666.67
    (["a", "b", "c", "d"], 0, 0, 1333),  # one wrong; (3-1)/3
    (["a", "b", "d"], 0, 0, 667),  # (2-1)/3
    (["a", "d"], 0, 0, 0),  # (1-1)/3
    (["d"], 0, 0, 0),  # (0-1)/3 is below 0
]


@pytest.mark.parametrize(("chosen", "all_", "part", "minus"), MULTIPLE)
def test_several_right_options_are_marked_by_the_scoring_of_the_key(
    chosen: list[str], all_: int, part: int, minus: int
) -> None:
    for scoring, mills in ((ALL, all_), (PART, part), (MINUS, minus)):
        key = Key("q", options=frozenset("abc"), scoring=scoring)
        assert mark(ask("multiple", "2"), key, chosen) == Mark(mills, 2000, mills == 2000)


@pytest.mark.parametrize(
    ("response", "right"),
    [
        ("2.5", True),
        ("2.4", True),  # 0.1 off: the tolerance is inclusive
        ("2.6", True),
        ("2.61", False),
        ("2.39", False),
        (2.6, True),
        ("hai", False),
        ("NaN", False),
        ("Infinity", False),
    ],
)
def test_a_number_is_right_within_its_tolerance(response: Any, right: bool) -> None:
    key = Key("q", number=Decimal("2.5"), tolerance=Decimal("0.1"))
    assert mark(ask("number"), key, response).correct is right


@pytest.mark.parametrize(
    ("given_", "case", "accents", "right"),
    [
        ("Chuyển đổi số", True, False, True),
        ("  chuyển   ĐỔI số ", True, False, True),
        ("chuyển đổi số", False, False, False),
        ("Chuyen doi so", True, False, False),
        ("chuyen doi so", True, True, True),
        ("chuyen doi so", False, True, False),
        ("Chuyen doi so", False, True, True),
        ("Chuyê\u0309n đô\u0309i số", True, False, True),  # accents typed apart
        ("digital transformation", True, False, True),  # the second accepted text
        ("", True, False, False),
    ],
)
def test_texts_compare_as_the_key_says(given_: str, case: bool, accents: bool, right: bool) -> None:
    texts = ("Chuyển đổi số", "Digital transformation")
    key = Key("q", texts=texts, ignore_case=case, ignore_accents=accents)
    assert mark(ask("text"), key, given_).correct is right


@pytest.mark.parametrize(
    ("response", "mills"),
    [
        ("b", 1500),  # right: nothing is taken
        ("a", -375),  # wrong: a quarter of 1500
        (None, 0),  # unanswered costs nothing
        (["b"], 0),  # unreadable costs nothing
    ],
)
def test_a_wrong_answer_costs_its_share_of_the_points(response: Any, mills: int) -> None:
    assert mark(ask("single", "1.5"), SINGLE, response, negative=Decimal("0.25")).mills == mills


def test_a_partly_right_answer_costs_nothing() -> None:
    key = Key("q", options=frozenset("ab"), scoring=PART)
    # 1 of 2 right: half of 1000.
    assert mark(ask("multiple"), key, ["a"], negative=Decimal(1)) == Mark(500, 1000, False)


@pytest.mark.parametrize(
    ("points", "negative", "mills"),
    [
        ("0.001", "0.5", 0),  # half a thousandth: to the even one, 0
        ("0.003", "0.5", -2),  # one and a half thousandths: to the even one, 2
        ("1", "0.3333", -333),
    ],
)
def test_halves_of_a_thousandth_go_to_the_even_one(points: str, negative: str, mills: int) -> None:
    got = mark(ask("single", points), SINGLE, "a", negative=Decimal(negative))
    assert got.mills == mills


@pytest.mark.parametrize(("points", "mills"), [("1", 1000), ("2.5", 2500), ("0.0005", 0)])
def test_points_become_thousandths(points: str, mills: int) -> None:
    assert to_mills(Decimal(points)) == mills


KEYS = {
    "single": SINGLE,
    "multiple": Key("q", options=frozenset("ab"), scoring=MINUS),
    "boolean": TRUE,
    "number": Key("q", number=Decimal(1)),
    "text": Key("q", texts=("a",)),
    "order": ORDER,
    "match": MATCH,
}
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=2), inner),
    max_leaves=5,
)


@given(st.sampled_from(sorted(KEYS)), JSON, st.decimals(0, 1, places=3))
def test_any_response_at_all_gets_a_mark_within_bounds(
    kind: str, response: Any, negative: Decimal
) -> None:
    got = mark(ask(kind), KEYS[kind], response, negative=negative)
    assert -to_mills(negative) <= got.mills <= got.max_mills == 1000
    assert got.correct == (got.mills == 1000)


@given(st.permutations("abcd"), st.integers(0, 4))
def test_the_order_of_ticking_changes_no_mark(letters: list[str], count: int) -> None:
    for scoring in MultipleScoring:
        key = Key("q", options=frozenset("ac"), scoring=scoring)
        chosen = letters[:count]
        assert mark(ask("multiple"), key, chosen) == mark(ask("multiple"), key, sorted(chosen))
