"""A wrong key is noticed while the contest runs, and right ones are left in peace."""

from __future__ import annotations

import math
import random

import pytest

from app.domain.key_alarms import LEAST, alarm_of, alarms, at_least
from app.domain.statistics import Marked, QuestionTally, Tally

PEOPLE = 200
QUESTIONS = 20
PLANTED, MISLED = 3, 7


def simulate(chance: random.Random, *, planted: bool) -> Tally:
    """Papers of people of differing ability (a 3-parameter logistic model, a fifth guessing).

    `planted`: the key of one question names a wrong option. Another question, rightly
    keyed, misleads most of those who do not know it into one and the same option.
    """
    questions = [
        (chance.uniform(0.6, 1.6), chance.gauss(-0.5, 1), chance.randrange(4))
        for _ in range(QUESTIONS)
    ]
    tally = Tally()
    for _ in range(PEOPLE):
        ability, paper = chance.gauss(0, 1), []
        for place, (slope, hardness, true) in enumerate(questions):
            low, high = (0.15, 0.35) if place == MISLED else (0.2, 0.8)
            knows = low + high / (1 + math.exp(-1.7 * slope * (ability - hardness)))
            others = [option for option in range(4) if option != true]
            weights = [6, 1, 1] if place == MISLED else [3, 2, 1]
            given = true if chance.random() < knows else chance.choices(others, weights)[0]
            key = (true + 1) % 4 if planted and place == PLANTED else true
            paper.append(Marked(f"q{place}", 1000 * (given == key), 1000, str(given), given == key))
        tally.add(paper)
    return tally


def test_a_planted_wrong_key_is_noticed_within_200_attempts() -> None:
    chance = random.Random(20261124)
    papers = 100
    noticed = sum(
        f"q{PLANTED}" in {one.question for one in alarms(simulate(chance, planted=True))}
        for _ in range(papers)
    )
    assert noticed >= 95


def test_right_keys_raise_less_than_one_alarm_in_a_thousand_questions() -> None:
    chance = random.Random(11)
    papers = 100
    false = sum(len(alarms(simulate(chance, planted=False))) for _ in range(papers))
    assert false <= papers * QUESTIONS / 1000


def one_question(rows: list[tuple[str, int, int]], right: str) -> QuestionTally:
    """Rows of response, rest of the paper, and how many."""
    tally = QuestionTally(max_mills=1000, right={right})
    for response, rest, count in rows:
        tally.marks[1000 * (response == right), rest] += count
        tally.choices[response, rest] += count
    return tally


def test_the_rival_is_named_with_how_the_best_chose() -> None:
    tally = one_question([("b", 9, 30), ("a", 9, 2), ("b", 3, 10), ("a", 3, 25), ("c", 1, 8)], "a")
    found = alarm_of("q", tally)
    assert found is not None
    assert (found.rival, found.best) == ("b", (30, 2))
    assert found.chance < 1e-5
    assert found.discrimination is not None
    assert found.discrimination < 0


def test_a_hard_question_whose_key_the_best_know_is_left_in_peace() -> None:
    tally = one_question([("a", 9, 14), ("b", 9, 20), ("a", 3, 4), ("b", 3, 60)], "a")
    assert alarm_of("q", tally) is None


def test_nothing_is_said_of_few_attempts() -> None:
    rows = [("b", 9, LEAST - 1)]
    assert alarm_of("q", one_question(rows, "a")) is None


def test_a_mark_that_goes_against_the_paper_is_a_sign_without_a_rival() -> None:
    rows = [("a", 1, 40), ("c", 9, 10), ("d", 9, 10), ("e", 9, 10), ("f", 9, 10)]
    found = alarm_of("q", one_question(rows, "a"))
    assert found is not None
    assert found.discrimination == pytest.approx(-1)


@pytest.mark.parametrize(
    ("hits", "tries", "wanted"), [(0, 5, 1), (5, 5, 1 / 32), (2, 3, 0.5), (3, 4, 5 / 16)]
)
def test_the_chance_of_heads_is_exact(hits: int, tries: int, wanted: float) -> None:
    assert at_least(hits, tries) == pytest.approx(wanted)
