"""The tie-break chain: orders computed by hand, and what must hold for any people."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.contest_rules import CHAIN_A, CHAIN_B, COUNTS, ChainStep
from app.domain.ranking import Facts, Truth, counting, parting_step, rank_key, ranks, total

START = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)


def person(
    correct: int, seconds: int, minute: int, prediction: int | None = None, **more: Any
) -> Facts:
    """`minute` is when they submitted, counted from the opening."""
    ended_at = START + timedelta(minutes=minute)
    facts = Facts(correct * 1000, correct, seconds * 1000, ended_at, prediction=prediction)
    return replace(facts, **more)


PEOPLE = {
    # name: correct, seconds, minute of submission, prediction
    "An": person(20, 300, 50, 1000),
    "Bình": person(20, 300, 50, 1000),
    "Chi": person(20, 200, 60, 1400),
    "Dũng": person(20, 200, 55, None),
    "Đức": person(20, 400, 10, 1190),
    "Hà": person(19, 60, 1, 1200),
}


def board(chain: tuple[ChainStep, ...], settled: int | None = None) -> list[tuple[int, str]]:
    keys = {name: rank_key(chain, facts, Truth(settled)) for name, facts in PEOPLE.items()}
    names = sorted(keys, key=lambda name: (keys[name], list(PEOPLE).index(name)))
    return list(zip(ranks([keys[name] for name in names]), names, strict=True))


def test_chain_b_is_correct_then_time_then_earlier() -> None:
    # 20 right: Chi and Dũng in 200 s (Dũng at minute 55, Chi at 60), then An and Bình in
    # 300 s and equal in all, then Đức in 400 s. Hà has 19 right, however quick.
    assert board(CHAIN_B) == [
        (1, "Dũng"),
        (2, "Chi"),
        (3, "An"),
        (3, "Bình"),
        (5, "Đức"),
        (6, "Hà"),
    ]


def test_chain_a_without_a_settled_prediction_is_chain_b() -> None:
    assert board(CHAIN_A) == board(CHAIN_B)


def test_chain_a_puts_the_nearer_prediction_first_once_it_is_settled() -> None:
    # 1200 people took part. Distances: Đức |1190-1200| = 10, An and Bình 200, Chi 200,
    # Dũng did not predict and stands behind all who did. Of the three with 200, Chi is
    # quicker (200 s against 300 s). Hà was exactly right but has only 19 correct.
    assert board(CHAIN_A, settled=1200) == [
        (1, "Đức"),
        (2, "Chi"),
        (3, "An"),
        (3, "Bình"),
        (5, "Dũng"),
        (6, "Hà"),
    ]


def test_equal_people_at_the_top_share_the_first_rank_and_leave_the_second_free() -> None:
    assert ranks(["a", "a", "b", "c", "c", "c", "d"]) == [1, 1, 3, 4, 4, 4, 7]
    assert ranks([]) == []


@pytest.mark.parametrize(
    ("step", "better", "worse"),
    [
        ("points", {"mills": 1}, {"mills": 0}),
        ("points", {"mills": -250}, {"mills": -500}),  # negative marks
        ("correct", {"correct": 10}, {"correct": 9}),
        ("time", {"time_ms": 1}, {"time_ms": 2}),
        ("submitted", {"ended_at": START}, {"ended_at": START + timedelta(milliseconds=1)}),
        ("attempts", {"attempts": 1}, {"attempts": 2}),
        ("prediction", {"prediction": 98}, {"prediction": 103}),  # 100: off by 2 and by 3
        ("prediction", {"prediction": 10**9}, {"prediction": None}),
    ],
)
def test_each_step_knows_what_is_better(
    step: str, better: dict[str, Any], worse: dict[str, Any]
) -> None:
    chain, same = (ChainStep(step),), person(5, 60, 5)
    one, other = replace(same, **better), replace(same, **worse)
    assert rank_key(chain, one, Truth(100)) < rank_key(chain, other, Truth(100))
    assert parting_step(chain, one, other, Truth(100)) is ChainStep(step)


def test_predictions_equally_far_off_on_either_side_are_equal() -> None:
    chain = (ChainStep.PREDICTION,)
    above, below = person(1, 1, 1, 103), person(1, 1, 1, 97)
    assert rank_key(chain, above, Truth(100)) == rank_key(chain, below, Truth(100))


def test_what_separates_two_people_is_the_first_step_in_which_they_differ() -> None:
    an, duc, chi = PEOPLE["An"], PEOPLE["Đức"], PEOPLE["Chi"]
    assert parting_step(CHAIN_A, an, duc) is ChainStep.TIME  # not settled yet
    assert parting_step(CHAIN_A, an, duc, Truth(1200)) is ChainStep.PREDICTION
    assert parting_step(CHAIN_A, an, chi, Truth(1200)) is ChainStep.TIME
    assert parting_step(CHAIN_A, an, PEOPLE["Bình"]) is None


ATTEMPTS = [person(15, 100, 1), person(18, 300, 20), person(18, 300, 20), person(12, 50, 40)]


@pytest.mark.parametrize(("counts", "place"), [("best", 1), ("first", 0), ("last", 3)])
def test_the_rules_say_which_attempt_counts(counts: str, place: int) -> None:
    assert counting(ATTEMPTS, counts, CHAIN_B) == place


def test_several_rounds_add_up_and_end_with_the_last_submission() -> None:
    week1 = person(18, 300, 20, 1000, attempts=2)
    week2 = person(20, 250, 90, 1200, attempts=1)
    # 18 + 20 right, 300 + 250 s, 2 + 1 attempts.
    assert total([week2, week1]) == Facts(
        38000, 38, 550_000, START + timedelta(minutes=90), attempts=3, prediction=None
    )
    assert total([week1]) == week1


FACTS = st.builds(
    Facts,
    mills=st.integers(-300_000, 300_000),
    correct=st.integers(0, 5),
    time_ms=st.integers(0, 3),
    ended_at=st.integers(0, 3).map(lambda ms: START + timedelta(milliseconds=ms)),
    attempts=st.integers(1, 3),
    prediction=st.none() | st.integers(0, 3) | st.just(10**9),
)
CHAINS = st.lists(st.sampled_from(list(ChainStep)), min_size=1, unique=True)
SETTLED = st.none() | st.integers(0, 3)


def as_tuple(chain: list[ChainStep], facts: Facts, settled: int | None) -> tuple[float, ...]:
    """The chain once more, written down independently."""
    guess = float("inf") if facts.prediction is None else abs(facts.prediction - (settled or 0))
    values = {
        "points": -facts.mills,
        "correct": -facts.correct,
        "prediction": 0 if settled is None else guess,
        "time": facts.time_ms,
        "submitted": facts.ended_at.timestamp(),
        "attempts": facts.attempts,
        "draw": 0,
    }
    return tuple(values[step.value] for step in chain)


@given(CHAINS, FACTS, FACTS, SETTLED)
def test_keys_sort_as_the_chain_compares(
    chain: list[ChainStep], one: Facts, other: Facts, settled: int | None
) -> None:
    keys = [rank_key(chain, facts, Truth(settled)) for facts in (one, other)]
    plain = [as_tuple(chain, facts, settled) for facts in (one, other)]
    assert (keys[0] < keys[1], keys[0] == keys[1]) == (plain[0] < plain[1], plain[0] == plain[1])
    assert (parting_step(chain, one, other, Truth(settled)) is None) == (keys[0] == keys[1])
    assert len(keys[0]) == len(keys[1]) and keys[0].isdigit()


@given(CHAINS, st.lists(FACTS, max_size=8), st.randoms(use_true_random=False))
def test_the_order_of_arrival_changes_no_rank(
    chain: list[ChainStep], people: list[Facts], chance: Any
) -> None:
    def board_of(some: list[Facts]) -> list[tuple[int, str]]:
        keys = sorted(rank_key(chain, facts) for facts in some)
        return list(zip(ranks(keys), keys, strict=True))

    shuffled = list(people)
    chance.shuffle(shuffled)
    assert board_of(shuffled) == board_of(people)


@given(CHAINS, st.lists(FACTS, min_size=1, max_size=6), FACTS, SETTLED)
def test_one_more_attempt_never_makes_the_best_one_worse(
    chain: list[ChainStep], attempts: list[Facts], more: Facts, settled: int | None
) -> None:
    def best(some: list[Facts]) -> str:
        return rank_key(chain, some[counting(some, "best", chain, Truth(settled))])

    before = attempts[counting(attempts, "best", chain, Truth(settled))]
    after = [*attempts, more][counting([*attempts, more], "best", chain, Truth(settled))]
    keys = [rank_key(chain, facts, Truth(settled)) for facts in (before, after, more)]
    assert keys[1] == min(keys[0], keys[2])
    if keys[2] >= keys[0]:
        assert best([*attempts, more]) == best(attempts)


@given(
    CHAINS,
    st.lists(st.lists(FACTS, min_size=1, max_size=3), min_size=2, max_size=5),
    FACTS,
    SETTLED,
)
def test_a_worse_attempt_moves_nobody_up_or_down(
    chain: list[ChainStep], people: list[list[Facts]], more: Facts, settled: int | None
) -> None:
    def places(everybody: list[list[Facts]]) -> list[int]:
        keys = [
            rank_key(chain, own[counting(own, "best", chain, Truth(settled))], Truth(settled))
            for own in everybody
        ]
        by_key = dict(zip(sorted(keys), ranks(sorted(keys)), strict=True))
        return [by_key[key] for key in keys]

    best = people[0][counting(people[0], "best", chain, Truth(settled))]
    worse = rank_key(chain, more, Truth(settled)) >= rank_key(chain, best, Truth(settled))
    before, after = places(people), places([[*people[0], more], *people[1:]])
    assert after[0] <= before[0]
    if worse:
        assert after == before


@given(st.sampled_from(COUNTS), st.lists(FACTS, min_size=1, max_size=5))
def test_of_a_single_kind_of_attempt_the_oldest_best_counts(
    counts: str, attempts: list[Facts]
) -> None:
    same = [attempts[0]] * len(attempts)
    expected = len(same) - 1 if counts == "last" else 0
    assert counting(same, counts, CHAIN_B) == expected
