"""Like answers: two people of one unit with more of the same wrong answers than chance gives.

Right answers are alike because they are right; only wrong ones tell. Of a pair, the questions
count that both had and both answered wrongly. Given these, how many have the same wrong
response is compared with chance: error similarity analysis of F. S. Bellezza, S. F. Bellezza
(1989), "Detection of cheating on multiple-choice tests by using error-similarity analysis",
Teaching of Psychology 16(3):151–155, with each question's own probability of a match, as
G. O. Wesolowsky (2000), "Detecting excessive similarity in answers on multiple choice exams",
J. Appl. Statist. 27(7):909–921, asks for: the sum of squares of the shares that its wrong
responses have among all who were wrong. The tail is exact (Poisson-binomial).

Papers are drawn at random, so a pair's questions in common are few. A pair whose p-value could
not become small whatever was answered (the chance that all match is above `REACHABLE`) is not
tested; that depends on the questions alone, so it does not favour anybody (R. E. Tarone 1990,
"A modified Bonferroni method for discrete data", Biometrics 46(2):515–522). Over all pairs
tested in a round the false discovery rate is held at `RATE` (Benjamini–Hochberg).

Work is bounded: pairs are made within groups of at most `GROUP` attempts; a larger unit is
compared in groups by starting time, and counted as cut.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from app.domain.evidence import Kind, Sign
from app.domain.evidence_chance import adjusted, tail

RATE = 0.01
REACHABLE = 0.001
FEWEST_SAME = 4
"""Fewer equal wrong answers are never shown to anybody."""
GROUP = 600
KEPT_CHANCE = 0.01
"""P-values above it can never come below the rate."""
Wrong = tuple[int, int]
"""A question and a wrong response, each by a number of its own."""


@dataclass(frozen=True, slots=True)
class Errors:
    """The wrong answers of one attempt, by question, and the units of its person."""

    attempt_id: int
    person_id: int
    started: float
    wrong: Mapping[int, int]
    units: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Alike:
    """A pair that was tested: both wrong in so many, the same in so many, and the p-value."""

    first: int
    second: int
    both_wrong: int
    same: int
    expected: float
    chance: float


@dataclass(slots=True)
class Compared:
    """What was found, of how many pairs tested, and how many units were cut into groups."""

    signs: list[Sign] = field(default_factory=list)
    pairs: int = 0
    cut_units: int = 0


def match_chances(papers: Iterable[Errors]) -> dict[int, float]:
    """For each question the chance that two people who are wrong in it are so alike.

    The shares are those of all the people, the pair among them: so a rare answer makes the
    chance too large rather than too small.
    """
    counts: dict[int, Counter[int]] = defaultdict(Counter)
    for paper in papers:
        for question, response in paper.wrong.items():
            counts[question][response] += 1
    return {question: _squares(of) for question, of in counts.items()}


def _squares(counts: Counter[int]) -> float:
    everybody = sum(counts.values())
    return sum((count / everybody) ** 2 for count in counts.values())


def compare(papers: Sequence[Errors]) -> Compared:
    """Compare the attempts of one round within their units; each pair once."""
    chances = match_chances(papers)
    fewest = _fewest(chances)
    found, seen = Compared(), set[tuple[int, int]]()
    alike: list[Alike] = []
    for group in _groups(papers, found):
        for first, second, both in _wrong_together(group, fewest):
            pair = (first.attempt_id, second.attempt_id)
            if pair in seen or not _could_tell(both, chances):
                continue
            seen.add(pair)
            found.pairs += 1
            one = _test(first, second, both, chances)
            if one is not None:
                alike.append(one)
    values = adjusted([one.chance for one in alike], max(found.pairs, len(alike)))
    found.signs = [
        _sign(one, value) for one, value in zip(alike, values, strict=True) if value <= RATE
    ]
    return found


def _fewest(chances: Mapping[int, float]) -> int:
    """With fewer questions wrong on both sides no pair could come below `REACHABLE`."""
    telling = [one for one in chances.values() if one < 1]
    if not telling:
        return FEWEST_SAME
    return max(FEWEST_SAME, math.ceil(math.log(REACHABLE) / math.log(min(telling)) - 1e-9))


def _groups(papers: Sequence[Errors], found: Compared) -> Iterator[list[Errors]]:
    units: dict[str, list[Errors]] = defaultdict(list)
    for paper in papers:
        for unit in paper.units:
            units[unit].append(paper)
    for _unit, members in sorted(units.items()):
        members.sort(key=lambda one: (one.started, one.attempt_id))
        found.cut_units += len(members) > GROUP
        for start in range(0, len(members), GROUP):
            yield members[start : start + GROUP]


def _wrong_together(
    group: Sequence[Errors], fewest: int
) -> Iterator[tuple[Errors, Errors, list[int]]]:
    """Pairs of different people with the questions, at least so many, that both have wrong."""
    ordered = sorted(group, key=lambda one: one.attempt_id)
    # A bit a question: what both have wrong is one operation, however many questions.
    masked = [(one, sum(1 << question for question in one.wrong)) for one in ordered]
    masked = [(one, mask) for one, mask in masked if mask.bit_count() >= fewest]
    for place, (first, mask) in enumerate(masked):
        for second, other in masked[place + 1 :]:
            both = mask & other
            if both.bit_count() >= fewest and first.person_id != second.person_id:
                yield first, second, list(_bits(both))


def _bits(mask: int) -> Iterator[int]:
    while mask:
        lowest = mask & -mask
        yield lowest.bit_length() - 1
        mask ^= lowest


def _could_tell(both: Sequence[int], chances: Mapping[int, float]) -> bool:
    least = 1.0
    for question in both:
        least *= chances[question]
    return least <= REACHABLE


def _test(
    first: Errors, second: Errors, both: Sequence[int], chances: Mapping[int, float]
) -> Alike | None:
    """A pair that may become a sign; None for all the others."""
    same = sum(first.wrong[question] == second.wrong[question] for question in both)
    of = [chances[question] for question in both]
    expected = sum(of)
    if same < FEWEST_SAME or same <= expected:
        return None  # As many as expected come far too often by chance.
    chance = tail(of, same)
    if chance > KEPT_CHANCE:
        return None
    return Alike(first.attempt_id, second.attempt_id, len(both), same, expected, chance)


def _sign(one: Alike, value: float) -> Sign:
    facts = {
        "both_wrong": one.both_wrong,
        "same": one.same,
        "expected": round(one.expected, 1),
        "chance": one.chance,
    }
    subject = f"{one.first}-{one.second}"
    return Sign(Kind.LIKENESS, subject, (one.first, one.second), facts, value)
