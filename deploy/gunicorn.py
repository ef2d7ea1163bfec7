"""gunicorn's settings: threads for waiting, and one background process beside the workers."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from typing import Any

bind = f"127.0.0.1:{os.environ.get('PORT') or '8000'}"
workers = int(os.environ.get("WEB_CONCURRENCY") or "2")
worker_class = "gthread"
threads = 8
timeout = 30
graceful_timeout = 20
keepalive = 5
max_requests = 0
limit_request_line = 4094
limit_request_fields = 60
RESTART_PAUSE_SECONDS = 2.0


def when_ready(server: Any) -> None:
    """Start the background work (overdue attempts, boards) and start it again if it ends."""
    threading.Thread(target=_keep_running, args=(server,), daemon=True).start()


def _keep_running(server: Any) -> None:
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "tasks", "run"]
    environment = {**os.environ, "THISO_PARENT": str(os.getpid())}
    while True:
        subprocess.Popen(command, env=environment).wait()  # noqa: S603
        server.log.warning("the background work ended and is started again")
        time.sleep(RESTART_PAUSE_SECONDS)
