"""The alarm for a key that looks wrong while a contest runs.

Two signs, each tested against chance. First, a response that the key calls wrong is
given by the best third (by the rest of the paper) more often than the key's own: a
binomial sign test among those who gave either, where that response goes with a good
rest of the paper more than the key's does. Second, the mark goes against the rest of
the paper: Fisher's z of a negative discrimination.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from app.domain.counted_columns import discrimination
from app.domain.statistics import QuestionTally, Tally

LEVEL = 0.01
"""How often, at most, one sign of one question may come by chance. Simulated with right keys,
one alarm in some thousands of questions; a planted wrong key shows within 200 attempts in
97 of 100 papers (tests/domain/test_key_alarms.py)."""
LEAST = 30
"""Attempts with the question before anything is said."""


@dataclass(frozen=True, slots=True)
class Alarm:
    """A question to look at: which response the best prefer to the key's, if that is the sign.

    `chance` is the probability of so strong a sign under a right key; `best` counts
    the best third's `rival` and right answers.
    """

    question: str
    count: int
    rival: str | None
    chance: float
    discrimination: float | None
    best: tuple[int, int] | None


def alarms(tally: Tally) -> list[Alarm]:
    """The questions whose key looks wrong, the least likely ones first."""
    found = [alarm_of(name, one) for name, one in tally.questions.items()]
    return sorted((one for one in found if one), key=lambda one: (one.chance, one.question))


def alarm_of(question: str, tally: QuestionTally) -> Alarm | None:
    """The alarm for one question; None when nothing is wrong with it or too few had it."""
    if tally.count < LEAST:
        return None
    rival, against = _rival(question, tally), _against(question, tally)
    if rival is None or against is None:
        return rival or against
    return replace(rival, chance=min(rival.chance, against.chance))


def _rival(question: str, tally: QuestionTally) -> Alarm | None:
    best = _best_third(tally.choices)
    right = sum(count for response, count in best.items() if response in tally.right)
    # With a wrong key, nobody at all may have been right.
    rivals = {one: count for one, count in best.items() if one not in tally.right and one}
    strongest = max(rivals, key=lambda one: (rivals[one], one), default=None)
    if strongest is None or rivals[strongest] <= right:
        return None
    chance = at_least(rivals[strongest], rivals[strongest] + right) * len(rivals)
    if chance > LEVEL or not _goes_better(tally, strongest):
        return None
    return Alarm(
        question,
        tally.count,
        strongest,
        min(1.0, chance),
        discrimination(tally.marks),
        (rivals[strongest], right),
    )


def _goes_better(tally: QuestionTally, rival: str) -> bool:
    """Whether giving the rival goes with a good rest of the paper more than the key's does."""
    with_rival = discrimination(_indicator(tally.choices, {rival})) or 0.0
    with_right = discrimination(_indicator(tally.choices, tally.right)) or 0.0
    return with_rival > max(0.0, with_right)


def _against(question: str, tally: QuestionTally) -> Alarm | None:
    found = discrimination(tally.marks)
    if found is None or found >= 0:
        return None
    z = math.atanh(max(found, -0.999999)) * math.sqrt(tally.count - 3)
    chance = 0.5 * math.erfc(-z / math.sqrt(2))
    if chance > LEVEL:
        return None
    return Alarm(question, tally.count, None, chance, found, None)


def _best_third(choices: Mapping[tuple[str | None, int], int]) -> Counter[str | None]:
    """The responses of the third with the best rest of the paper; equal rests stay together."""
    by_rest: Counter[int] = Counter()
    for (_, rest), count in choices.items():
        by_rest[rest] += count
    wanted, seen, least = sum(by_rest.values()) / 3, 0, 0
    for rest in sorted(by_rest, reverse=True):
        least, seen = rest, seen + by_rest[rest]
        if seen >= wanted:
            break
    best: Counter[str | None] = Counter()
    for (response, rest), count in choices.items():
        if rest >= least:
            best[response] += count
    return best


def _indicator(
    choices: Mapping[tuple[str | None, int], int], wanted: set[str]
) -> Counter[tuple[int, int]]:
    pairs: Counter[tuple[int, int]] = Counter()
    for (response, rest), count in choices.items():
        pairs[int(response in wanted), rest] += count
    return pairs


def at_least(hits: int, tries: int) -> float:
    """The chance of at least so many heads of a fair coin, summed in logarithms."""
    logs: Sequence[float] = [
        math.lgamma(tries + 1)
        - math.lgamma(one + 1)
        - math.lgamma(tries - one + 1)
        - tries * math.log(2)
        for one in range(hits, tries + 1)
    ]
    return min(1.0, math.fsum(math.exp(one) for one in logs))
