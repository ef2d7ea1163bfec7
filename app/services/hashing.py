"""Turns at hashing: it takes the memory and time of a hundred saves, so it waits for them.

One thread of each process hashes, below the priority of those that answer, and of all
processes of a machine only so many at once. Few requests wait for their turn: each holds
one of the threads that answers come in by. The rest are asked to come again.
"""

from __future__ import annotations

import fcntl
import os
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TypeVar

from app.domain.errors import TooManyRequests
from app.services import monitoring

T = TypeVar("T")
PLACES = 4
"""Requests of one process that hash or wait for it: half of the threads that it answers with."""
AT_ONCE = max(1, (os.cpu_count() or 1) // 2)
"""Processes of one machine that hash at the same time."""
BUSY_SECONDS = 3
NICENESS = 5


class Turns:
    """The turns of one process; `folder` is shared by those of the machine."""

    def __init__(self, folder: Path, *, places: int = PLACES, at_once: int = AT_ONCE) -> None:
        self._folder = folder
        self._at_once = at_once
        self._own = threading.local()
        self._places = threading.BoundedSemaphore(places)
        self._worker = ThreadPoolExecutor(1, "hashing", initializer=_step_back)

    @contextmanager
    def place(self) -> Iterator[None]:
        """A place in the block; raises `TooManyRequests` when there is none. Within a place
        that its thread has already it is the same one."""
        if getattr(self._own, "placed", False):
            yield
            return
        if not self._places.acquire(blocking=False):
            monitoring.count_limited("busy")
            raise TooManyRequests(BUSY_SECONDS, "busy")
        self._own.placed = True
        try:
            yield
        finally:
            self._own.placed = False
            self._places.release()

    def run(self, work: Callable[[], T]) -> T:
        """What the work gives, after a short wait in a place."""
        with self.place():
            return self._worker.submit(self._work, work).result()

    def _work(self, work: Callable[[], T]) -> T:
        with self._machine():
            return work()

    @contextmanager
    def _machine(self) -> Iterator[None]:
        # The kernel frees the lock when a process dies.
        self._folder.mkdir(parents=True, exist_ok=True)
        path = self._folder / f"hashing-{os.getpid() % self._at_once}.lock"
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield
        finally:
            os.close(descriptor)


def _step_back() -> None:
    # On Linux the priority is that of this thread alone.
    with suppress(OSError):
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), NICENESS)
