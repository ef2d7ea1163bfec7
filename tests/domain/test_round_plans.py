"""Weekly rounds: days and hours on Vietnamese clocks, by tables."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.round_plans import MOST_PLANNED, BadPlan, Plan, rounds_of

MONDAY = date(2026, 9, 7)
WEEKLY = Plan(first_day=MONDAY, opens=time(8), closes=time(22), count=4)


def spans(plan: Plan) -> list[tuple[str, str]]:
    return [
        (f"{one.opens_at:%d/%m %H:%M}", f"{one.closes_at:%d/%m %H:%M}") for one in rounds_of(plan)
    ]


TABLE: list[tuple[dict[str, object], list[tuple[str, str]]]] = [
    (
        {"count": 3},
        [
            ("07/09 08:00", "13/09 22:00"),
            ("14/09 08:00", "20/09 22:00"),
            ("21/09 08:00", "27/09 22:00"),
        ],
    ),
    ({"days": 5, "count": 2}, [("07/09 08:00", "11/09 22:00"), ("14/09 08:00", "18/09 22:00")]),
    ({"days": 1, "count": 2}, [("07/09 08:00", "07/09 22:00"), ("14/09 08:00", "14/09 22:00")]),
    ({"days": 14, "count": 2}, [("07/09 08:00", "20/09 22:00"), ("21/09 08:00", "04/10 22:00")]),
    ({"days": 10, "count": 2}, [("07/09 08:00", "16/09 22:00"), ("21/09 08:00", "30/09 22:00")]),
    ({"closes": time(0), "count": 1}, [("07/09 08:00", "14/09 00:00")]),
    (
        {"opens": time(0), "closes": time(0), "count": 2},
        [("07/09 00:00", "14/09 00:00"), ("14/09 00:00", "21/09 00:00")],
    ),
    (
        {"count": None, "last_day": date(2026, 9, 20)},
        [("07/09 08:00", "13/09 22:00"), ("14/09 08:00", "20/09 22:00")],
    ),
    ({"count": None, "last_day": date(2026, 9, 19)}, [("07/09 08:00", "13/09 22:00")]),
    ({"count": 1, "last_day": date(2026, 12, 31)}, [("07/09 08:00", "13/09 22:00")]),
    ({"count": 9, "last_day": date(2026, 9, 13)}, [("07/09 08:00", "13/09 22:00")]),
]


@pytest.mark.parametrize(("given_", "expected"), TABLE)
def test_rounds_follow_week_by_week(
    given_: dict[str, object], expected: list[tuple[str, str]]
) -> None:
    assert spans(replace(WEEKLY, **given_)) == expected


def test_the_moments_are_those_of_vietnamese_clocks() -> None:
    first = rounds_of(WEEKLY)[0]
    assert first.opens_at == datetime(2026, 9, 7, 1, 0, tzinfo=UTC)
    assert first.closes_at == datetime(2026, 9, 13, 15, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("given_", "field", "code"),
    [
        ({"count": None}, "count", "missing"),
        ({"count": 0}, "count", "range"),
        ({"count": MOST_PLANNED + 1}, "count", "too_many"),
        ({"count": None, "last_day": date(2029, 1, 1)}, "last_day", "too_many"),
        ({"last_day": date(2026, 9, 12)}, "last_day", "too_early"),
        ({"last_day": date(2026, 9, 1)}, "last_day", "too_early"),
        ({"days": 0}, "days", "range"),
        ({"days": 93}, "days", "range"),
        ({"days": 1, "closes": time(8)}, "closes", "order"),
        ({"days": 1, "closes": time(7)}, "closes", "order"),
    ],
)
def test_what_gives_no_rounds_is_refused_at_its_field(
    given_: dict[str, object], field: str, code: str
) -> None:
    with pytest.raises(BadPlan) as refused:
        rounds_of(replace(WEEKLY, **given_))
    assert (refused.value.field, refused.value.code) == (field, code)


@given(
    first=st.dates(date(2020, 1, 1), date(2090, 1, 1)),
    days=st.integers(2, 92),
    count=st.integers(1, MOST_PLANNED),
    opens=st.times(),
    closes=st.times(),
)
def test_rounds_never_overlap_and_keep_the_weekday(
    first: date, days: int, count: int, opens: time, closes: time
) -> None:
    plan = Plan(first, opens, closes, days=days, count=count)
    made = rounds_of(plan)
    assert len(made) == count
    assert {one.opens_at.weekday() for one in made} == {first.weekday()}
    assert all(one.opens_at < one.closes_at for one in made)
    assert all(a.closes_at <= b.opens_at for a, b in itertools.pairwise(made))
    assert made[-1].opens_at - made[0].opens_at == timedelta(days=plan.step) * (count - 1)
