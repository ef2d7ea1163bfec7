"""Planted copying is found; among honest people nearly nothing is."""

from __future__ import annotations

import random
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain import evidence_likeness
from app.domain.evidence_likeness import Errors, compare, match_chances

QUESTIONS, DRAWN = 40, 20
SHARES = ((0.5, 0.3, 0.2), (0.4, 0.35, 0.25), (0.34, 0.33, 0.33))


def a_unit(rng: random.Random, people: int, *, bank: int = QUESTIONS) -> list[Errors]:
    """Honest people of one unit: each draws a paper, knows some, and falls for distractors."""
    return [
        Errors(number, number, float(number), _wrong(rng, bank), ("commune/1",))
        for number in range(1, people + 1)
    ]


def _wrong(rng: random.Random, bank: int) -> dict[int, int]:
    skill = rng.uniform(0.25, 0.8)
    drawn = rng.sample(range(bank), DRAWN)
    return {
        question: question * 10 + rng.choices((1, 2, 3), SHARES[question % 3])[0]
        for question in drawn
        if rng.random() > skill
    }


def copied(rng: random.Random, source: Errors, number: int, share: float = 0.95) -> Errors:
    """Somebody who had the same paper before the eyes and copied nearly all of it."""
    wrong = {
        question: response if rng.random() < share else question * 10 + 9
        for question, response in source.wrong.items()
    }
    return Errors(number, number, source.started, wrong, source.units)


def weakest(papers: Sequence[Errors], count: int) -> list[Errors]:
    return sorted(papers, key=lambda one: -len(one.wrong))[:count]


def test_planted_copies_are_found() -> None:
    rng = random.Random(1)
    papers = a_unit(rng, 150)
    sources = weakest(papers, 5)
    copies = [copied(rng, one, 1000 + place) for place, one in enumerate(sources)]
    found = compare([*papers, *copies])
    planted = {
        (source.attempt_id, copy.attempt_id) for source, copy in zip(sources, copies, strict=True)
    }
    assert planted <= {sign.attempts for sign in found.signs}
    assert all(sign.chance is not None and sign.chance <= 0.01 for sign in found.signs)


@pytest.mark.parametrize("bank", [DRAWN, QUESTIONS])
def test_among_honest_people_at_most_one_contest_in_twenty_has_a_false_alarm(bank: int) -> None:
    """Twenty contests of 150 honest people: everybody with the same paper, and with drawn ones."""
    found = [compare(a_unit(random.Random(seed), 150, bank=bank)) for seed in range(20)]
    alarms = [len(one.signs) for one in found]
    assert sum(one.pairs for one in found) > (50_000 if bank == DRAWN else 2_000)
    assert sum(count > 0 for count in alarms) <= 1
    assert sum(alarms) <= 1


def test_people_of_different_units_are_not_compared() -> None:
    rng = random.Random(2)
    papers = a_unit(rng, 60)
    source = weakest(papers, 1)[0]
    twin = Errors(999, 999, 0.0, source.wrong, ("commune/2",))
    assert all(999 not in sign.attempts for sign in compare([*papers, twin]).signs)


def test_two_attempts_of_one_person_are_not_compared() -> None:
    rng = random.Random(3)
    papers = a_unit(rng, 60)
    source = weakest(papers, 1)[0]
    again = Errors(999, source.person_id, 0.0, source.wrong, source.units)
    assert all(999 not in sign.attempts for sign in compare([*papers, again]).signs)


def test_a_pair_in_a_commune_and_an_organisation_is_one_sign() -> None:
    rng = random.Random(4)
    papers = [
        Errors(one.attempt_id, one.person_id, one.started, one.wrong, ("c", "o"))
        for one in a_unit(rng, 100)
    ]
    source = weakest(papers, 1)[0]
    papers.append(copied(rng, source, 999, 1.0))
    pairs = [sign.subject for sign in compare(papers).signs]
    assert f"{source.attempt_id}-999" in pairs
    assert len(pairs) == len(set(pairs))


def test_a_mistake_that_everybody_makes_tells_nothing() -> None:
    everybody = [Errors(n, n, 0.0, {q: q for q in range(15)}, ("u",)) for n in range(40)]
    assert compare(everybody).signs == []


def test_a_large_unit_is_cut_into_groups_and_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(evidence_likeness, "GROUP", 50)
    rng = random.Random(5)
    papers = a_unit(rng, 120)
    source = weakest(papers[:40], 1)[0]
    found = compare([*papers, copied(rng, source, 999, 1.0)])
    assert found.cut_units == 1
    assert (source.attempt_id, 999) in {sign.attempts for sign in found.signs}


@given(st.lists(st.dictionaries(st.integers(0, 5), st.integers(0, 3)), max_size=12))
def test_the_chance_of_a_match_is_a_chance_and_never_too_small(
    wrongs: list[dict[int, int]],
) -> None:
    papers = [Errors(n, n, 0.0, wrong, ("u",)) for n, wrong in enumerate(wrongs)]
    for question, chance in match_chances(papers).items():
        different = {one.wrong[question] for one in papers if question in one.wrong}
        assert 1 / len(different) - 1e-9 <= chance <= 1


@given(st.integers(0, 10_000))
def test_the_order_of_the_papers_changes_nothing(seed: int) -> None:
    rng = random.Random(seed)
    papers = a_unit(rng, 25)
    papers.append(copied(rng, papers[0], 99, 1.0))
    shuffled = rng.sample(papers, len(papers))
    one, other = compare(papers), compare(shuffled)
    assert {sign.subject: sign.chance for sign in one.signs} == pytest.approx(
        {sign.subject: sign.chance for sign in other.signs}
    )
    assert one.pairs == other.pairs
