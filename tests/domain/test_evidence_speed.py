"""Quick and right beyond what reading allows is a sign; quick guessing is none."""

from __future__ import annotations

import random

from app.domain.evidence_speed import Spread, Timed, count_words, speed_sign, spread

FOUR = (0.25,) * 20


def timed(seconds: float, *, words: int = 400, correct: int = 20, attempt: int = 7) -> Timed:
    return Timed(attempt, seconds, words, correct, FOUR)


def test_who_is_right_without_time_to_read_is_a_sign() -> None:
    sign = speed_sign(timed(30), None)
    assert sign is not None
    assert sign.attempts == (7,)
    assert sign.facts["unread"] is True
    assert sign.facts["least_seconds"] == 48.0
    assert sign.chance is not None and sign.chance < 1e-11


def test_the_bound_itself_is_no_sign() -> None:
    assert speed_sign(timed(48), None) is None


def test_who_taps_without_reading_and_gets_what_chance_gives_is_left_alone() -> None:
    assert speed_sign(timed(10, correct=7), None) is None


def test_questions_had_before_need_no_reading() -> None:
    assert speed_sign(timed(30, words=0), None) is None
    assert speed_sign(timed(7.9, words=0), None) is not None


def test_a_few_answers_tell_nothing() -> None:
    assert speed_sign(Timed(1, 0.5, 100, 4, (0.01,) * 4), None) is None


def test_far_apart_from_everybody_is_a_sign_even_above_the_reading_bound() -> None:
    others = spread([30 + number % 7 for number in range(100)])
    sign = speed_sign(timed(80), others)
    assert sign is not None
    assert sign.facts["unread"] is False
    assert sign.facts["distance"] < -3.5
    assert sign.facts["usual"] == 33.0


def test_few_people_make_no_distribution() -> None:
    assert spread([10.0] * 29) is None


def test_people_who_are_all_alike_have_a_width_still() -> None:
    assert spread([10.0] * 30) == Spread(spread([10.0] * 30).middle, 0.05)  # type: ignore[union-attr]


def test_written_syllables_are_words_and_signs_are_none() -> None:
    assert count_words("Chuyển đổi số là gì ? – 2030") == 6


def test_of_honest_people_fewer_than_one_in_a_thousand_is_named() -> None:
    """False alarms: 20,000 lognormal people (4–60 s an answer); cheaters with leaked keys show."""
    rng = random.Random(7)
    honest = [
        timed(
            20 * max(rng.lognormvariate(2.9, 0.45), 2.6),
            correct=sum(rng.random() < 0.8 for _ in range(20)),
            attempt=number,
        )
        for number in range(20_000)
    ]
    cheaters = [timed(20 * 1.5, attempt=-number) for number in range(1, 21)]
    others = spread(one.per_answer for one in honest + cheaters)
    named = {sign.attempts[0] for one in honest + cheaters if (sign := speed_sign(one, others))}
    assert {one.attempt_id for one in cheaters} <= named
    assert len(named) - len(cheaters) <= 20
