"""A contest made again from an earlier one: days moved, name and address of the new year."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta, timezone

from app.domain.contests import Span

_CLOCK = timezone(timedelta(hours=7))
_YEAR = timedelta(weeks=52)
_WHOLE_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")
LONGEST_SLUG = 64
LONGEST_TITLE = 300


def opening_day(rounds: Sequence[Span]) -> date:
    """The day, in UTC+7, on which the first round opens."""
    return _day(min(one.opens_at for one in rounds))


def suggested_day(rounds: Sequence[Span], now: datetime) -> date:
    """The same weekday about a year later, or as many years later as it takes to lie ahead."""
    day = opening_day(rounds) + _YEAR
    while day <= _day(now):
        day += _YEAR
    return day


def moved(rounds: Sequence[Span], first_day: date) -> list[Span]:
    """The rounds with the first opening on `first_day`: same hours, same days between them."""
    shift = first_day - opening_day(rounds)
    return [Span(one.opens_at + shift, one.closes_at + shift) for one in rounds]


def suggested_title(title: str, year: int) -> str:
    """The title with its year replaced; without one the year is put behind."""
    if _WHOLE_YEAR.search(title):
        return _WHOLE_YEAR.sub(str(year), title)
    return f"{title[: LONGEST_TITLE - 5].rstrip()} {year}"


def suggested_slug(slug: str, year: int, taken: Collection[str]) -> str:
    """An address with the year in it that nobody has: "-2", "-3" are put behind where needed."""
    base = (
        _WHOLE_YEAR.sub(str(year), slug)
        if _WHOLE_YEAR.search(slug)
        else f"{_cut(slug, LONGEST_SLUG - 5)}-{year}"
    )
    found, number = base, 1
    while found in taken:
        number += 1
        found = f"{_cut(base, LONGEST_SLUG - len(str(number)) - 1)}-{number}"
    return found


def _cut(slug: str, length: int) -> str:
    return slug[:length].rstrip("-")


def _day(moment: datetime) -> date:
    return moment.astimezone(_CLOCK).date()
