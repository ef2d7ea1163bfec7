"""Impossible speed: quicker than anybody reads, or far apart from everybody else.

Two bounds, each from a source:

* Reading. R. P. Carver (1990, "Reading Rate") gives 300 words a minute for reading and 600
  for merely scanning for a word. We take 600, and count each written syllable of Vietnamese
  as a word, of the question's text alone (who knows the answer need not read all options);
  a tap takes `TAP_SECONDS` at least. So the bound lies below what an honest reader needs.
  A question that the person had in an earlier attempt costs the tap only.
* The others. The logarithm of the time per answer is close to normal (W. J. van der Linden
  2006, "A lognormal model for response times on test items", J. Educ. Behav. Stat.
  31(2):181–204). Its distance from the median in robust standard deviations (median absolute
  deviation × 1.4826) is a sign from `FAR` on: B. Iglewicz, D. Hoaglin (1993), "How to Detect
  and Handle Outliers", give 3.5. Of honest lognormal times that is 1 in 4,300.

Who taps quickly without reading guesses, and that is no offence (S. Wise, X. Kong 2005, on
rapid guessing): a sign needs more right answers than guessing gives, with a chance below
`GUESSED`. That chance is the sign's chance.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from statistics import median
from typing import Any

from app.domain.evidence import Kind, Sign
from app.domain.evidence_chance import tail

WORDS_A_MINUTE = 600
TAP_SECONDS = 0.4
FAR = 3.5
GUESSED = 0.001
FEWEST_ATTEMPTS = 30
"""With fewer attempts nothing is said about a distribution."""
FEWEST_ANSWERS = 5
NORMAL = 1.4826
LEAST_SPREAD = 0.05
"""When all are equally quick, a small difference is still none."""


@dataclass(frozen=True, slots=True)
class Timed:
    """One closed attempt: seconds from the paper on the screen to the end.

    `words` are those of the answered questions that were new to the person; `guesses` give
    for each answer the chance to be right by guessing.
    """

    attempt_id: int
    seconds: float
    words: int
    correct: int
    guesses: tuple[float, ...]

    @property
    def answers(self) -> int:
        """How many questions were answered."""
        return len(self.guesses)

    @property
    def per_answer(self) -> float:
        """Seconds for each answer."""
        return max(self.seconds, 0.001) / self.answers

    @property
    def least_seconds(self) -> float:
        """What scanning the questions and tapping takes at least."""
        return self.words * 60 / WORDS_A_MINUTE + TAP_SECONDS * self.answers


@dataclass(frozen=True, slots=True)
class Spread:
    """How long the people of a contest take for an answer; None where too few took part."""

    middle: float
    width: float

    def distance(self, timed: Timed) -> float:
        """How far from the middle, in robust standard deviations; below 0 is quicker."""
        return (math.log(timed.per_answer) - self.middle) / self.width


def count_words(text: str) -> int:
    """The written syllables of a text."""
    return sum(any(sign.isalnum() for sign in part) for part in text.split())


def spread(per_answer: Iterable[float]) -> Spread | None:
    """Middle and width of the logarithms of these seconds per answer."""
    logs = [math.log(one) for one in per_answer]
    if len(logs) < FEWEST_ATTEMPTS:
        return None
    middle = median(logs)
    width = NORMAL * median(abs(one - middle) for one in logs)
    return Spread(middle, max(width, LEAST_SPREAD))


def speed_sign(timed: Timed, others: Spread | None) -> Sign | None:
    """The sign of an attempt that was impossibly quick and yet right; None for all others."""
    if timed.answers < FEWEST_ANSWERS:
        return None
    distance = None if others is None else others.distance(timed)
    unread = timed.seconds < timed.least_seconds
    if not unread and (distance is None or distance > -FAR):
        return None
    chance = tail(timed.guesses, timed.correct)
    if chance > GUESSED:
        return None
    return Sign(Kind.SPEED, str(timed.attempt_id), (timed.attempt_id,),
                _facts(timed, others, distance, unread), chance)  # fmt: skip


def _facts(
    timed: Timed, others: Spread | None, distance: float | None, unread: bool
) -> dict[str, Any]:
    return {
        "seconds": round(timed.seconds, 1),
        "answers": timed.answers,
        "correct": timed.correct,
        "words": timed.words,
        "least_seconds": round(timed.least_seconds, 1),
        "unread": unread,
        "usual": None if others is None else round(math.exp(others.middle), 1),
        "distance": None if distance is None else round(distance, 1),
    }
