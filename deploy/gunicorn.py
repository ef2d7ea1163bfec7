"""gunicorn's settings: threads for waiting, and background processes beside the workers."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

bind = f"127.0.0.1:{os.environ.get('PORT') or '8000'}"
workers = int(os.environ.get("WEB_CONCURRENCY") or "2")
worker_class = "gthread"
threads = int(os.environ.get("THREADS") or "8")
timeout = 30
graceful_timeout = 20
keepalive = 15
max_requests = 0
# The application is loaded before the port is opened: until then nginx asks another server,
# and nobody waits in a queue that no one serves. A worker that dies is replaced at once.
preload_app = True
limit_request_line = 4094
limit_request_fields = 60
RESTART_PAUSE_SECONDS = 2.0


def _counts_folder() -> Path:
    """Where the processes keep what they count for /metrics: in memory, if that is ours alone.

    The files are written through a memory map: on a disk that is full that would kill a worker.
    """
    name = f"metrics-{os.environ.get('PORT') or '8000'}"
    in_memory = Path("/dev/shm") / f"thiso-{os.getuid()}-{name}"  # noqa: S108 - checked below
    try:
        in_memory.mkdir(mode=0o700, exist_ok=True)
        if in_memory.lstat().st_uid == os.getuid() and not in_memory.is_symlink():
            return in_memory
    except OSError:
        pass
    on_disk = Path(__file__).resolve().parent.parent / "instance" / name
    on_disk.mkdir(parents=True, exist_ok=True)
    return on_disk


# Said before anything imports prometheus_client, and handed on to the background processes.
os.environ.setdefault("PROMETHEUS_MULTIPROC_DIR", str(_counts_folder()))


# One time for all processes, also for those that start after the machine's clock was set: see
# app/services/clock.py. This file is read again at a reload, which takes the new time over.
_since_boot = time.clock_gettime(getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC))
os.environ["THISO_CLOCK_OFFSET"] = str(time.time() - _since_boot)


BACKGROUND = ("run", "work")
"""Commands of `flask tasks`: what must happen in time, and jobs that take long."""


def when_ready(server: Any) -> None:
    """Start the background work (overdue attempts, boards, jobs) and start it again if it ends."""
    _forget_earlier_counts()
    # What is loaded stays: workers share its memory, and no collection walks through it again.
    gc.collect()
    gc.freeze()
    for command in BACKGROUND:
        threading.Thread(target=_keep_running, args=(server, command), daemon=True).start()


def child_exit(server: Any, worker: Any) -> None:
    """Take a worker that ended out of the figures that only the living have."""
    from prometheus_client import multiprocess

    multiprocess.mark_process_dead(worker.pid)  # type: ignore[no-untyped-call]


def _forget_earlier_counts() -> None:
    # No worker has begun; a server before this one has left its files.
    for file in Path(os.environ["PROMETHEUS_MULTIPROC_DIR"]).glob("*.db"):
        file.unlink()


def _keep_running(server: Any, task: str) -> None:
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "tasks", task]
    environment = {**os.environ, "THISO_PARENT": str(os.getpid())}
    while True:
        subprocess.Popen(command, env=environment).wait()  # noqa: S603
        server.log.warning("the background work “%s” ended and is started again", task)
        time.sleep(RESTART_PAUSE_SECONDS)
