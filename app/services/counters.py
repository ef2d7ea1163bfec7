"""Where tries are counted: in Redis when there is one that answers, else in the database.

A Redis that is away makes nothing fail and nobody wait: one call finds out, within a third of
a second, and for some seconds nobody asks it again. Counters begin anew where they go on.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TypeVar

from flask import current_app
from sqlalchemy.orm import Session

from app.domain.limits import Counter, Limit, refused_until, whole_seconds
from app.services import monitoring
from app.services.transactions import writing
from app.storage import limits as storage
from app.storage.limits_redis import FAILURES, RedisCounters

T = TypeVar("T")
Counted = tuple[Limit, str]
"""A limit, and the key of what is counted under it."""
AWAY_SECONDS = 10.0
KEPT_AFTER_END = timedelta(minutes=5)


@dataclass(slots=True)
class _Breaker:
    """Lets calls through to Redis, and none for a while after one has failed."""

    counters: RedisCounters
    away_until: float = 0.0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def call(self, act: Callable[[RedisCounters], T]) -> tuple[bool, T | None]:
        """Whether Redis answered, and what."""
        with self.lock:
            if time.monotonic() < self.away_until:
                return False, None
            if self.away_until:
                # One looks whether it is back; the others do not wait for that.
                self.away_until = time.monotonic() + AWAY_SECONDS
        try:
            found = act(self.counters)
        except FAILURES as error:
            self._open(error)
            return False, None
        self._close()
        return True, found

    def _open(self, error: BaseException) -> None:
        with self.lock:
            self.away_until = time.monotonic() + AWAY_SECONDS
        monitoring.count_redis_failure()
        current_app.logger.warning(
            "Redis does not answer (%s): tries are counted in the database", type(error).__name__
        )

    def _close(self) -> None:
        with self.lock:
            was_away, self.away_until = bool(self.away_until), 0.0
        if was_away:
            current_app.logger.warning("Redis answers again: tries are counted there")


def take(counted: Sequence[Counted], now: datetime) -> int:
    """Count one try under each limit: 0, or in how many seconds one is allowed again.

    When one refuses, none is counted. Budgets must come first: what they take can be given
    back without a trace.
    """
    answered, wait = _redis(lambda redis: _take_in_redis(redis, counted, now))
    if answered and wait is not None:
        return wait
    with writing() as session:
        return _take_in_database(session, counted, now)


def look(counted: Sequence[Counted], now: datetime) -> int:
    """What `take` would most probably say, by reading alone; most of a flood ends here."""
    answered, wait = _redis(lambda redis: _look_in_redis(redis, counted, now))
    return wait if answered and wait is not None else _longest(storage.find_counters, counted, now)


def settle(*, given_back: Sequence[str], cleared: Sequence[str], now: datetime) -> None:
    """Give back tries that need not count, and forget what has come to a good end."""
    answered, _ = _redis(lambda redis: _settle_in_redis(redis, given_back, cleared, now))
    if answered:
        return
    with writing() as session:
        for key in given_back:
            storage.give_back(session, key, now)
        for key in cleared:
            storage.clear(session, key)


def sweep(now: datetime) -> None:
    """Let go of counters in the database that have ended."""
    before = now - KEPT_AFTER_END
    if storage.has_ended(before):
        with writing() as session:
            storage.sweep(session, before)


def place() -> str:
    """Where tries are counted at this moment, in plain words; asks Redis when there is one."""
    if _breaker() is None:
        return "counted in the database"
    answered, _ = _redis(lambda redis: redis.ping())
    return "counted in Redis" if answered else "Redis does not answer; counted in the database"


def _redis(act: Callable[[RedisCounters], T]) -> tuple[bool, T | None]:
    breaker = _breaker()
    return breaker.call(act) if breaker else (False, None)


def _breaker() -> _Breaker | None:
    url = current_app.config["SETTINGS"].redis_url
    if not url:
        return None
    extensions = current_app.extensions
    if "thiso_redis" not in extensions:
        extensions.setdefault("thiso_redis", _Breaker(RedisCounters(url)))
    kept: _Breaker = extensions["thiso_redis"]
    return kept


def _take_in_redis(redis: RedisCounters, counted: Sequence[Counted], now: datetime) -> int:
    for place, (limit, key) in enumerate(counted):
        wait = redis.take(limit, key, now)
        if wait:
            for _, taken in counted[:place]:
                redis.give_back(taken, now)
            return wait
    return 0


def _settle_in_redis(
    redis: RedisCounters, given_back: Sequence[str], cleared: Sequence[str], now: datetime
) -> None:
    for key in given_back:
        redis.give_back(key, now)
    for key in cleared:
        redis.clear(key)


def _look_in_redis(redis: RedisCounters, counted: Sequence[Counted], now: datetime) -> int:
    return _longest(redis.find_counters, counted, now)


def _longest(
    find: Callable[[Sequence[str]], dict[str, Counter]], counted: Sequence[Counted], now: datetime
) -> int:
    kept = find([key for _, key in counted])
    waits = [
        until - now
        for limit, key in counted
        if key in kept and (until := refused_until(limit, kept[key], now)) is not None
    ]
    return whole_seconds(max(waits)) if waits else 0


def _take_in_database(session: Session, counted: Sequence[Counted], now: datetime) -> int:
    for place, (limit, key) in enumerate(counted):
        if storage.take(session, limit, key, now) is not None:
            continue
        for _, taken in counted[:place]:
            storage.give_back(session, taken, now)
        kept = storage.get_counter(session, key)
        until = refused_until(limit, kept, now) if kept else None
        return whole_seconds((until or now) - now)
    return 0
