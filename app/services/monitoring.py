"""Figures that tell whether a running contest is well.

What each process counts for itself (saves, refusals) is kept by prometheus_client; where
`PROMETHEUS_MULTIPROC_DIR` names a folder, as under gunicorn, the counts of all
processes of this machine are added up from there. Whatever the database knows is asked of
it, so that it is right on every machine: `figures`.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import datetime
from typing import Final

from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Histogram,
    generate_latest,
)
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from app.services.leases import LEASE
from app.storage import attempts, leases, results, watching
from app.wording.refusals import known_codes

__all__ = [
    "CONTENT_TYPE_LATEST",
    "background_age",
    "count_failure",
    "count_limited",
    "count_redis_failure",
    "count_refusal",
    "count_save",
    "count_start",
    "count_submission",
    "exposition",
    "figures",
]
Figure = tuple[str, str, float]
BACKGROUND_DUTY = "ticker"
_BUCKETS: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.3, 0.5, 1.0, 2.0, 5.0)
_counted = CollectorRegistry()
_SAVES = Counter("thiso_saves", "answer saves that were accepted", registry=_counted)
_SAVE_SECONDS = Histogram(
    "thiso_save_seconds", "time of an accepted save", buckets=_BUCKETS, registry=_counted
)
_STARTS = Counter(
    "thiso_starts", "starts that were granted, new or continued attempts", registry=_counted
)
_SUBMISSIONS = Counter("thiso_submissions", "submissions that were accepted", registry=_counted)
_REFUSALS = Counter("thiso_refusals", "refusals by their code", ["code"], registry=_counted)
_FAILURES = Counter("thiso_failures", "requests that failed unexpectedly", registry=_counted)
_LIMITED = Counter("thiso_limited", "tries that a limit made wait", ["why"], registry=_counted)
_BY_LIMIT: Final = {
    why: _LIMITED.labels(why) for why in ("sign_in", "registrations", "files", "busy")
}
_REDIS_FAILURES = Counter(
    "thiso_redis_failures", "times that Redis did not answer and the database counted",
    registry=_counted,
)  # fmt: skip
# Known from the beginning: a rate needs the 0 that was before, and nothing new
# is to be laid down while people answer.
_BY_CODE: Final = {code: _REFUSALS.labels(code) for code in sorted(known_codes())}


def count_save(seconds: float) -> None:
    """Count an accepted save and the time it took, in seconds. Lies on the answering path."""
    _SAVES.inc()
    _SAVE_SECONDS.observe(seconds)


def count_start() -> None:
    """Count a start that was granted."""
    _STARTS.inc()


def count_submission() -> None:
    """Count an accepted submission."""
    _SUBMISSIONS.inc()


def count_refusal(code: str) -> None:
    """Count a refusal by its code; one that has no words counts as "failed"."""
    _BY_CODE.get(code, _BY_CODE["failed"]).inc()


def count_limited(why: str) -> None:
    """Count a try that a limit, or the turns at hashing ("busy"), made wait."""
    _BY_LIMIT[why].inc()


def count_redis_failure() -> None:
    """Count that Redis did not answer."""
    _REDIS_FAILURES.inc()


def count_failure() -> None:
    """Count a request that failed without anybody wanting it to."""
    _FAILURES.inc()


def exposition(now: datetime) -> bytes:
    """All figures in the text format of Prometheus."""
    registry = CollectorRegistry()
    registry.register(_Asked(figures(now)))
    return generate_latest(_counts()) + generate_latest(registry)


class _Asked(Collector):
    """What the database has said: of no process, so that none keeps it."""

    def __init__(self, asked: list[Figure]) -> None:
        self._asked = asked

    def collect(self) -> Iterator[GaugeMetricFamily]:
        for name, meaning, value in self._asked:
            yield GaugeMetricFamily(name, meaning, value=value)


def _counts() -> CollectorRegistry:
    if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
        return _counted
    every = CollectorRegistry()
    MultiProcessCollector(every)  # type: ignore[no-untyped-call]
    return every


def figures(now: datetime) -> list[Figure]:
    """Name, meaning and value of what the database knows; each from a small index."""
    oldest = results.find_oldest_pending()
    lag = max(0.0, (now - oldest).total_seconds()) if oldest else 0.0
    waiting, failed = watching.count_jobs("waiting"), watching.count_jobs("failed")
    return [
        ("thiso_open_attempts", "attempts that have not been closed", attempts.count_open()),
        ("thiso_pending_results", "results that no board shows yet", results.count_pending()),
        ("thiso_board_lag_seconds", "age of the oldest result that no board shows yet", lag),
        ("thiso_jobs_waiting", "jobs that nobody has begun", waiting),
        ("thiso_jobs_failed", "jobs that ended with an error and are still kept", failed),
        (
            "thiso_background_age_seconds",
            "time since the background work last renewed its lease; -1: never",
            background_age(now),
        ),
    ]


def background_age(now: datetime) -> float:
    """Seconds since the background work last renewed its lease; -1 when it never has.

    It renews every 7 s or so: more than 15 means that it stands still.
    """
    lease = leases.find_lease(BACKGROUND_DUTY)
    return -1.0 if lease is None else max(0.0, (now - (lease.until - LEASE)).total_seconds())
