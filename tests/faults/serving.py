"""The real server of a tree, started as it is shipped, that can be killed and started again."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from tests.bench.load import Connection, request
from tests.bench.servers import free_port
from tests.bench.stage import Stage

PATIENCE = 90


class Serving:
    """gunicorn on a port; `prefix` stands before its command, as strace would."""

    def __init__(
        self,
        stage: Stage,
        tree: Path,
        environment: Mapping[str, str] | None = None,
        prefix: Sequence[str] = (),
    ) -> None:
        self.port = free_port()
        self._environment = {
            **os.environ, **stage.environment, "PORT": str(self.port), **(environment or {}),
        }  # fmt: skip
        self._environment.pop("PROMETHEUS_MULTIPROC_DIR", None)
        self._prefix, self._tree = prefix, tree
        self.log = stage.folder / f"server-{self.port}.log"
        self.start()

    def start(self) -> None:
        """Start it; does not wait until it answers."""
        command = [sys.executable, "-m", "gunicorn", "--config", "deploy/gunicorn.py", "wsgi:app"]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [*self._prefix, *command], cwd=self._tree, env=self._environment,
                start_new_session=True, stdout=subprocess.DEVNULL, stderr=log,
            )  # fmt: skip

    def wait(self) -> None:
        """Return when it answers."""
        end = time.monotonic() + PATIENCE
        while Connection(self.port).ask(request("GET", "/healthz"))[0] != 200:
            if time.monotonic() > end or self.process.poll() is not None:
                said = self.log.read_text(errors="replace")[-2000:]
                raise RuntimeError(f"the server did not come up: {said}")
            time.sleep(0.1)

    @property
    def master(self) -> int:
        """gunicorn's master, also where something stands before it."""
        if not self._prefix:
            return self.process.pid
        return _children(self.process.pid)[0]

    def workers(self) -> list[int]:
        """The processes that answer requests; those of background work are left out."""
        return [pid for pid in _children(self.master) if b"gunicorn" in _command(pid)]

    def stop_background(self) -> None:
        """Let the background work stand still: it is neither ended nor started again."""
        workers = self.workers()
        for pid in _children(self.master):
            if pid not in workers:
                os.kill(pid, signal.SIGSTOP)

    def kill_all(self) -> None:
        """Kill the server and all that it started, without warning."""
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


@contextmanager
def serving(
    stage: Stage,
    tree: Path,
    environment: Mapping[str, str] | None = None,
    prefix: Sequence[str] = (),
) -> Iterator[Serving]:
    """A server that answers, until the block ends."""
    server = Serving(stage, tree, environment, prefix)
    try:
        server.wait()
        yield server
    finally:
        server.kill_all()


def _children(pid: int) -> list[int]:
    try:
        return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


def _command(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""
