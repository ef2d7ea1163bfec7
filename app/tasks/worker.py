"""The worker: does jobs one after the other, in a process of its own beside the web server.

Several may run, on one machine or many. While a job is done, a second thread prolongs
its lease, so that only the job of a worker that is really gone is taken by another.
"""

from __future__ import annotations

import os
import secrets
import socket
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from typing import Any, cast

from flask import current_app
from flask_babel import force_locale

from app.domain.errors import Refusal
from app.services import (
    backup_shelf,
    clock,
    contest_jobs,
    evidence_refresh,
    job_running,
    leases,
    rosters,
    statistics,
    transactions,
)
from app.services.job_running import LEASE, Claimed
from app.services.jobs import Outcome, Work
from app.tasks.handlers import HANDLERS, Handler

PAUSE_SECONDS = 0.5
BEAT_SECONDS = LEASE.total_seconds() / 4
SECONDS_BETWEEN_REPORTS = 0.5
FORGET_EVERY = timedelta(hours=1)
LOOK_EVERY = timedelta(seconds=15)
STATISTICS = "statistics"
SIGNS = "signs"
BACKUPS = "backups"
FAILED = "failed"
NICENESS = 10
"""Whoever answers questions goes first."""


def run() -> None:
    """Work until the parent process is gone (then nobody would stop us)."""
    holder = new_holder()
    parent = os.environ.get("THISO_PARENT")
    os.nice(NICENESS)
    forgotten_at = looked_at = None
    while parent is None or os.getppid() == int(parent):
        now, worked = clock.moment(), False
        try:
            if forgotten_at is None or now - forgotten_at > FORGET_EVERY:
                job_running.forget_old(now)
                rosters.forget_overdue(now)
                forgotten_at = now
            worked = work_once(holder)
            if not worked and (looked_at is None or now - looked_at > LOOK_EVERY):
                look_at_questions(holder, now)
                look_for_signs(holder, now)
                look_at_backups(holder, now)
                looked_at = now
        except Exception:
            # One bad turn (a busy database, say) must not end the duty.
            current_app.logger.exception("a job could not be begun or ended; it is tried again")
        finally:
            transactions.end_reading()
        if not worked:
            time.sleep(PAUSE_SECONDS)


def look_at_questions(holder: str, now: datetime) -> bool:
    """Derive the statistics that are due; False when another worker does."""
    if not leases.take(duty=STATISTICS, holder=holder, now=now):
        return False
    statistics.refresh(now)
    return True


def look_for_signs(holder: str, now: datetime) -> bool:
    """Look through the contests for which it is due; False when another worker does."""
    if not leases.take(duty=SIGNS, holder=holder, now=now):
        return False
    evidence_refresh.refresh(now)
    return True


def look_at_backups(holder: str, now: datetime) -> bool:
    """Ask for the nightly backup when it is due; False when another worker looks after it."""
    if not leases.take(duty=BACKUPS, holder=holder, now=now):
        return False
    backup_shelf.ask_if_due(now)
    return True


def new_holder() -> str:
    """A name that no other worker has."""
    return f"{socket.gethostname()[:60]}:{os.getpid()}:{secrets.token_hex(4)}"


def work_once(holder: str, handlers: Mapping[str, Handler] = HANDLERS) -> bool:
    """Do one job; False when there is none to do."""
    job = job_running.claim(holder=holder, now=clock.moment())
    if job is None:
        return False
    transactions.end_reading()
    pulse = _Pulse(job, holder)
    with pulse.beating(), force_locale(str(job.params.get("language") or "vi")):
        ended = _do(job, handlers.get(job.kind), pulse.progress)
    if isinstance(ended, Outcome):
        job_running.finish(job.id, holder=holder, outcome=ended, now=clock.moment())
    else:
        job_running.fail(job.id, holder=holder, error=ended, now=clock.moment())
    return True


def _do(
    job: Claimed, handler: Handler | None, progress: Callable[[int, int], None]
) -> Outcome | str:
    """What came of a job, or the code that says why nothing did."""
    if handler is None:
        current_app.logger.error("nobody knows how to do jobs of kind %s", job.kind)
        return FAILED
    work = Work(job.token, job.account_id, job.params, job.data, clock.moment(), progress)
    try:
        contest_jobs.check(job.kind, job.params, job.account_id)
        return handler(work)
    except Refusal as refusal:
        current_app.logger.info("job %s (%s): %s", job.id, job.kind, refusal.code)
        return refusal.code
    except Exception:
        current_app.logger.exception("job %s (%s) failed", job.id, job.kind)
        return FAILED
    finally:
        transactions.end_reading()


class _Pulse:
    """How far the work is; a thread of its own writes it down and prolongs the lease.

    So progress may be told from anywhere, also from inside a transaction.
    """

    def __init__(self, job: Claimed, holder: str) -> None:
        self._app = cast(Any, current_app)._get_current_object()
        self._job_id, self._holder = job.id, holder
        self._progress = self._written = (0, 0)
        self._ended = threading.Event()

    def progress(self, done: int, total: int) -> None:
        self._progress = (done, total)

    @contextmanager
    def beating(self) -> Iterator[None]:
        thread = threading.Thread(target=self._beat, daemon=True)
        thread.start()
        try:
            yield
        finally:
            self._ended.set()
            thread.join()

    def _beat(self) -> None:
        last = time.monotonic()
        while not self._ended.wait(SECONDS_BETWEEN_REPORTS):
            if self._progress == self._written and time.monotonic() - last < BEAT_SECONDS:
                continue
            last = time.monotonic()
            # A beat that is missed (a busy database, say) is made good by the next.
            with suppress(Exception), self._app.app_context():
                self._write(self._progress)

    def _write(self, progress: tuple[int, int]) -> None:
        done, total = progress
        job_running.report(
            self._job_id, holder=self._holder, done=done, total=total, now=clock.moment()
        )
        self._written = progress
