"""Several groups of application processes behind a real nginx, as on several machines.

Each group has a tree and an instance folder of its own; what they share is what the guide
says they share: the database, the secret, Redis, and one folder.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from subprocess import DEVNULL

from tests.bench.load import Connection, request
from tests.bench.servers import ROOT, copy_tree, cpu_of_family, free_port

NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
REDIS = shutil.which("redis-server") or shutil.which("redis-server", path="/usr/sbin")
PATIENCE = 60.0


def missing() -> list[str]:
    """The programs that are needed here and not installed."""
    programs = {"nginx": NGINX, "redis-server": REDIS}
    return [name for name, found in programs.items() if found is None]


@dataclass(slots=True)
class Group:
    """One gunicorn with its master, workers and background processes."""

    tree: Path
    port: int
    environment: dict[str, str]
    arguments: Sequence[str] = ()
    process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        """The master's."""
        assert self.process is not None
        return self.process.pid

    def start(self) -> None:
        """Begin, without waiting."""
        command = [sys.executable, "-m", "gunicorn", "--config", "deploy/gunicorn.py"]
        given = {**os.environ, **self.environment, "PORT": str(self.port)}
        with (self.tree / "log").open("ab") as log:
            self.process = subprocess.Popen(
                [*command, *self.arguments, "wsgi:app"], cwd=self.tree, env=given,
                start_new_session=True, stdout=DEVNULL, stderr=log,
            )  # fmt: skip

    def replace(self) -> None:
        """As `systemctl restart` does it: what has been begun is ended first."""
        self.stop()
        self.start()

    def wait(self, path: str = "/readyz") -> None:
        """Until it is ready."""
        wait_for(self.port, path)

    def kill(self) -> None:
        """Without warning, all of it."""
        os.killpg(self.pid, signal.SIGKILL)
        assert self.process is not None
        self.process.wait()

    def reload(self) -> None:
        """New workers; the old ones end what they have begun."""
        os.kill(self.pid, signal.SIGHUP)

    def stop(self) -> None:
        """As systemd stops it."""
        assert self.process is not None
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(30)
            except subprocess.TimeoutExpired:
                self.kill()


@dataclass(slots=True)
class House:
    """nginx on `port` before the groups."""

    folder: Path
    port: int
    groups: list[Group]
    nginx: subprocess.Popen[bytes] | None = None
    redis: Redis | None = None

    @property
    def environment(self) -> dict[str, str]:
        """What the scripts of deploy/ are started with."""
        shared = self.folder / "shared"
        return {
            **os.environ,
            "THISO_RUN": str(self.folder),
            "THISO_LOG": str(self.folder / "access.log"),
            "THISO_LISTEN": f"127.0.0.1:{self.port}",
            "THISO_APPS": " ".join(f"127.0.0.1:{one.port}" for one in self.groups),
            "THISO_BOARDS": str(shared / "boards"),
            "THISO_NGINX_CONF": str(self.folder / "nginx.conf"),
            "THISO_HOST": "127.0.0.1",
        }

    def render(self) -> Path:
        """The configuration as the script renders it."""
        script = ROOT / "deploy" / "render-nginx.sh"
        text = subprocess.run(
            ["/bin/sh", str(script)], env=self.environment, check=True, capture_output=True
        ).stdout
        path = self.folder / "nginx.conf"
        path.write_bytes(text)
        return path

    def start(self) -> None:
        """The groups, then nginx; back when all answer."""
        for group in self.groups:
            group.start()
        for group in self.groups:
            group.wait()
        # Started by root, nginx would serve as another user, who cannot see these files.
        given = "daemon off;" + (" user root;" if os.geteuid() == 0 else "")
        command = [str(NGINX), "-c", str(self.render()), "-g", given]
        with (self.folder / "nginx.log").open("ab") as log:
            self.nginx = subprocess.Popen(command, stderr=log)
        wait_for(self.port, "/readyz")

    def stop(self) -> None:
        """nginx first, so that nobody asks any more."""
        if self.nginx is not None:
            self.nginx.terminate()
            self.nginx.wait(20)
        for group in self.groups:
            group.stop()

    def apps_cpu_seconds(self) -> float:
        """CPU so far of all that answers requests: the background is not looked at."""
        return sum(cpu_of_family(group.pid, b"gunicorn") for group in self.groups)

    def nginx_cpu_seconds(self) -> float:
        """CPU of nginx so far."""
        assert self.nginx is not None
        return cpu_of_family(self.nginx.pid)


class Redis:
    """A redis-server that keeps nothing on the disk."""

    def __init__(self, folder: Path) -> None:
        self.port = free_port()
        self._folder = folder
        self.start()

    @property
    def url(self) -> str:
        """Its address."""
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        """Begin, empty."""
        command = [str(REDIS), "--port", str(self.port), "--save", "", "--appendonly", "no"]
        self._process = subprocess.Popen(
            [*command, "--bind", "127.0.0.1", "--dir", str(self._folder)], stdout=DEVNULL
        )

    def kill(self) -> None:
        """Without warning."""
        self._process.kill()
        self._process.wait()


def wait_for(port: int, path: str) -> None:
    """Until a port answers 200 at a path."""
    end = time.monotonic() + PATIENCE
    while Connection(port).ask(request("GET", path))[0] != 200:
        if time.monotonic() > end:
            raise RuntimeError(f"nothing answers on port {port}")
        time.sleep(0.1)


@contextmanager
def house(
    folder: Path, environment: dict[str, str], *, groups: int = 2, tree: Path | None = None,
    arguments: Sequence[str] = (),
) -> Iterator[House]:  # fmt: skip
    """A house until the block ends; `tree` is what the groups' trees are copied from, if given."""
    shared = folder / "shared"
    shared.mkdir(exist_ok=True)
    with ExitStack() as stack:
        redis = Redis(folder)
        stack.callback(redis.kill)
        given = {
            **environment,
            "REDIS_URL": redis.url,
            "INSTANCE_FOLDER": str(shared),
            "PROXY_HOPS": "1",
        }
        trees = [_tree(folder / f"group-{number}", tree) for number in range(groups)]
        made = House(
            folder, free_port(),
            [Group(one, free_port(), given, arguments) for one in trees], redis=redis,
        )  # fmt: skip
        stack.callback(made.stop)
        made.start()
        yield made


def _tree(place: Path, source: Path | None) -> Path:
    if place.exists():
        return place
    if source is None:
        return copy_tree(place)
    ignored = shutil.ignore_patterns("__pycache__", "instance")
    return Path(shutil.copytree(source, place, ignore=ignored))
