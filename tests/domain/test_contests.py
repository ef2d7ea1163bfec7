"""Contests in time: every edge belongs to one side."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from app.domain.contests import (
    Span,
    State,
    contest_state,
    deadline,
    elapsed_ms,
    may_explain,
    round_state,
)

DAY = timedelta(days=1)
MS = timedelta(milliseconds=1)
NOON = datetime(2026, 11, 24, 5, 0, tzinfo=UTC)
WEEK1 = Span(NOON, NOON + 7 * DAY)
WEEK2 = Span(NOON + 10 * DAY, NOON + 17 * DAY)


@pytest.mark.parametrize(
    ("now", "state"),
    [
        (WEEK1.opens_at - MS, State.SCHEDULED),
        (WEEK1.opens_at, State.OPEN),
        (WEEK1.closes_at - MS, State.OPEN),
        (WEEK1.closes_at, State.CLOSED),
    ],
)
def test_a_round_is_open_from_its_opening_until_just_before_its_closing(
    now: datetime, state: State
) -> None:
    assert round_state(WEEK1, now) is state


@pytest.mark.parametrize(
    ("published", "finalised", "days", "state"),
    [
        (False, False, 3, State.DRAFT),
        (False, True, 3, State.DRAFT),
        (True, False, -1, State.SCHEDULED),
        (True, False, 0, State.OPEN),
        (True, False, 8, State.SCHEDULED),  # between the two weeks
        (True, False, 12, State.OPEN),
        (True, False, 17, State.CLOSED),
        (True, True, 18, State.FINAL),
    ],
)
def test_a_contest_of_two_weeks_passes_through_its_states(
    published: bool, finalised: bool, days: int, state: State
) -> None:
    now = NOON + days * DAY
    facts = {"published": published, "finalised": finalised, "now": now}
    assert contest_state(rounds=[WEEK1, WEEK2], **facts) is state
    assert contest_state(rounds=[WEEK2, WEEK1], **facts) is state


def test_a_contest_without_rounds_waits() -> None:
    state = contest_state(published=True, finalised=False, rounds=[], now=NOON)
    assert state is State.SCHEDULED


def test_an_attempt_ends_after_its_minutes_but_never_after_the_closing() -> None:
    # 15 minutes from 11:30 are 11:45; from 11:50 the closing at 12:00 comes first.
    early, late = NOON - timedelta(minutes=30), NOON - timedelta(minutes=10)
    assert deadline(early, 15, NOON) == NOON - timedelta(minutes=15)
    assert deadline(late, 15, NOON) == NOON


@pytest.mark.parametrize(
    ("used", "counted"),
    [
        (timedelta(minutes=3, milliseconds=7), 180_007),
        (timedelta(microseconds=1999), 1),  # whole milliseconds only
        (timedelta(0), 0),
        (timedelta(minutes=15), 900_000),
        (timedelta(minutes=15, seconds=8), 900_000),  # in the grace: no more than the limit
        (timedelta(seconds=-2), 0),  # a clock set back
    ],
)
def test_the_time_used_lies_between_nothing_and_the_limit(used: timedelta, counted: int) -> None:
    assert elapsed_ms(NOON, NOON + used, NOON + timedelta(minutes=15)) == counted


def test_paused_time_is_not_used_time() -> None:
    end, deadline_at = NOON + timedelta(minutes=12), NOON + timedelta(minutes=22)
    assert elapsed_ms(NOON, end, deadline_at, paused_ms=420_000) == 300_000
    assert elapsed_ms(NOON, end, deadline_at, paused_ms=10**9) == 0


@pytest.mark.parametrize(
    ("policy", "after", "allowed"),
    [
        ("explanations", 10 * 1000 + 1, True),
        ("explanations", 10 * 1000, False),  # the last moment of the grace: an answer may come
        ("explanations", -1, False),
        ("answers", 10**9, False),
        ("score", 10**9, False),
        ("nothing", 10**9, False),
    ],
)
def test_keys_are_shown_only_by_policy_and_when_no_attempt_can_be_open(
    policy: str, after: int, allowed: bool
) -> None:
    now = NOON + after * MS
    assert may_explain(policy, NOON, 10, now) is allowed
