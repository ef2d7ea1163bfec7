"""Rounds that follow each other week by week, worked out from one line of a form."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone

from app.domain.contests import Span

WEEK = 7
MOST_DAYS = 92
MOST_PLANNED = 60
_DAY = timedelta(days=1)
_CLOCK = timezone(timedelta(hours=7))
"""Vietnamese clocks: UTC+7, and no daylight saving."""


class BadPlan(ValueError):
    """A plan that gives no rounds; `field` and `code` say why.

    Codes: missing, range, order, too_early, too_many.
    """

    def __init__(self, field: str, code: str) -> None:
        super().__init__(f"{field}: {code}")
        self.field, self.code = field, code


@dataclass(frozen=True, slots=True)
class Plan:
    """So many rounds of `days` days each, all days and hours on Vietnamese clocks.

    It ends after `count` rounds, or with the last round that closes on `last_day`,
    whichever comes first. A closing at 00:00 is the end of the day.
    """

    first_day: date
    opens: time
    closes: time
    days: int = WEEK
    count: int | None = None
    last_day: date | None = None

    @property
    def step(self) -> int:
        """Days from one opening to the next: whole weeks, as many as a round needs."""
        return -(-self.days // WEEK) * WEEK


def rounds_of(plan: Plan) -> list[Span]:
    """The openings and closings, in UTC+7, one after the other; raises `BadPlan`."""
    _refuse(plan)
    count = plan.count
    if plan.last_day is not None:
        fitting = ((plan.last_day - plan.first_day).days - plan.days + 1) // plan.step + 1
        if fitting < 1:
            raise BadPlan("last_day", "too_early")
        count = fitting if count is None else min(count, fitting)
    if count is None:
        raise BadPlan("count", "missing")
    if count > MOST_PLANNED:
        raise BadPlan("count" if plan.last_day is None else "last_day", "too_many")
    return [_span(plan, plan.first_day + number * plan.step * _DAY) for number in range(count)]


def _refuse(plan: Plan) -> None:
    if not 1 <= plan.days <= MOST_DAYS:
        raise BadPlan("days", "range")
    if plan.count is not None and plan.count < 1:
        raise BadPlan("count", "range")
    span = _span(plan, plan.first_day)
    if span.closes_at <= span.opens_at:
        raise BadPlan("closes", "order")


def _span(plan: Plan, day: date) -> Span:
    last = day + (plan.days - 1) * _DAY
    if plan.closes == time(0):
        last += _DAY
    return Span(_moment(day, plan.opens), _moment(last, plan.closes))


def _moment(day: date, clock: time) -> datetime:
    return datetime.combine(day, clock, _CLOCK)
