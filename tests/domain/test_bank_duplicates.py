from __future__ import annotations

import random
import time
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain import bank_duplicates
from app.domain.bank_duplicates import NEAR, Pair, find_duplicates, likeness, plain_words

WORDS = ["chuyển", "đổi", "số", "quốc", "gia", "là", "ngày", "nào", "hằng", "năm", "ở", "xã"]
texts = st.lists(st.sampled_from(WORDS), max_size=9).map(" ".join)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("Ngày nào?", "ngay NAO", Fraction(1)),
        ("“Ngày” nào…", "Ngày, nào", Fraction(1)),
        ("Ngày nào?", "Tháng mấy?", Fraction(0)),
        ("", "", Fraction(0)),
        ("???", "!!!", Fraction(0)),
        ("một hai", "hai một", Fraction(1, 2)),
        ("một hai ba", "một hai", Fraction(3, 5)),
    ],
)
def test_likeness_is_the_share_of_common_words_and_pairs(
    one: str, other: str, expected: Fraction
) -> None:
    assert likeness(one, other) == expected


@given(texts, texts)
def test_likeness_is_symmetric_and_whole_only_for_the_same_words(one: str, other: str) -> None:
    score = likeness(one, other)
    assert score == likeness(other, one)
    assert 0 <= score <= 1
    if plain_words(one) and plain_words(one) == plain_words(other):
        assert score == 1


def by_comparing_all(given_texts: list[str]) -> dict[tuple[int, int], Fraction]:
    """The near pairs among texts that are all different."""
    return {
        (a, b): likeness(given_texts[a], given_texts[b])
        for b in range(len(given_texts))
        for a in range(b)
        if likeness(given_texts[a], given_texts[b]) >= NEAR
    }


@given(st.lists(texts.filter(bool), max_size=14, unique=True))
def test_the_index_finds_exactly_what_comparing_all_finds(given_texts: list[str]) -> None:
    found = find_duplicates(given_texts)
    assert {(one.first, one.second): one.score for one in found.pairs} == by_comparing_all(
        given_texts
    )
    assert found.complete
    assert all(one.first < one.second for one in found.pairs)
    assert [one.score for one in found.pairs] == sorted(
        (p.score for p in found.pairs), reverse=True
    )


def test_of_many_that_are_the_same_each_is_paired_with_the_first() -> None:
    found = find_duplicates(["Một hai ba?", "Khác hẳn", "MOT HAI BA", "một, hai, ba"])
    assert found.pairs == (Pair(0, 2, Fraction(1)), Pair(0, 3, Fraction(1)))


def test_planted_near_duplicates_are_found_among_ten_thousand_within_seconds() -> None:
    chance = random.Random(7)
    vocabulary = [f"từ{number}" for number in range(1500)]
    given_texts = [
        " ".join(chance.choice(vocabulary) for _ in range(chance.randint(8, 25)))
        for _ in range(10_000)
    ]
    planted = set()
    for number in range(40):
        words = given_texts[number].split()
        words[3] = "khác"
        given_texts[9_000 + number] = " ".join(words).upper() + "?"
        if likeness(given_texts[number], given_texts[9_000 + number]) >= NEAR:
            planted.add((number, 9_000 + number))
    begun = time.perf_counter()
    found = find_duplicates(given_texts)
    assert time.perf_counter() - begun < 5
    assert len(planted) > 30
    assert planted <= {(one.first, one.second) for one in found.pairs}


@pytest.mark.parametrize("template", ["Câu hỏi số {} về chuyển đổi số là gì?", "Câu hỏi"])
def test_a_bank_of_one_sentence_ends_the_search_early_and_says_so(template: str) -> None:
    found = find_duplicates([template.format(number) for number in range(3_000)])
    assert len(found.pairs) == bank_duplicates.MOST_PAIRS
    assert not found.complete


def test_the_search_ends_when_it_has_compared_too_much(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bank_duplicates, "MOST_COMPARED", 5)
    words = [f"a b c d e f g h {number} {number}x {number}y" for number in range(9)]
    found = find_duplicates(words)
    assert not found.complete
    assert found.pairs == ()
