"""The servers that are measured: ours as it is shipped, and a bare one beside it."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.bench.load import Connection, request

COPIED = ("app", "deploy", "migrations", "questions", "tests", "wsgi.py", "pyproject.toml")
ROOT = Path(__file__).resolve().parents[2]
OURS = ("--config", "deploy/gunicorn.py")
"""How ours is started: as it is shipped."""
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Server:
    """A running gunicorn; `pid` is its master's."""

    port: int
    pid: int

    def processes(self) -> list[int]:
        """The master and everything that it has started."""
        return _family(self.pid)

    def settle(self) -> None:
        """Wait until what was started beside the workers has been loaded too."""
        end = time.monotonic() + 30
        while time.monotonic() < end:
            before = self.cpu_seconds()
            time.sleep(1)
            if self.cpu_seconds() - before < 0.1:
                return

    def cpu_seconds(self) -> float:
        """CPU that the server and everything it started have used so far."""
        return cpu_of_family(self.pid)


def copy_tree(tree: Path) -> Path:
    """A copy of the application with an instance folder of its own: nothing that is measured
    or broken may leave a trace in the one that people use."""
    for name in COPIED:
        source, target = ROOT / name, tree / name
        if source.is_dir():
            shutil.copytree(source, target)  # What is compiled stays so: it starts sooner.
        else:
            tree.mkdir(parents=True, exist_ok=True)
            shutil.copy(source, target)
    return tree


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def gunicorn(
    application: str, environment: dict[str, str], *arguments: str, tree: Path
) -> Iterator[Server]:
    """A gunicorn with this application of a tree until the block ends."""
    port = free_port()
    command = [
        sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{port}", *arguments, application,
    ]  # fmt: skip
    given = {**os.environ, **environment, "PORT": str(port)}
    process = subprocess.Popen(
        command, cwd=tree, env=given, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        _wait(port)
        yield Server(port, process.pid)
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()


def _wait(port: int) -> None:
    end = time.monotonic() + 180
    while time.monotonic() < end:
        if Connection(port).ask(request("GET", "/healthz"))[0] == 200:
            return
        time.sleep(0.05)
    raise RuntimeError("the server did not come up")


def cpu_of_family(pid: int, named: bytes = b"") -> float:
    """CPU that a process and all below it have used so far; of those `named` in their command."""
    return sum(_cpu_of(one) for one in _family(pid) if named in _command_of(one))


def _command_of(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""


def _family(pid: int) -> list[int]:
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                fields = (entry / "stat").read_text().rpartition(") ")[2].split()
            except OSError:
                continue
            children.setdefault(int(fields[1]), []).append(int(entry.name))
    found = [pid]
    for one in found:
        found += children.get(one, [])
    return found


def _cpu_of(pid: int) -> float:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / TICKS
