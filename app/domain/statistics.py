"""Item and paper statistics as Moodle defines them for its quiz report.

Source: "Quiz statistics calculations", docs.moodle.org/dev. Marks are whole
thousandths of a point; sums are exact, only the last division is a float.
A statistic that does not exist (one attempt, a constant column) is None.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from app.domain.counted_columns import (
    central_moment,
    columns,
    covariance,
    discrimination,
    efficiency,
    mean,
    median,
    variance,
)


@dataclass(frozen=True, slots=True)
class Marked:
    """One question of a closed attempt: its mark, and the response as text (None: none given)."""

    question: str
    mills: int
    max_mills: int
    response: str | None = None
    right: bool = False


@dataclass(slots=True)
class QuestionTally:
    """How often each mark met each rest of the paper, and each response each rest.

    `right` are the responses that earned everything.
    """

    max_mills: int = 0
    marks: Counter[tuple[int, int]] = field(default_factory=Counter)
    choices: Counter[tuple[str | None, int]] = field(default_factory=Counter)
    right: set[str] = field(default_factory=set)

    @property
    def count(self) -> int:
        """How many attempts had the question."""
        return sum(self.marks.values())


@dataclass(slots=True)
class Tally:
    """All that statistics need of many attempts; its size follows from what is possible, not
    from how many there are. `positions` holds the marks at each place of the paper."""

    questions: dict[str, QuestionTally] = field(default_factory=dict)
    totals: Counter[int] = field(default_factory=Counter)
    positions: list[Counter[int]] = field(default_factory=list)

    def add(self, paper: Sequence[Marked]) -> None:
        """Count one attempt."""
        total = sum(one.mills for one in paper)
        self.totals[total] += 1
        while len(self.positions) < len(paper):
            self.positions.append(Counter())
        for place, one in enumerate(paper):
            self.positions[place][one.mills] += 1
            tally = self.questions.setdefault(one.question, QuestionTally())
            tally.max_mills = max(tally.max_mills, one.max_mills)
            tally.marks[one.mills, total - one.mills] += 1
            tally.choices[one.response, total - one.mills] += 1
            if one.right and one.response is not None:
                tally.right.add(one.response)


@dataclass(frozen=True, slots=True)
class ItemStatistics:
    """One question. Shares are of 1: 0.62 is 62 %.

    `facility` mean mark ÷ most possible; `deviation` of the mark ÷ most possible;
    `discrimination` the correlation of mark and rest of the paper; `efficiency` that
    covariance ÷ the greatest that these marks allow; `effective_weight` the question's
    part in how totals differ; `intended_weight` its part of all points. `choices` counts
    each response, None being no answer.
    """

    question: str
    count: int
    facility: float | None
    deviation: float | None
    discrimination: float | None
    efficiency: float | None
    effective_weight: float | None
    intended_weight: float
    choices: Mapping[str | None, int]
    right: frozenset[str]


@dataclass(frozen=True, slots=True)
class PaperStatistics:
    """All attempts together, in points; `consistency` (Cronbach's α) and `error_ratio` of 1."""

    count: int
    mean: float | None
    median: float | None
    deviation: float | None
    skewness: float | None
    kurtosis: float | None
    consistency: float | None
    error_ratio: float | None
    standard_error: float | None


def item_statistics(tally: Tally) -> list[ItemStatistics]:
    """Statistics of every question, by its id."""
    roots = {name: _root_with_total(one) for name, one in tally.questions.items()}
    # A question met in a tenth of the papers has a tenth of the weight.
    attempts = sum(tally.totals.values())
    weights = {
        name: root * tally.questions[name].count / attempts
        for name, root in roots.items()
        if root is not None
    }
    whole = sum(weights.values())
    points = sum(one.max_mills * one.count for one in tally.questions.values())
    return [
        ItemStatistics(
            question=name,
            count=one.count,
            facility=_divide(mean(_column(one)), one.max_mills),
            deviation=_divide(_root(variance(_column(one))), one.max_mills),
            discrimination=discrimination(one.marks),
            efficiency=efficiency(one.marks),
            effective_weight=_divide(weights.get(name), whole),
            intended_weight=one.max_mills * one.count / points if points else 0.0,
            choices=_choices(one),
            right=frozenset(one.right),
        )
        for name, one in sorted(tally.questions.items())
    ]


def paper_statistics(tally: Tally) -> PaperStatistics:
    """Statistics of the totals, in points; k-statistics as Moodle takes them."""
    count = sum(tally.totals.values())
    moments = [central_moment(tally.totals, power) for power in (2, 3, 4)]
    k2 = _k2(count, moments[0])
    deviation = _root(k2)
    consistency = _consistency(tally.positions, k2)
    error_ratio = None if consistency is None else math.sqrt(max(0.0, 1 - consistency))
    return PaperStatistics(
        count=count,
        mean=_divide(mean(tally.totals), 1000),
        median=_divide(median(tally.totals), 1000),
        deviation=_divide(deviation, 1000),
        skewness=_skewness(count, k2, moments[1]),
        kurtosis=_kurtosis(count, k2, moments[0], moments[2]),
        consistency=consistency,
        error_ratio=error_ratio,
        standard_error=_times(error_ratio, _divide(deviation, 1000)),
    )


def _root_with_total(tally: QuestionTally) -> float | None:
    """√ of the covariance of a question's mark with the total; None when that is negative."""
    pairs: Counter[tuple[int, int]] = Counter()
    for (mills, rest), count in tally.marks.items():
        pairs[mills, mills + rest] += count
    together = covariance(pairs)
    return None if together is None or together < 0 else math.sqrt(together)


def _choices(tally: QuestionTally) -> dict[str | None, int]:
    chosen: Counter[str | None] = Counter()
    for (response, _), count in tally.choices.items():
        chosen[response] += count
    return dict(chosen.most_common())


def _column(tally: QuestionTally) -> Counter[int]:
    return columns(tally.marks)[0]


def _k2(count: int, m2: float) -> float | None:
    return count * m2 / (count - 1) if count > 1 else None


def _skewness(count: int, k2: float | None, m3: float) -> float | None:
    if count < 3 or not k2:
        return None
    k3 = count**2 * m3 / ((count - 1) * (count - 2))
    return k3 / k2**1.5


def _kurtosis(count: int, k2: float | None, m2: float, m4: float) -> float | None:
    if count < 4 or not k2:
        return None
    below = (count - 1) * (count - 2) * (count - 3)
    k4 = count**2 * ((count + 1) * m4 - 3 * (count - 1) * m2**2) / below
    return k4 / k2**2


def _consistency(positions: Sequence[Mapping[int, int]], k2: float | None) -> float | None:
    """p ÷ (p − 1) × (1 − Σ V(x) ÷ V(T)); places of the paper stand for its questions, as
    Moodle's report takes questions that are drawn at random."""
    variances = _known(variance(values) for values in positions)
    if len(positions) < 2 or not k2 or len(variances) < len(positions):
        return None
    return len(positions) / (len(positions) - 1) * (1 - sum(variances) / k2)


def _known(values: Iterable[float | None]) -> list[float]:
    return [value for value in values if value is not None]


def _root(value: float | None) -> float | None:
    return None if value is None else math.sqrt(max(0.0, value))


def _divide(value: float | None, by: float) -> float | None:
    return None if value is None or not by else value / by


def _times(one: float | None, other: float | None) -> float | None:
    return None if one is None or other is None else one * other
