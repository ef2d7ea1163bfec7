"""The same counters in Redis: each act is one script, which nothing comes between.

Moments are milliseconds of the caller's clock. Redis forgets a counter by itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

from app.domain.limits import Counter, Limit, whole_seconds
from app.storage.types import from_microseconds, to_microseconds

CONNECT_SECONDS = 0.2
ANSWER_SECONDS = 0.3
PREFIX = "thiso:limit:"
FAILURES = (RedisError, OSError)
"""What a Redis that is away, or hangs, makes of a call."""

_TAKE = """
local found = redis.call('HMGET', KEYS[1], 'count', 'free_at', 'ends_at')
local now, window, free = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local steps = #ARGV - 3
local count, free_at, ends_at = tonumber(found[1]), tonumber(found[2]), tonumber(found[3])
if count and now < ends_at then
  if steps > 0 and now < free_at then return {0, free_at - now} end
  if steps == 0 and count >= free then return {0, ends_at - now} end
  count = count + 1
else
  count, ends_at = 1, now + window
end
free_at = now
if steps > 0 then
  ends_at = now + window
  if count >= free then free_at = now + tonumber(ARGV[3 + math.min(count - free + 1, steps)]) end
end
redis.call('HSET', KEYS[1], 'count', count, 'free_at', free_at, 'ends_at', ends_at)
redis.call('PEXPIRE', KEYS[1], math.max(1, ends_at - now))
return {1, count}
"""
_GIVE_BACK = """
local count = tonumber(redis.call('HGET', KEYS[1], 'count') or '0')
if count > 0 then redis.call('HSET', KEYS[1], 'count', count - 1, 'free_at', ARGV[1]) end
return count
"""


class RedisCounters:
    """Counters in one Redis; every method raises one of `FAILURES` when it does not answer."""

    def __init__(self, url: str) -> None:
        self._link = Redis.from_url(
            url,
            socket_connect_timeout=CONNECT_SECONDS,
            socket_timeout=ANSWER_SECONDS,
            # A second try would make those wait who ask while it is away.
            retry=Retry(NoBackoff(), 0),
        )
        self._take = self._link.register_script(_TAKE)
        self._give_back = self._link.register_script(_GIVE_BACK)

    def take(self, limit: Limit, key: str, now: datetime) -> int:
        """Count one more try: 0, or in how many seconds one is allowed again."""
        waits = [1000 * seconds for seconds in limit.waits]
        arguments = [_milliseconds(now), 1000 * limit.seconds, limit.free, *waits]
        allowed, rest = self._take(keys=[PREFIX + key], args=arguments)
        return 0 if allowed else whole_seconds(timedelta(milliseconds=int(rest)))

    def find_counters(self, keys: Sequence[str]) -> dict[str, Counter]:
        """Counters as they stand, in one round trip."""
        pipeline = self._link.pipeline(transaction=False)
        for key in keys:
            pipeline.hmget(PREFIX + key, ["count", "free_at", "ends_at"])
        found = {}
        for key, (count, free_at, ends_at) in zip(keys, pipeline.execute(), strict=True):
            if count is not None:
                found[key] = Counter(int(count), _moment(free_at), _moment(ends_at))
        return found

    def give_back(self, key: str, now: datetime) -> None:
        """Take a try that was not made off a counter: no wait is due for it."""
        self._give_back(keys=[PREFIX + key], args=[_milliseconds(now)])

    def clear(self, key: str) -> None:
        """Forget a counter."""
        self._link.delete(PREFIX + key)

    def ping(self) -> None:
        """Nothing, when it answers."""
        self._link.ping()


def _milliseconds(moment: datetime) -> int:
    return to_microseconds(moment) // 1000


def _moment(milliseconds: bytes) -> datetime:
    return from_microseconds(int(milliseconds) * 1000)
