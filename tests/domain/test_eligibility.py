"""Who may take part, by a table; and on which day the figures are due."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from app.domain.contest_rules import Draw, Rules
from app.domain.eligibility import Candidate, is_likely_year, why_not
from app.domain.participation import UnitFigures, day_due, from_plain, to_plain

RULES = Rules(minutes=10, draws=(Draw(None, None, 10),))
OPENS = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
ANYBODY = Candidate("resident", in_province=True)


@pytest.mark.parametrize(
    ("rules", "candidate", "why"),
    [
        ({}, {}, None),
        ({}, {"in_province": False}, None),  # Hà Giang 2022: inside and outside the province
        ({"groups": ("cadre",)}, {}, "group"),
        ({"groups": ("cadre",)}, {"group": "cadre"}, None),
        ({"province_only": True}, {"in_province": False}, "province"),
        ({"province_only": True}, {}, None),
        ({"min_age": 12}, {}, "birth_year"),
        ({"min_age": 12}, {"birth_year": 2015}, "too_young"),
        ({"min_age": 12}, {"birth_year": 2014}, None),  # 12 within 2026
        ({"max_age": 60}, {"birth_year": 1966}, None),
        ({"max_age": 60}, {"birth_year": 1965}, "too_old"),
        ({}, {"role": "committee"}, "excluded"),
        ({"excluded_may_play": True}, {"role": "committee"}, None),
        ({"excluded_may_play": True, "min_age": 12}, {"role": "examiner"}, "birth_year"),
    ],
)
def test_the_rules_say_who_may_not_take_part_and_why(
    rules: dict[str, Any], candidate: dict[str, Any], why: str | None
) -> None:
    assert why_not(replace(RULES, **rules), replace(ANYBODY, **candidate), OPENS) == why


def test_the_year_is_that_of_vietnamese_calendars() -> None:
    rules = replace(RULES, min_age=12)
    candidate = replace(ANYBODY, birth_year=2015)
    new_year = datetime(2026, 12, 31, 17, 0, tzinfo=UTC)  # 00:00 of 1 January 2027 in Vietnam
    assert why_not(rules, candidate, new_year - timedelta(seconds=1)) == "too_young"
    assert why_not(rules, candidate, new_year) is None


def test_a_year_of_birth_is_one_of_somebody_alive() -> None:
    assert [is_likely_year(year, OPENS) for year in (1905, 1906, 2026, 2027)] == [
        *(False, True, True, False)
    ]


CLOSES = OPENS + timedelta(days=2)  # open from 8:00 on the 24th to 8:00 on the 26th in Vietnam


@pytest.mark.parametrize(
    ("now", "day"),
    [
        ("2026-11-24T00:59", None),
        ("2026-11-24T03:59", None),
        ("2026-11-24T04:00", 24),  # 11:00 in Vietnam
        ("2026-11-24T16:59", 24),
        ("2026-11-24T17:00", None),  # the next day has begun there
        ("2026-11-26T04:00", 26),  # after the closing, with the last day
        ("2026-11-27T04:00", None),
    ],
)
def test_figures_are_due_from_the_hour_on_until_the_last_day_is_in(
    now: str, day: int | None
) -> None:
    found = day_due("11:00", OPENS, CLOSES, datetime.fromisoformat(now).replace(tzinfo=UTC))
    assert found == (None if day is None else date(2026, 11, day))


def test_figures_survive_being_written_down() -> None:
    rows = (
        UnitFigures("02215", "Phường Minh Xuân", 1000, 50, 70),
        UnitFigures("a", "A", None, 0, 0),
    )
    assert from_plain(to_plain(rows)) == rows
    assert (rows[0].rate, rows[1].rate) == (rows[0].rate, None)
    assert float(rows[0].rate or 0) == 0.05
