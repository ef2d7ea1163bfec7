"""Moments of a round: in their order, and each in the state that it stands for."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from app.domain.contest_moments import Moment, moment_of
from app.domain.contests import Span, State, may_explain, round_state

OPENS = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
STATES = {
    Moment.BEFORE: State.SCHEDULED,
    Moment.WAITING: State.SCHEDULED,
    Moment.OPENED: State.OPEN,
    Moment.DURING: State.OPEN,
    Moment.LAST_MINUTE: State.OPEN,
    Moment.CLOSED: State.CLOSED,
    Moment.FINAL: State.CLOSED,
}


@pytest.mark.parametrize("length", [timedelta(seconds=10), timedelta(hours=2), timedelta(days=9)])
@pytest.mark.parametrize("kind", Moment)
def test_a_moment_lies_in_the_state_that_it_stands_for(kind: Moment, length: timedelta) -> None:
    span = Span(OPENS, OPENS + length)
    assert round_state(span, moment_of(kind, span, 10)) is STATES[kind]


def test_the_moments_come_one_after_the_other() -> None:
    span = Span(OPENS, OPENS + timedelta(days=7))
    times = [moment_of(kind, span, 10) for kind in Moment]
    assert times == sorted(times)
    assert len(set(times)) == len(times)


def test_after_closing_means_after_the_last_answer_could_come() -> None:
    span = Span(OPENS, OPENS + timedelta(hours=1))
    closed = moment_of(Moment.CLOSED, span, 120)
    assert may_explain("explanations", span.closes_at, 120, closed)
