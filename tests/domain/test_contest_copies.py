"""Copies of contests: days moved, hours and distances kept, names of the new year."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.contest_copies import (
    moved,
    opening_day,
    suggested_day,
    suggested_slug,
    suggested_title,
)
from app.domain.contests import Span

# 23:30 UTC on Sunday is 06:30 on Monday in Vietnam.
FIRST = Span(datetime(2025, 9, 7, 23, 30, tzinfo=UTC), datetime(2025, 9, 14, 15, 0, tzinfo=UTC))
SECOND = Span(FIRST.opens_at + timedelta(days=7), FIRST.closes_at + timedelta(days=7))


def test_the_day_of_an_opening_is_that_of_vietnamese_clocks() -> None:
    assert opening_day([SECOND, FIRST]) == date(2025, 9, 8)


def test_all_rounds_move_by_the_same_whole_days() -> None:
    first, second = moved([FIRST, SECOND], date(2026, 9, 7))
    assert first.opens_at == datetime(2026, 9, 6, 23, 30, tzinfo=UTC)
    assert first.closes_at == datetime(2026, 9, 13, 15, 0, tzinfo=UTC)
    assert second.opens_at - first.opens_at == timedelta(days=7)


@pytest.mark.parametrize(
    ("now", "day"),
    [
        (datetime(2025, 10, 1, tzinfo=UTC), date(2026, 9, 7)),
        (datetime(2026, 9, 6, 16, 59, tzinfo=UTC), date(2026, 9, 7)),
        (datetime(2026, 9, 6, 17, 0, tzinfo=UTC), date(2027, 9, 6)),
        (datetime(2024, 1, 1, tzinfo=UTC), date(2026, 9, 7)),
    ],
)
def test_the_day_suggested_lies_ahead_on_the_same_weekday(now: datetime, day: date) -> None:
    assert suggested_day([FIRST], now) == day
    assert day.weekday() == opening_day([FIRST]).weekday()


@given(st.dates(date(2020, 1, 1), date(2090, 1, 1)))
def test_hours_and_lengths_survive_any_day(day: date) -> None:
    before, after = [FIRST, SECOND], moved([FIRST, SECOND], day)
    assert opening_day(after) == day
    for old, new in zip(before, after, strict=True):
        assert new.opens_at.time() == old.opens_at.time()
        assert new.closes_at - new.opens_at == old.closes_at - old.opens_at


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Tìm hiểu chuyển đổi số 2025", "Tìm hiểu chuyển đổi số 2026"),
        ("Ngày 10/10/2025 và năm 2024", "Ngày 10/10/2026 và năm 2026"),
        ("Tìm hiểu chuyển đổi số", "Tìm hiểu chuyển đổi số 2026"),
        ("Số 120255", "Số 120255 2026"),
        ("x" * 300, "x" * 295 + " 2026"),
    ],
)
def test_a_title_gets_the_new_year(title: str, expected: str) -> None:
    assert suggested_title(title, 2026) == expected


@pytest.mark.parametrize(
    ("slug", "taken", "expected"),
    [
        ("cds-2025", (), "cds-2026"),
        ("cds", (), "cds-2026"),
        ("cds-2026", ("cds-2026",), "cds-2026-2"),
        ("cds-2026", ("cds-2026", "cds-2026-2"), "cds-2026-3"),
        ("a" * 64, (), "a" * 59 + "-2026"),
        ("a" * 64, ("a" * 59 + "-2026",), "a" * 59 + "-20-2"),
    ],
)
def test_an_address_gets_the_new_year_and_is_free(
    slug: str, taken: tuple[str, ...], expected: str
) -> None:
    found = suggested_slug(slug, 2026, taken)
    assert found == expected
    assert len(found) <= 64
