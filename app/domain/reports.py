"""The report that organisers owe, as figures: all of one moment, whole and by round."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from itertools import pairwise

from app.domain.contest_rules import Rules
from app.domain.unit_boards import UnitRow

VIETNAM = timezone(timedelta(hours=7))
"""Vietnam has had no daylight saving since 1975."""
DAY_MS = 24 * 3600 * 1000
MOST_DAYS = 400
MOST_POINTS_ONE_BY_ONE = 20
BINS = 10
MOST_HARD = 10
LEAST_SHOWN = 10
"""A question that was put less often says little about itself."""
DEFAULT_LISTED, MOST_LISTED = 20, 500
"""How many rows of a prize list are given: usually, and at most."""


@dataclass(frozen=True, slots=True)
class DayCount:
    """People who ended an attempt on a day of UTC+7, and those attempts."""

    day: date
    people: int
    attempts: int


@dataclass(frozen=True, slots=True)
class GroupCount:
    """People of a group, all their attempts, and the sum of what counted, in mills."""

    group: str
    people: int
    attempts: int
    mills: int


@dataclass(frozen=True, slots=True)
class ScoreBin:
    """People whose score lies from `low` to `high` mills, both included.

    `last` is the bin of the highest scores.
    """

    low: int
    high: int
    people: int
    last: bool = False


@dataclass(frozen=True, slots=True)
class HardQuestion:
    """A question with how often it was put and how often it was answered wholly right."""

    id: str
    text: str
    shown: int
    right: int

    @property
    def share(self) -> float:
        """The share of right answers, from 0 to 1."""
        return self.right / self.shown


@dataclass(frozen=True, slots=True)
class Winner:
    """A row of a prize list: the full name, and all that the tie-breaks look at."""

    rank: int
    full_name: str
    commune: str
    organisation: str
    group: str
    mills: int
    correct: int
    time_ms: int
    ended_at: datetime
    attempts: int
    prediction: int | None


@dataclass(frozen=True, slots=True)
class WinnerList:
    """The first rows of a board of people, in its order; `group` None for everybody.

    `division` is the name of the division whose board it is, "" of none.
    """

    group: str | None
    rows: tuple[Winner, ...]
    division: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """The figures of one round, or (`round` None) of the whole contest.

    `communes` and `organisations` are all units in the order of their boards, figures
    of parts rolled up; `without_organisation` counts the people who named none.
    `settled` is the true number of the prediction where it ranks; `mills` sums the
    scores of all `people`, of which `full` have everything that could be had.
    """

    round: int | None
    title: str
    opens_at: datetime
    closes_at: datetime
    people: int
    attempts: int
    mills: int
    full: int
    without_organisation: int
    groups: tuple[GroupCount, ...]
    days: tuple[DayCount, ...]
    scores: tuple[ScoreBin, ...]
    communes: tuple[UnitRow, ...]
    organisations: tuple[UnitRow, ...]
    hardest: tuple[HardQuestion, ...]
    least_shown: int
    winners: tuple[WinnerList, ...]
    settled: int | None
    predicts: bool


@dataclass(frozen=True, slots=True)
class Report:
    """Everything in a report, taken at one moment.

    `listed` is how many rows each prize list has at least; who ties with the last one
    is listed too. `open_attempts` were still under way, `waiting` were handed in but
    on no board yet, `withheld` are kept from the boards while these are frozen (from
    `frozen_at` on); `rescoring` when a corrected key has not reached all results.
    `audit_number` and `audit_digest` are the head of the audit chain.
    """

    slug: str
    contest: str
    prizes: str
    rules: Rules
    final: bool
    rounds: int
    taken_at: datetime
    listed: int
    sections: tuple[Section, ...]
    open_attempts: int
    waiting: int
    withheld: int
    frozen_at: datetime | None
    rescoring: bool
    audit_number: int
    audit_digest: str


def day_of(days_since_1970: int) -> date:
    """The day of so many whole days of UTC+7 after 1 January 1970."""
    return (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(days=days_since_1970)).date()


def local(moment: datetime) -> datetime:
    """A moment on Vietnamese clocks."""
    return moment.astimezone(VIETNAM)


def without_gaps(days: Iterable[DayCount]) -> tuple[DayCount, ...]:
    """The days from the first to the last, those on which nobody came too.

    Days that lie too far apart for a chart stay as they are.
    """
    known = {one.day: one for one in days}
    if not known:
        return ()
    first, span = min(known), (max(known) - min(known)).days
    if span >= MOST_DAYS:
        return tuple(known[day] for day in sorted(known))
    every = (first + timedelta(days=step) for step in range(span + 1))
    return tuple(known.get(day, DayCount(day, 0, 0)) for day in every)


def score_bins(counts: Mapping[int, int], most: int) -> tuple[ScoreBin, ...]:
    """How many people have which score; `counts` are people by mills, `most` can be had.

    A bin for each whole point up to 20 points when all scores are whole, else ten of
    the same width. Who has less than nothing is counted in the lowest.
    """
    top = max([most, *counts])
    if top <= 0:
        return (ScoreBin(0, 0, sum(counts.values()), True),) if counts else ()
    whole = all(mills % 1000 == 0 for mills in (*counts, top))
    if whole and top <= MOST_POINTS_ONE_BY_ONE * 1000:
        edges = [(points * 1000, points * 1000) for points in range(top // 1000 + 1)]
    else:
        cuts = [-(-top * step // BINS) for step in range(BINS)] + [top + 1]
        edges = [(low, high - 1) for low, high in pairwise(cuts) if high > low]
    return tuple(
        ScoreBin(
            low, high, _between(counts, None if place == 0 else low, high), high == edges[-1][1]
        )
        for place, (low, high) in enumerate(edges)
    )


def _between(counts: Mapping[int, int], low: int | None, high: int) -> int:
    return sum(
        people
        for mills, people in counts.items()
        if mills <= high and (low is None or mills >= low)
    )


def hardest(
    questions: Sequence[HardQuestion], most: int = MOST_HARD
) -> tuple[tuple[HardQuestion, ...], int]:
    """The questions with the smallest share of right answers, hardest first.

    With how often a question must have been put to be looked at: `LEAST_SHOWN`, or
    once where none was put that often.
    """
    least = LEAST_SHOWN if any(one.shown >= LEAST_SHOWN for one in questions) else 1
    looked_at = [one for one in questions if one.shown >= least]
    looked_at.sort(key=lambda one: (one.share, -one.shown, one.id))
    return tuple(looked_at[:most]), least


def up_to_rank(ranks: Sequence[int], listed: int) -> int:
    """How many rows make the first `listed`, with all who tie with the last of them."""
    return sum(rank <= listed for rank in ranks)


def with_nobody(rows: Iterable[UnitRow]) -> list[UnitRow]:
    """The units from which nobody took part."""
    return [row for row in rows if row.participants == 0]


def awarded(rows: Iterable[UnitRow], listed: int) -> list[UnitRow]:
    """The rows of a collective prize list: ranked units, with all who tie with the last."""
    return [row for row in rows if row.rank is not None and row.rank <= listed]
