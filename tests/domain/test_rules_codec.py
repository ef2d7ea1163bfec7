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
from app.domain.divisions import Division
from app.domain.rules_codec import InvalidRules, from_plain, to_plain

LEAST: dict[str, Any] = {"minutes": 15, "draws": [{"topic": None, "difficulty": None, "count": 20}]}

ONE: dict[str, Any] = {"code": "a", "name": "Bảng 1", "groups": ["cadre", "student"]}
STEPS = [step for step in ChainStep if step is not ChainStep.DRAW]
CHAINS = st.builds(
    lambda steps, draw: (*steps, ChainStep.DRAW) if draw else tuple(steps),
    st.lists(st.sampled_from(STEPS), min_size=1, unique=True),
    st.booleans(),
)
CODES = st.from_regex(r"[a-z0-9]{1,8}(-[a-z0-9]{1,8})?", fullmatch=True)


@st.composite
def some_divisions(draw: st.DrawFn) -> tuple[Division, ...]:
    """Up to three divisions with groups of their own."""
    groups = draw(st.permutations(known.GROUPS))
    codes = draw(st.lists(CODES, max_size=3, unique=True))
    return tuple(
        Division(
            code,
            draw(st.text(min_size=1, max_size=120).filter(str.strip)),
            tuple(groups[place * 2 : place * 2 + 2]),
            draw(st.integers(0, 1000)),
            draw(st.integers(0, 1000)),
        )
        for place, code in enumerate(codes)
    )


DIVISIONS = some_divisions()
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
        st.sampled_from(known.QUANTITIES),
        st.sampled_from(known.NEARNESS),
    ),
    chain=CHAINS,
    result_policy=st.sampled_from(known.POLICIES),
    negative=st.decimals(0, 1, places=3),
    groups=st.lists(st.sampled_from(known.GROUPS), unique=True).map(tuple),
    unit_formula=st.sampled_from(known.UNIT_FORMULAS),
    top_n=st.integers(1, 10_000),
    min_unit_size=st.integers(1, 1_000_000),
    show_full_names=st.booleans(),
    over_rounds=st.sampled_from(known.OVER_ROUNDS),
    best_k=st.integers(1, 200),
    divisions=DIVISIONS,
    prizes_listed=st.integers(0, 1000),
    round_prizes_listed=st.integers(0, 1000),
    min_age=st.none() | st.integers(1, 60),
    max_age=st.none() | st.integers(60, 150),
    province_only=st.booleans(),
    excluded_may_play=st.booleans(),
    publish_participation_at=st.none() | st.times().map(lambda time: f"{time:%H:%M}"),
).filter(
    lambda rules: (
        not rules.groups or all(set(d.groups) & set(rules.groups) for d in rules.divisions)
    )
)


@given(RULES)
def test_rules_come_back_from_json_as_they_were(rules: Rules) -> None:
    assert from_plain(json.loads(json.dumps(to_plain(rules)))) == rules


def test_rules_written_before_there_was_more_are_still_read() -> None:
    old = to_plain(Rules(minutes=15, draws=(Draw(None, None, 20),)))
    old["prediction"] = {"text": "Bao nhiêu?", "translations": {}}
    for name in (
        *("over_rounds", "best_k", "divisions", "prizes_listed", "round_prizes_listed"),
        *("min_age", "max_age", "province_only", "excluded_may_play", "publish_participation_at"),
    ):
        del old[name]
    read = from_plain(old)
    assert read.prediction == Prediction("Bao nhiêu?", {}, "announced", "nearest")
    assert (read.over_rounds, read.divisions, read.asks_birth_year) == ("sum", (), False)


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
        ({"over_rounds": "mean"}, ("over_rounds", "choice")),
        ({"best_k": 0}, ("best_k", "range")),
        ({"min_age": 0}, ("min_age", "range")),
        ({"min_age": 30, "max_age": 20}, ("max_age", "order")),
        ({"province_only": 1}, ("province_only", "type")),
        ({"publish_participation_at": "24:00"}, ("publish_participation_at", "format")),
        ({"publish_participation_at": "9:00"}, ("publish_participation_at", "format")),
        ({"prizes_listed": -1}, ("prizes_listed", "range")),
        ({"prediction": {"text": "?", "quantity": "luck"}}, ("prediction.quantity", "choice")),
        ({"prediction": {"text": "?", "rule": "far"}}, ("prediction.rule", "choice")),
        ({"chain": ["draw", "time"]}, ("chain", "order")),
        ({"chain": ["draw"]}, ("chain", "missing")),
        ({"divisions": "1"}, ("divisions", "type")),
        ({"divisions": [1]}, ("divisions[0]", "type")),
        ({"divisions": [ONE | {"bonus": 1}]}, ("divisions[0]", "type")),
        ({"divisions": [ONE | {"code": "Nhóm 1"}]}, ("divisions[0].code", "format")),
        ({"divisions": [ONE | {"code": "a" * 25}]}, ("divisions[0].code", "format")),
        ({"divisions": [ONE | {"name": " "}]}, ("divisions[0].name", "missing")),
        ({"divisions": [ONE | {"name": "x" * 121}]}, ("divisions[0].name", "too_long")),
        ({"divisions": [ONE | {"groups": []}]}, ("divisions[0].groups", "missing")),
        ({"divisions": [ONE | {"groups": ["king"]}]}, ("divisions[0].groups", "choice")),
        ({"divisions": [ONE | {"prizes_listed": -1}]}, ("divisions[0].prizes_listed", "range")),
        ({"divisions": [ONE, ONE | {"groups": ["other"]}]}, ("divisions[1].code", "duplicate")),
        ({"divisions": [ONE, ONE | {"code": "b"}]}, ("divisions[1].groups", "duplicate")),
        ({"groups": ["other"], "divisions": [ONE]}, ("divisions[0].groups", "choice")),
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
