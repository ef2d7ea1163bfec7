"""Reports of units: when they may change, when they are late, and what is typed into them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from app.domain.activities import (
    Tally,
    add_up,
    is_late,
    may_change,
    read_day,
    read_people,
)
from tests.conftest import NOW

HOUR = timedelta(hours=1)
TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("state", "before", "after"),
    [
        ("draft", True, True),
        ("sent", True, False),
        ("returned", True, True),
        ("accepted", False, False),
    ],
)
def test_a_report_may_change_before_and_after_its_deadline(
    state: str, before: bool, after: bool
) -> None:
    assert may_change(state, deadline_at=NOW + HOUR, now=NOW) is before
    assert may_change(state, deadline_at=NOW, now=NOW) is after


def test_late_is_what_is_sent_at_the_deadline_or_after() -> None:
    assert not is_late(None, deadline_at=NOW)
    assert not is_late(NOW - HOUR, deadline_at=NOW)
    assert is_late(NOW, deadline_at=NOW)


def test_days_are_read_as_browsers_send_them() -> None:
    assert read_day(" 2026-11-24 ", today=TODAY) == TODAY


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "missing"),
        ("24/11/2026", "date"),
        ("2026-02-30", "date"),
        ("2026-11-25", "future"),
        ("1026-11-24", "long_ago"),
    ],
)
def test_days_that_cannot_be_are_refused(text: str, reason: str) -> None:
    with pytest.raises(ValueError, match=f"^{reason}$"):
        read_day(text, today=TODAY)


@pytest.mark.parametrize(("text", "number"), [("0", 0), (" 1.250 ", 1250), ("1 250", 1250)])
def test_numbers_of_people_are_read_as_people_write_them(text: str, number: int) -> None:
    assert read_people(text) == number


@pytest.mark.parametrize(
    ("text", "reason"),
    [("", "missing"), ("nhiều", "number"), ("-5", "number"), ("1,5", "number"), ("٣", "number"),
     ("99999999", "range"), ("9" * 5000, "range")],
)  # fmt: skip
def test_other_numbers_are_refused(text: str, reason: str) -> None:
    with pytest.raises(ValueError, match=f"^{reason}$"):
        read_people(text)


def test_tallies_add_up() -> None:
    assert add_up([]) == Tally()
    assert add_up([Tally(1, 1, 0, 50, 2), Tally(2, 0, 1, 7, 0)]) == Tally(3, 1, 1, 57, 2)
