"""Counting in Redis: by the same rule, at once, and without it everything goes on."""

from __future__ import annotations

import logging
import socket
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.domain import limits as rules
from app.domain.limits import Counter, Limit
from app.services import counters, readiness
from app.services.transactions import end_reading
from app.storage import limits as storage
from app.storage.limits_redis import RedisCounters
from tests.services.redis_server import REDIS, RedisServer, redis_server

STEPS = Limit("steps", 3, 600, (10, 20, 40))
BUDGET = Limit("budget", 4, 60)
needs_redis = pytest.mark.skipif(REDIS is None, reason="redis-server is not installed")


@pytest.fixture
def redis() -> Iterator[RedisServer]:
    # The path of a socket has to be short.
    with tempfile.TemporaryDirectory() as folder, redis_server(Path(folder)) as server:
        yield server


def use(app: Flask, url: str) -> None:
    app.config["SETTINGS"] = replace(app.config["SETTINGS"], redis_url=url)


@needs_redis
@settings(
    max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(
    limit=st.sampled_from([STEPS, BUDGET]),
    gaps=st.lists(st.integers(min_value=0, max_value=70_000), min_size=1, max_size=20),
)
def test_the_script_counts_as_the_rule_says(
    redis: RedisServer, now: datetime, limit: Limit, gaps: list[int]
) -> None:
    link = RedisCounters(redis.url)
    link.clear("k")
    kept: Counter | None = None
    for gap in gaps:
        now += timedelta(milliseconds=gap)
        decision = rules.take(limit, kept, now)
        assert link.take(limit, "k", now) == decision.retry_after
        kept = decision.kept


@needs_redis
def test_of_many_at_once_redis_allows_only_so_many(redis: RedisServer, now: datetime) -> None:
    link, waits = RedisCounters(redis.url), []
    threads = [
        threading.Thread(target=lambda: waits.append(link.take(STEPS, "k", now))) for _ in range(30)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(waits) == [0, 0, 0, *[10] * 27]


@needs_redis
def test_with_redis_nothing_is_written_to_the_database(
    app: Flask, redis: RedisServer, now: datetime
) -> None:
    use(app, redis.url)
    for _ in range(3):
        assert counters.take([(BUDGET, "b"), (STEPS, "s")], now) == 0
    assert counters.take([(BUDGET, "b"), (STEPS, "s")], now) == 10
    # What the refused try took of the budget was given back.
    assert counters.take([(BUDGET, "b")], now) == 0
    assert counters.take([(BUDGET, "b")], now) == 60
    counters.settle(given_back=["b"], cleared=["s"], now=now)
    assert counters.take([(BUDGET, "b"), (STEPS, "s")], now) == 0
    assert storage.find_counters(["b", "s"]) == {}
    assert counters.place() == "counted in Redis"


def test_without_redis_the_database_counts(app: Flask, now: datetime) -> None:
    for _ in range(3):
        assert counters.take([(BUDGET, "b"), (STEPS, "s")], now) == 0
    assert counters.take([(BUDGET, "b"), (STEPS, "s")], now) == 10
    assert counters.take([(BUDGET, "b")], now) == 0
    assert counters.take([(BUDGET, "b")], now) == 60
    counters.settle(given_back=["b"], cleared=["s"], now=now)
    end_reading()
    assert counters.take([(BUDGET, "b"), (STEPS, "s")], now) == 0
    assert counters.place() == "counted in the database"


@needs_redis
def test_a_redis_that_goes_is_only_slower_and_one_that_comes_back_is_used_again(
    app: Flask,
    redis: RedisServer,
    now: datetime,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    use(app, redis.url)
    assert counters.take([(STEPS, "s")], now) == 0
    redis.stop()
    with caplog.at_level(logging.WARNING):
        assert counters.take([(STEPS, "s")], now) == 0
    assert "Redis does not answer" in caplog.text
    end_reading()
    assert storage.find_counters(["s"])["s"].count == 1
    found = {check.name: check for check in readiness.checks(now)}["limits"]
    assert found.ok and "does not answer" in found.note
    redis.start()
    # For a while nobody asks it; then it counts again.
    assert "database" in counters.place()
    breaker = app.extensions["thiso_redis"]
    monkeypatch.setattr(breaker, "away_until", time.monotonic() - 1)
    with caplog.at_level(logging.WARNING):
        assert counters.place() == "counted in Redis"
    assert "Redis answers again" in caplog.text


def test_a_redis_that_hangs_makes_one_wait_a_little_and_nobody_after(
    app: Flask, now: datetime
) -> None:
    with socket.socket() as deaf:
        deaf.bind(("127.0.0.1", 0))
        deaf.listen()
        use(app, f"redis://127.0.0.1:{deaf.getsockname()[1]}/0")
        times = []
        for _ in range(4):
            begun = time.monotonic()
            counters.take([(STEPS, "s")], now)
            times.append(time.monotonic() - begun)
            end_reading()
    assert 0.2 < times[0] < 3
    assert sum(times[1:]) < 0.8  # Three more waits for the deaf one would take longer.
    # The fourth is refused: the database has counted three.
    assert counters.take([(STEPS, "s")], now) == 10


def test_ended_counters_are_swept_after_a_while(app: Flask, now: datetime) -> None:
    counters.take([(BUDGET, "b")], now)
    end_reading()
    counters.sweep(now + timedelta(seconds=61))
    end_reading()
    assert "b" in storage.find_counters(["b"])
    counters.sweep(now + timedelta(minutes=7))
    end_reading()
    assert storage.find_counters(["b"]) == {}
