"""Contests read: what is found, in which order, and at what cost."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from flask import Flask

from app.domain.contest_rules import Prediction
from app.domain.contests import State
from app.domain.errors import NotFound
from app.services import caches, contests
from tests.factories import a_person
from tests.factories_contests import (
    DAY,
    HOUR,
    a_bank,
    a_contest,
    a_draft,
    a_finished_attempt,
    a_round,
    a_started_attempt,
    some_rules,
)
from tests.queries import counted_queries


def a_contest_at(slug: str, opens_at: datetime, closes_at: datetime) -> None:
    a_contest(slug, rounds=[a_round(opens_at=opens_at, closes_at=closes_at)])


def slugs(now: datetime, *, drafts: bool = False) -> list[str]:
    return [one.slug for one in contests.list_contests(now=now, drafts=drafts)]


def test_a_contest_is_found_with_its_rules_and_rounds(app: Flask, now: datetime) -> None:
    a_bank()
    later = a_round(opens_at=now + 2 * DAY, closes_at=now + 3 * DAY, title="Đợt 2")
    a_contest(minutes=7, rounds=[a_round(), later])
    found = contests.get_public_contest("cuoc-thi")
    assert found.rules == some_rules(minutes=7)
    assert [(one.number, one.title) for one in found.rounds] == [(1, "Đợt 1"), (2, "Đợt 2")]
    assert (found.opens_at, found.closes_at) == (now - HOUR, now + 3 * DAY)
    assert found == contests.get_contest_by_id(found.id)


def test_an_unknown_contest_is_not_found(app: Flask) -> None:
    for look in (contests.get_contest, contests.get_public_contest):
        with pytest.raises(NotFound):
            look("khong-co")
    with pytest.raises(NotFound):
        contests.get_contest_by_id(1)
    with pytest.raises(NotFound):
        contests.rules_of(1, 1)


def test_the_public_does_not_find_a_draft(app: Flask, now: datetime) -> None:
    a_draft()
    assert contests.get_contest("cuoc-thi").state(now) is State.DRAFT
    with pytest.raises(NotFound):
        contests.get_public_contest("cuoc-thi")
    assert slugs(now) == []
    assert slugs(now, drafts=True) == ["cuoc-thi"]


@pytest.mark.parametrize("fresh", [True, False])
def test_a_contest_costs_two_queries(app: Flask, fresh: bool) -> None:
    a_contest()
    if fresh:
        app.extensions.pop("thiso_caches")
    for look in (contests.get_contest, contests.get_public_contest):
        with counted_queries() as sent:
            look("cuoc-thi")
        assert len(sent) == 2


@pytest.mark.parametrize("count", [1, 12])
def test_the_list_costs_two_queries_however_many(app: Flask, now: datetime, count: int) -> None:
    a_bank()
    for number in range(count):
        a_contest(f"c{number}", rounds=[a_round()])
    app.extensions.pop("thiso_caches")
    with counted_queries() as sent:
        assert len(contests.list_contests(now=now)) == count
    assert len(sent) == 2


def test_rules_cost_no_query_once_read(app: Flask) -> None:
    made = a_contest()
    app.extensions.pop("thiso_caches")
    with counted_queries() as first:
        rules = contests.rules_of(made.id, 1)
    with counted_queries() as again:
        assert contests.rules_of(made.id, 1) is rules
    assert (len(first), len(again)) == (1, 0)


def test_the_list_begins_with_what_is_open_and_ends_with_what_is_oldest(
    app: Flask, now: datetime
) -> None:
    a_bank()
    a_contest_at("old", now - 9 * DAY, now - 8 * DAY)
    a_contest_at("recent", now - 9 * DAY, now - 2 * DAY)
    a_contest_at("far", now + 5 * DAY, now + 6 * DAY)
    a_contest_at("soon", now + DAY, now + 6 * DAY)
    a_contest_at("open-long", now - DAY, now + 5 * DAY)
    a_contest_at("open-short", now - DAY, now + HOUR)
    a_draft("draft", rounds=[a_round()])
    expected = ["open-short", "open-long", "soon", "far", "recent", "old"]
    assert slugs(now) == expected
    assert slugs(now, drafts=True) == [*expected[:4], "draft", *expected[4:]]


def test_between_two_rounds_a_contest_is_scheduled_by_the_next(app: Flask, now: datetime) -> None:
    a_bank()
    past = a_round(opens_at=now - 3 * DAY, closes_at=now - 2 * DAY)
    a_contest("between", rounds=[past, a_round(opens_at=now + HOUR, closes_at=now + DAY)])
    a_contest_at("soon", now + 2 * HOUR, now + DAY)
    assert slugs(now) == ["between", "soon"]


def test_participation_counts_people_attempts_and_open_ones(app: Flask, now: datetime) -> None:
    made = a_contest(attempts_allowed=3)
    one, other = a_person(), a_person()
    assert contests.count_participation(made.id) == (0, 0, 0)
    a_finished_attempt(one)
    a_finished_attempt(one, at=now + timedelta(minutes=5))
    a_started_attempt(other)
    assert contests.count_participation(made.id) == (2, 3, 1)


def test_a_settled_prediction_ranks_a_whole_contest_of_one_round_only(
    app: Flask, now: datetime
) -> None:
    rules = some_rules(prediction=Prediction("Bao nhiêu?"))
    a_contest("mot-dot", rules=rules)
    later = a_round(opens_at=now + 2 * DAY, closes_at=now + 3 * DAY)
    a_contest("nhieu-dot", rules=rules, rounds=[a_round(), later])
    found = {}
    for slug in ("mot-dot", "nhieu-dot"):
        assert contests.get_contest(slug).settled(0) is None
        contests.settle_prediction(
            slug, round_number=1, value=7, account_id=None, now=now + 2 * DAY
        )
        contest = contests.get_contest(slug)
        found[slug] = (contest.settled(0), contest.settled(contest.rounds[0].id))
    assert found == {"mot-dot": (7, 7), "nhieu-dot": (None, 7)}


def test_the_cache_of_rules_belongs_to_the_application(app: Flask) -> None:
    made = a_contest()
    contests.rules_of(made.id, 1)
    assert caches.lru("rules", 1) is app.extensions["thiso_caches"]["rules"]
