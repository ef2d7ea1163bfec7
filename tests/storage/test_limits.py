"""Counters as rows: they count as the rule says, also when all try at once."""

from __future__ import annotations

import threading
from datetime import datetime, timedelta

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.domain import limits as rules
from app.domain.limits import Counter, Limit
from app.services.transactions import writing
from app.storage import limits as storage
from app.storage.db import db

STEPS = Limit("steps", 3, 600, (10, 20, 40))
ONE_WAIT = Limit("one-wait", 1, 30, (5,))
BUDGET = Limit("budget", 3, 60)


def take(limit: Limit, key: str, now: datetime) -> Counter | None:
    with writing() as session:
        return storage.take(session, limit, key, now)


@settings(
    max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(
    limit=st.sampled_from([STEPS, ONE_WAIT, BUDGET]),
    gaps=st.lists(st.integers(min_value=0, max_value=70_000), min_size=1, max_size=12),
)
def test_rows_count_as_the_rule_says(
    app: Flask, now: datetime, limit: Limit, gaps: list[int]
) -> None:
    with writing() as session:
        storage.clear(session, "k")
    kept: Counter | None = None
    for gap in gaps:
        now += timedelta(milliseconds=gap)
        decision = rules.take(limit, kept, now)
        assert take(limit, "k", now) == (decision.kept if decision.allowed else None)
        kept = decision.kept
        db.session.remove()
        assert storage.find_counters(["k"]) == {"k": kept}


@pytest.mark.parametrize("limit", [STEPS, BUDGET])
def test_of_many_at_once_only_so_many_are_allowed(app: Flask, now: datetime, limit: Limit) -> None:
    allowed = []
    ready = threading.Barrier(12)

    def work() -> None:
        with app.app_context():
            ready.wait()
            if take(limit, "k", now) is not None:
                allowed.append(1)
            db.session.remove()

    threads = [threading.Thread(target=work) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(allowed) == limit.free


def test_what_was_given_back_may_be_taken_again(app: Flask, now: datetime) -> None:
    for _ in range(3):
        assert take(STEPS, "k", now)
    assert take(STEPS, "k", now) is None
    with writing() as session:
        storage.give_back(session, "k", now)
    assert take(STEPS, "k", now)
    assert take(STEPS, "k", now) is None


def test_nothing_is_given_back_to_what_has_ended_or_is_empty(app: Flask, now: datetime) -> None:
    take(BUDGET, "k", now)
    for _ in range(3):
        with writing() as session:
            storage.give_back(session, "k", now)
    assert storage.find_counters(["k"])["k"].count == 0
    take(BUDGET, "k", now)
    with writing() as session:
        storage.give_back(session, "k", now + timedelta(seconds=60))
    assert storage.find_counters(["k"])["k"].count == 1


def test_what_has_ended_is_swept_and_nothing_else(app: Flask, now: datetime) -> None:
    take(BUDGET, "old", now)
    take(STEPS, "young", now)
    assert not storage.has_ended(now)
    later = now + timedelta(seconds=61)
    assert storage.has_ended(later)
    with writing() as session:
        assert storage.sweep(session, later) == 1
    assert set(storage.find_counters(["old", "young"])) == {"young"}
