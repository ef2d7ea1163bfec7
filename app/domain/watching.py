"""What those who watch a contest look at: figures by hour, by day and by score."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

HOURS_EAST = 7
"""Vietnam has no daylight saving: its hours begin with those of UTC, its days 7 hours earlier."""
MOST_DAYS = 92
MOST_POINTS = 25
"""Up to so many whole points each has a column of its own."""
SHARES = 10
_POINT = 1000
_SECONDS = 3600


class Moved(NamedTuple):
    """So many attempts began in one hour and ended in another (None: still open).

    Hours are counted since 1970.
    """

    began: int
    ended: int | None
    attempts: int


class Scored(NamedTuple):
    """So many people have this score of this most."""

    mills: int
    max_mills: int
    people: int


class Flow(NamedTuple):
    """How many attempts began and how many ended in a span of time."""

    began: int
    ended: int


@dataclass(frozen=True, slots=True)
class ScoreColumn:
    """People whose score lies from `low` to `high`: points, or hundredths where `share`."""

    low: int
    high: int
    share: bool
    people: int


def by_hour(moves: Iterable[Moved]) -> dict[int, Flow]:
    """What began and ended in each hour in which anything did."""
    began: Counter[int] = Counter()
    ended: Counter[int] = Counter()
    for move in moves:
        began[move.began] += move.attempts
        if move.ended is not None:
            ended[move.ended] += move.attempts
    return {hour: Flow(began[hour], ended[hour]) for hour in sorted({*began, *ended})}


def hour_of(moment: datetime) -> int:
    """The hour of a moment, counted since 1970."""
    return int(moment.timestamp()) // _SECONDS


def last_hours(
    flows: Mapping[int, Flow], until: datetime, count: int = 24
) -> list[tuple[datetime, Flow]]:
    """The `count` hours up to and with that of `until`, the empty ones too."""
    last = hour_of(until)
    return [
        (datetime.fromtimestamp(hour * _SECONDS, UTC), flows.get(hour, Flow(0, 0)))
        for hour in range(last - count + 1, last + 1)
    ]


def by_day(flows: Mapping[int, Flow], first: datetime, last: datetime) -> list[tuple[date, Flow]]:
    """The days in Vietnam from that of `first` to that of `last`, the empty ones too.

    Of a contest of very many days the last ones.
    """
    began: Counter[date] = Counter()
    ended: Counter[date] = Counter()
    for hour, flow in flows.items():
        day = day_of(datetime.fromtimestamp(hour * _SECONDS, UTC))
        began[day] += flow.began
        ended[day] += flow.ended
    start, end = day_of(first), day_of(last)
    days = [start + timedelta(days=number) for number in range((end - start).days + 1)]
    return [(day, Flow(began[day], ended[day])) for day in days[-MOST_DAYS:]]


def day_of(moment: datetime) -> date:
    """The day that a moment belongs to in Vietnam."""
    return (moment.astimezone(UTC) + timedelta(hours=HOURS_EAST)).date()


def ended_on(flows: Mapping[int, Flow], moment: datetime) -> int:
    """How many attempts ended on the day in Vietnam of a moment."""
    return by_day(flows, moment, moment)[0][1].ended


def score_columns(scores: Iterable[Scored]) -> list[ScoreColumn]:
    """How scores are spread: by whole points where they are few and alike, else by tenths.

    What is below 0 counts as 0, what is above the most as the most.
    """
    scores = list(scores)
    most = {score.max_mills for score in scores}
    whole = all(score.mills % _POINT == 0 for score in scores)
    if len(most) == 1 and whole and 0 < max(most) <= MOST_POINTS * _POINT:
        return _by_points(scores, max(most) // _POINT)
    return _by_shares(scores) if scores else []


def _by_points(scores: Iterable[Scored], most: int) -> list[ScoreColumn]:
    people: Counter[int] = Counter()
    for score in scores:
        people[min(max(0, score.mills // _POINT), most)] += score.people
    return [ScoreColumn(point, point, False, people[point]) for point in range(most + 1)]


def _by_shares(scores: Iterable[Scored]) -> list[ScoreColumn]:
    people: Counter[int] = Counter()
    for score in scores:
        part = max(0, score.mills) * SHARES // score.max_mills if score.max_mills else 0
        people[min(part, SHARES - 1)] += score.people
    step = 100 // SHARES
    return [
        ScoreColumn(part * step, (part + 1) * step, True, people[part]) for part in range(SHARES)
    ]
