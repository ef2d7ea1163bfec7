"""Which backups are kept, and when the next is due."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.backup_plans import (
    LOCAL,
    OLD_AFTER,
    Keep,
    created_at,
    file_name,
    is_due,
    superfluous,
)

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
NIGHT = datetime(2026, 11, 24, 19, 0, tzinfo=UTC)
"""02:00 on Wednesday 25 November in Vietnam."""


def nights(count: int) -> list[str]:
    return [file_name(NIGHT - number * DAY) for number in range(count)]


def days(names: list[str]) -> list[int]:
    """How many days before the last one."""
    return [(NIGHT - at).days for name in names if (at := created_at(name))]


def kept(names: list[str], keep: Keep) -> list[int]:
    gone = superfluous(names, keep)
    return days([name for name in names if name not in gone])


@pytest.mark.parametrize(
    ("keep", "expected"),
    [
        (Keep(3, 0, 0), [0, 1, 2]),
        (Keep(0, 3, 0), [0, 3, 10]),  # Of each week the newest: Wednesday, and two Sundays.
        (Keep(0, 0, 3), [0, 25, 56]),  # 31 October and 30 September.
        (Keep(3, 3, 3), [0, 1, 2, 3, 10, 25, 56]),
        (Keep(0, 0, 0), [0]),
    ],
)
def test_days_weeks_and_months_are_kept(keep: Keep, expected: list[int]) -> None:
    assert kept(nights(90), keep) == expected


def test_of_a_day_the_newest_is_kept() -> None:
    names = [file_name(NIGHT - number * HOUR) for number in range(30)]
    # From 02:00 back: 00 to 02 of Wednesday, the whole of Tuesday, 21 to 23 of Monday.
    gone = superfluous(names, Keep(2, 0, 0))
    assert [name for name in names if name not in gone] == [names[0], names[3]]


def test_the_day_is_that_of_viet_nam() -> None:
    before, after = (file_name(datetime(2026, 11, 24, hour, 59, tzinfo=UTC)) for hour in (16, 17))
    assert superfluous([before, after], Keep(2, 0, 0)) == []


def test_other_files_are_never_removed() -> None:
    others = ["keep-me.zip", "thiso-20261124T190000Z.backup.zip.old", "thiso-x.backup.zip"]
    assert superfluous([*others, *nights(3)], Keep(1, 0, 0)) == [nights(3)[2], nights(3)[1]]


@given(
    st.lists(st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31)), max_size=60),
    st.integers(0, 9),
    st.integers(0, 9),
    st.integers(0, 9),
)
def test_whatever_the_files_the_newest_stays_and_no_period_is_lost(
    moments: list[datetime], day_count: int, week_count: int, month_count: int
) -> None:
    names = sorted({file_name(one.replace(tzinfo=UTC)) for one in moments})
    keep = Keep(day_count, week_count, month_count)
    gone = superfluous(names, keep)
    stay = [name for name in names if name not in gone]
    assert stay[-1:] == names[-1:]
    assert len(stay) <= max(1, sum((day_count, week_count, month_count)))
    for count, period in (
        (day_count, "%Y-%m-%d"), (week_count, "%G-%V"), (month_count, "%Y-%m"),
    ):  # fmt: skip
        wanted = sorted({label(name, period) for name in names})
        assert set(wanted[len(wanted) - min(count, len(wanted)) :]) <= {
            label(name, period) for name in stay
        }
    assert superfluous(stay, keep) == []  # Once in order it stays so.


def label(name: str, period: str) -> str:
    at = created_at(name)
    assert at is not None
    return at.astimezone(LOCAL).strftime(period)


@given(st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1)))
def test_a_name_says_when_it_was_made(moment: datetime) -> None:
    at = moment.replace(microsecond=0, tzinfo=UTC)
    assert created_at(file_name(at)) == at


@pytest.mark.parametrize(
    ("last", "failed", "due"),
    [
        (None, None, True),
        (NIGHT - DAY, None, True),
        (NIGHT, None, False),
        (NIGHT + HOUR, None, False),
        (NIGHT - timedelta(seconds=1), None, True),
        (NIGHT - DAY, NIGHT + 1.5 * HOUR, False),
        (NIGHT - DAY, NIGHT + HOUR, True),
    ],
)
def test_it_is_due_once_its_hour_has_passed(
    last: datetime | None, failed: datetime | None, due: bool
) -> None:
    assert is_due(last, failed, hour=2, now=NIGHT + 2 * HOUR) is due


def test_before_its_hour_it_is_not_due_if_yesterday_had_one() -> None:
    assert not is_due(NIGHT - DAY, None, hour=2, now=NIGHT - HOUR)
    assert is_due(NIGHT - 2 * DAY, None, hour=2, now=NIGHT - HOUR)
    assert OLD_AFTER > DAY
