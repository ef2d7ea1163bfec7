"""Figures of a contest by hour, by day and by score."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from app.domain import watching
from app.domain.watching import Flow, Moved, ScoreColumn, Scored

MIDNIGHT_IN_VIETNAM = datetime(2026, 11, 23, 17, tzinfo=UTC)
HOUR = watching.hour_of(MIDNIGHT_IN_VIETNAM)
MOVES = [Moved(HOUR - 1, HOUR - 1, 2), Moved(HOUR - 1, HOUR, 3), Moved(HOUR, None, 4)]
some_moves = st.lists(
    st.builds(
        Moved,
        st.integers(HOUR - 50, HOUR),
        st.none() | st.integers(HOUR - 50, HOUR),
        st.integers(1, 9),
    )
)
some_scores = st.lists(
    st.builds(Scored, st.integers(-5000, 40_000), st.integers(1, 40_000), st.integers(1, 99))
)


def test_attempts_are_counted_where_they_began_and_where_they_ended() -> None:
    assert watching.by_hour(MOVES) == {HOUR - 1: Flow(5, 2), HOUR: Flow(4, 3)}


def test_hours_in_which_nothing_happened_are_there_too() -> None:
    hours = watching.last_hours(watching.by_hour(MOVES), MIDNIGHT_IN_VIETNAM, count=3)
    assert [flow for _hour, flow in hours] == [Flow(0, 0), Flow(5, 2), Flow(4, 3)]
    assert hours[-1][0] == MIDNIGHT_IN_VIETNAM


def test_a_day_begins_at_midnight_in_vietnam() -> None:
    first = MIDNIGHT_IN_VIETNAM - timedelta(hours=30)
    days = watching.by_day(watching.by_hour(MOVES), first, MIDNIGHT_IN_VIETNAM)
    assert days == [
        (date(2026, 11, 22), Flow(0, 0)),
        (date(2026, 11, 23), Flow(5, 2)),
        (date(2026, 11, 24), Flow(4, 3)),
    ]
    assert watching.ended_on(watching.by_hour(MOVES), MIDNIGHT_IN_VIETNAM) == 3


def test_of_a_very_long_contest_the_last_days_are_given() -> None:
    days = watching.by_day({}, MIDNIGHT_IN_VIETNAM - timedelta(days=300), MIDNIGHT_IN_VIETNAM)
    assert len(days) == watching.MOST_DAYS
    assert days[-1][0] == date(2026, 11, 24)


@given(some_moves)
def test_no_attempt_is_lost_between_hours_and_days(moves: list[Moved]) -> None:
    flows = watching.by_hour(moves)
    days = watching.by_day(flows, MIDNIGHT_IN_VIETNAM - timedelta(days=9), MIDNIGHT_IN_VIETNAM)
    assert sum(flow.began for _day, flow in days) == sum(move.attempts for move in moves)
    ended = sum(move.attempts for move in moves if move.ended is not None)
    assert sum(flow.ended for _day, flow in days) == ended


def test_few_whole_points_have_a_column_each() -> None:
    scores = [Scored(0, 3000, 4), Scored(3000, 3000, 2), Scored(-1000, 3000, 1)]
    assert watching.score_columns(scores) == [
        ScoreColumn(0, 0, False, 5),
        ScoreColumn(1, 1, False, 0),
        ScoreColumn(2, 2, False, 0),
        ScoreColumn(3, 3, False, 2),
    ]


def test_other_scores_are_put_together_by_tenths() -> None:
    columns = watching.score_columns(
        [Scored(1500, 3000, 1), Scored(3000, 3000, 2), Scored(30_000, 40_000, 3)]
    )
    assert [column.people for column in columns] == [0, 0, 0, 0, 0, 1, 0, 3, 0, 2]
    assert (columns[0].low, columns[-1].high, columns[0].share) == (0, 100, True)


@given(some_scores)
def test_everybody_stands_in_one_column(scores: list[Scored]) -> None:
    columns = watching.score_columns(scores)
    assert sum(column.people for column in columns) == sum(score.people for score in scores)


def test_more_than_the_most_stands_in_the_last_column() -> None:
    assert watching.score_columns([Scored(5000, 1000, 2)])[-1] == ScoreColumn(1, 1, False, 2)


def test_without_scores_there_are_no_columns() -> None:
    assert watching.score_columns([]) == []
