"""One fair lock for all writers of a SQLite file, over threads and processes.

SQLite's own busy handler sleeps and polls, so that under load a writer can
starve for seconds. Here writers wait in the kernel (flock), behind a
turnstile: whoever leaves must queue again behind those already waiting.
The kernel frees both locks when a process dies.
"""

from __future__ import annotations

import fcntl
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class WriterLock:
    """The lock of one database file; `path` names a lock file beside it."""

    def __init__(self, path: Path) -> None:
        self._turnstile = Path(f"{path}.next")
        self._room = Path(f"{path}.writer")
        self._own = threading.local()

    @contextmanager
    def held(self) -> Iterator[None]:
        """Hold the lock; waits in turn, not re-entrant within a thread."""
        turnstile, room = self._files()
        fcntl.flock(turnstile, fcntl.LOCK_EX)
        try:
            fcntl.flock(room, fcntl.LOCK_EX)
        finally:
            fcntl.flock(turnstile, fcntl.LOCK_UN)
        try:
            yield
        finally:
            fcntl.flock(room, fcntl.LOCK_UN)

    def _files(self) -> tuple[int, int]:
        # flock belongs to an open file: each thread of each process opens its own.
        own = self._own
        if getattr(own, "process", None) != os.getpid():
            own.turnstile = os.open(self._turnstile, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            own.room = os.open(self._room, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            own.process = os.getpid()
        return own.turnstile, own.room
