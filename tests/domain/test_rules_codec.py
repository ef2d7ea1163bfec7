"""Rules survive being written down, and everything wrong is named at once."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain import contest_rules as known
from app.domain.contest_rules import CHAIN_B, ChainStep, Draw, Prediction, Rules
from app.domain.rules_codec import InvalidRules, from_plain, to_plain

LEAST: dict[str, Any] = {"minutes": 15, "draws": [{"topic": None, "difficulty": None, "count": 20}]}

RULES = st.builds(
    Rules,
    minutes=st.integers(1, 300),
    draws=st.lists(
        st.builds(Draw, st.none() | st.text(), st.none() | st.integers(1, 5), st.integers(1, 200)),
        min_size=1,
        max_size=5,
    ).map(tuple),
    grace_seconds=st.integers(0, 120),
    attempts_allowed=st.none() | st.integers(1, 1000),
    attempts_per=st.sampled_from(known.ATTEMPTS_PER),
    counts=st.sampled_from(known.COUNTS),
    shuffle_questions=st.booleans(),
    prediction=st.none()
    | st.builds(
        Prediction,
        st.text(min_size=1).filter(str.strip),
        st.dictionaries(st.sampled_from(["en", "ru"]), st.text()),
    ),
    chain=st.lists(st.sampled_from(list(ChainStep)), min_size=1, unique=True).map(tuple),
    result_policy=st.sampled_from(known.POLICIES),
    negative=st.decimals(0, 1, places=3),
    groups=st.lists(st.sampled_from(known.GROUPS), unique=True).map(tuple),
    unit_formula=st.sampled_from(known.UNIT_FORMULAS),
    top_n=st.integers(1, 10_000),
    min_unit_size=st.integers(1, 1_000_000),
    show_full_names=st.booleans(),
)


@given(RULES)
def test_rules_come_back_from_json_as_they_were(rules: Rules) -> None:
    assert from_plain(json.loads(json.dumps(to_plain(rules)))) == rules


def test_minutes_and_draws_are_enough() -> None:
    rules = from_plain(LEAST)
    assert rules == Rules(minutes=15, draws=(Draw(None, None, 20),))
    assert rules.question_count == 20
    assert (rules.attempts_allowed, rules.counts, rules.chain) == (1, "best", CHAIN_B)


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"minutes": 0}, ("minutes", "range")),
        ({"minutes": 301}, ("minutes", "range")),
        ({"minutes": "15"}, ("minutes", "type")),
        ({"minutes": True}, ("minutes", "type")),
        ({"minutes": None}, ("minutes", "type")),
        ({"grace_seconds": -1}, ("grace_seconds", "range")),
        ({"attempts_allowed": 0}, ("attempts_allowed", "range")),
        ({"attempts_per": "week"}, ("attempts_per", "choice")),
        ({"counts": ["best"]}, ("counts", "choice")),
        ({"draws": []}, ("draws", "missing")),
        ({"draws": "20"}, ("draws", "type")),
        ({"draws": [20]}, ("draws[0]", "type")),
        ({"draws": [{"count": 5}, {"count": 0}]}, ("draws[1].count", "range")),
        ({"draws": [{"topic": "luật"}]}, ("draws[0].count", "type")),
        ({"draws": [{"count": 5, "difficulty": 6}]}, ("draws[0].difficulty", "range")),
        ({"draws": [{"count": 5, "topic": 3}]}, ("draws[0].topic", "type")),
        ({"draws": [{"count": 5, "level": 1}]}, ("draws[0]", "type")),
        ({"shuffle_questions": "no"}, ("shuffle_questions", "type")),
        ({"prediction": "Bao nhiêu?"}, ("prediction", "type")),
        ({"prediction": {"text": " "}}, ("prediction.text", "missing")),
        ({"prediction": {"text": "?", "translations": []}}, ("prediction.translations", "type")),
        ({"chain": []}, ("chain", "missing")),
        ({"chain": ["time", "time"]}, ("chain", "duplicate")),
        ({"chain": ["luck"]}, ("chain", "choice")),
        ({"chain": [["time"]]}, ("chain", "choice")),
        ({"chain": "time"}, ("chain", "type")),
        ({"result_policy": "all"}, ("result_policy", "choice")),
        ({"negative": "1.01"}, ("negative", "range")),
        ({"negative": "-0.1"}, ("negative", "range")),
        ({"negative": "NaN"}, ("negative", "range")),
        ({"negative": "sNaN"}, ("negative", "range")),
        ({"negative": "some"}, ("negative", "type")),
        ({"groups": ["king"]}, ("groups", "choice")),
        ({"unit_formula": "sum"}, ("unit_formula", "choice")),
        ({"top_n": 0}, ("top_n", "range")),
        ({"min_unit_size": 0}, ("min_unit_size", "range")),
        ({"show_full_names": 1}, ("show_full_names", "type")),
        ({"bonus": 3}, ("bonus", "unknown")),
    ],
)
def test_what_cannot_be_is_named_by_its_path(
    change: dict[str, Any], problem: tuple[str, str]
) -> None:
    with pytest.raises(InvalidRules) as refused:
        from_plain({**LEAST, **change})
    assert refused.value.problems == (problem,)


def test_all_problems_are_reported_at_once() -> None:
    with pytest.raises(InvalidRules) as refused:
        from_plain({"counts": "worst", "top_n": 0, "bonus": 1})
    assert sorted(refused.value.problems) == [
        ("bonus", "unknown"),
        ("counts", "choice"),
        ("draws", "missing"),
        ("minutes", "missing"),
        ("top_n", "range"),
    ]


def test_the_price_of_a_wrong_answer_is_exact() -> None:
    assert from_plain({**LEAST, "negative": "0.1"}).negative == Decimal("0.1")
    assert from_plain({**LEAST, "negative": 0.25}).negative == Decimal("0.25")


@given(
    st.dictionaries(
        st.sampled_from([*to_plain(Rules(1, ())), "bonus"]),
        st.recursive(
            st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9),
            lambda inner: (
                st.lists(inner, max_size=3)
                | st.dictionaries(st.sampled_from(["text", "count", "topic"]), inner)
            ),
            max_leaves=6,
        ),
    )
)
def test_any_plain_values_are_rules_or_refused(plain: dict[str, Any]) -> None:
    try:
        rules = from_plain(plain)
    except InvalidRules as refused:
        assert refused.problems
    else:
        assert from_plain(to_plain(rules)) == rules
