"""Statistics as pages show them: searched, sorted, with what was chosen and appealed."""

from __future__ import annotations

from datetime import datetime

import pytest
from flask import Flask

from app.services import appeals, statistics, statistics_views
from tests.answering import save, submit
from tests.factories import a_person
from tests.factories_contests import (
    a_bank,
    a_contest,
    a_finished_attempt,
    a_started_attempt,
    identity_of,
)

SLUG = "cuoc-thi"


@pytest.fixture
def contest(app: Flask, now: datetime) -> str:
    """Everybody is right in the first question; the best give "b" to the last, others "a"."""
    a_bank(count=3)
    a_contest(SLUG, shuffle_questions=False, result_policy="answers")
    for number in range(40):
        who = a_person()
        attempt, best = a_started_attempt(who, SLUG), number < 30
        given = ("a", "a" if best else "b", "b" if best else "a")
        save(who, attempt, now, *((n + 1, n, one) for n, one in enumerate(given)))
        submit(who, attempt, now)
    statistics.derive_now(SLUG, now)
    return SLUG


def test_before_the_first_derivation_there_is_nothing(app: Flask, now: datetime) -> None:
    a_contest(SLUG)
    shown = statistics_views.show(SLUG)
    assert (shown.as_of, shown.lines) == (None, ())


def test_every_question_comes_with_its_choices_and_key(contest: str) -> None:
    shown = statistics_views.show(contest)
    assert [line.question.id for line in shown.lines] == ["q1", "q2", "q3"]
    assert {(one.response, one.count, one.right) for one in shown.lines[1].choices} == {
        ("a", 30, True),
        ("b", 10, False),
    }
    assert [paper.count for _, paper in shown.papers] == [40]


def test_keys_that_look_wrong_are_on_top_and_can_be_asked_for_alone(contest: str) -> None:
    shown = statistics_views.show(contest, only_alarms=True)
    assert {line.question.id for line in shown.lines} == {"q2", "q3"}
    assert sorted(shown.lines, key=lambda one: one.place) == sorted(
        shown.alarms, key=lambda one: one.place
    )
    [rival] = [one.alarm.rival for one in shown.alarms if one.alarm and one.alarm.rival]
    assert rival == '"b"'


def test_lines_are_sorted_by_a_figure_and_none_comes_last(contest: str) -> None:
    up = statistics_views.show(contest, sort="facility").lines
    down = statistics_views.show(contest, sort="facility", descending=True).lines
    assert [line.question.id for line in up] == ["q3", "q2", "q1"]
    assert [line.question.id for line in down] == ["q1", "q2", "q3"]
    # Everybody was right in the first: it has no discrimination, whichever way it is sorted.
    for descending in (False, True):
        lines = statistics_views.show(contest, sort="discrimination", descending=descending).lines
        assert lines[-1].item.discrimination is None


def test_questions_are_found_without_accents(contest: str) -> None:
    assert [one.question.id for one in statistics_views.show(contest, query="cau 2").lines] == [
        "q2"
    ]
    assert statistics_views.show(contest, query="khong co").lines == ()


def test_appeals_are_counted_beside_the_figures(contest: str, now: datetime) -> None:
    who = a_person()
    attempt = a_finished_attempt(who, SLUG)
    appeals.appeal(attempt.id, identity=identity_of(who), question="q2", text="Sai", now=now)
    found = {one.question.id: one.appeals for one in statistics_views.show(contest).lines}
    assert found == {"q1": 0, "q2": 1, "q3": 0}
