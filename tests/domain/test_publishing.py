"""When boards are kept under a number."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from app.domain.publishing import Course, Kept, Reason, due_reason, is_current, last_daily

NOON = datetime(2026, 11, 24, 5, 0, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
RUNNING = Course(change=5, closes_at=NOON + 10 * DAY)


def kept(ago: timedelta, change: int = 5) -> Kept:
    return Kept(3, NOON - ago, change)


@pytest.mark.parametrize(
    ("course", "reason"),
    [
        (replace(RUNNING, change=0), None),
        (RUNNING, Reason.CHANGE),
        (replace(RUNNING, kept=kept(MINUTE)), None),
        (replace(RUNNING, kept=kept(9 * MINUTE, 4)), None),
        (replace(RUNNING, kept=kept(10 * MINUTE, 4)), Reason.CHANGE),
        (replace(RUNNING, kept=kept(61 * MINUTE)), Reason.DAILY),
        (replace(RUNNING, kept=kept(3 * DAY), closes_at=NOON - 2 * DAY), None),
        (replace(RUNNING, kept=kept(MINUTE), freeze_at=NOON), Reason.FREEZE),
        (replace(RUNNING, kept=kept(MINUTE), freeze_at=NOON + MINUTE), None),
        (replace(RUNNING, kept=kept(MINUTE), freeze_at=NOON - 2 * MINUTE), None),
        (
            replace(RUNNING, kept=kept(HOUR), freeze_at=NOON - DAY, revealed_at=NOON),
            Reason.REVEAL,
        ),
        (replace(RUNNING, kept=kept(MINUTE), finalised_at=NOON), Reason.FINAL),
        (replace(RUNNING, change=0, finalised_at=NOON), Reason.FINAL),
        (replace(RUNNING, kept=kept(DAY), finalised_at=NOON - 2 * DAY), None),
        (replace(RUNNING, kept=kept(DAY, 4), finalised_at=NOON - 2 * DAY), Reason.CHANGE),
    ],
)
def test_boards_are_kept_after_changes_every_day_and_at_turns(
    course: Course, reason: Reason | None
) -> None:
    assert due_reason(course, NOON) is reason


def test_what_is_kept_is_current_until_boards_change_or_turn() -> None:
    course = replace(RUNNING, kept=kept(MINUTE))
    assert is_current(course, NOON)
    assert not is_current(RUNNING, NOON)
    assert not is_current(replace(course, change=6), NOON)
    assert not is_current(replace(course, finalised_at=NOON), NOON)


def test_the_day_turns_at_eleven_in_viet_nam() -> None:
    eleven = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)
    assert last_daily(eleven) == eleven
    assert last_daily(eleven - MINUTE) == eleven - DAY
    assert last_daily(datetime(2026, 11, 24, 23, 0, tzinfo=UTC)) == eleven
