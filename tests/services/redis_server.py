"""A real redis-server for tests, on a socket of its own."""

from __future__ import annotations

import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from subprocess import DEVNULL

from redis import Redis
from redis.exceptions import RedisError

REDIS = shutil.which("redis-server")


class RedisServer:
    """It keeps nothing on disk; it can be stopped, started, and made to hang."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.socket = folder / "redis.sock"
        self.url = f"unix://{self.socket}"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        command = [
            str(REDIS), "--port", "0", "--unixsocket", str(self.socket), "--save", "",
            "--appendonly", "no", "--dir", str(self._folder),
        ]  # fmt: skip
        self._process = subprocess.Popen(command, stdout=DEVNULL, stderr=DEVNULL)
        for _ in range(200):
            try:
                Redis.from_url(self.url).ping()
                return
            except (RedisError, OSError):
                time.sleep(0.05)
        raise AssertionError("redis-server did not come up")

    def stop(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait(10)
            self._process = None
            self.socket.unlink(missing_ok=True)


@contextmanager
def redis_server(folder: Path) -> Iterator[RedisServer]:
    """One until the block ends."""
    server = RedisServer(folder)
    server.start()
    try:
        yield server
    finally:
        server.stop()
