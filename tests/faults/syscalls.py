"""What a process asked of the kernel, in order, as strace writes it down."""

from __future__ import annotations

import re
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

CALLS = "read,recvfrom,sendto,sendmsg,write,writev,pwrite64,pwritev,fsync,fdatasync"
_LINE = re.compile(r"^(?P<task>\d+) +(?P<rest>.*)$")
_UNFINISHED = " <unfinished ...>"
_RESUMED = re.compile(r"^<\.\.\. (\w+) resumed>(.*)$")


@dataclass(frozen=True, slots=True)
class Call:
    """One call: when it began and when it returned, as places in the order of all; `on` is
    the file or socket that it was for."""

    task: int
    name: str
    on: str
    text: str
    begun: int
    done: int

    @property
    def worked(self) -> bool:
        """Whether the kernel did what was asked."""
        return not re.search(r"= -1 \w+", self.text)


def why_not() -> str:
    """Why calls cannot be watched here; empty where they can."""
    if shutil.which("strace") is None:
        return "strace is not installed"
    tried = subprocess.run(["strace", "-f", "-o", "/dev/null", "true"], capture_output=True)
    return "" if tried.returncode == 0 else "strace may not trace here (ptrace is not permitted)"


@contextmanager
def watched(pids: Sequence[int], log: Path) -> Iterator[None]:
    """Write down the calls of these processes and of all that they start, until the block ends."""
    attach = [part for pid in pids for part in ("-p", str(pid))]
    command = ["strace", "-f", "-y", "-s", "160", "-e", f"trace={CALLS}", "-o", str(log), *attach]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait_until_traced(pids)
        yield
    finally:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()


def _wait_until_traced(pids: Sequence[int]) -> None:
    end = time.monotonic() + 30
    while not all(_tracer(task) for pid in pids for task in _tasks(pid)):
        if time.monotonic() > end:
            raise RuntimeError("strace did not attach")
        time.sleep(0.05)


def _tasks(pid: int) -> list[int]:
    return [int(one.name) for one in Path(f"/proc/{pid}/task").iterdir()]


def _tracer(task: int) -> int:
    try:
        status = Path(f"/proc/{task}/status").read_text()
    except OSError:
        return 1  # It has ended.
    return int(status.partition("TracerPid:")[2].split()[0])


def read(log: Path) -> list[Call]:
    """All calls that returned, in the order in which they did."""
    found: list[Call] = []
    open_: dict[int, tuple[int, str]] = {}
    with log.open(encoding="utf-8", errors="replace") as lines:
        for place, line in enumerate(lines):
            match = _LINE.match(line.rstrip("\n"))
            if match is None:
                continue
            task, rest, begun = int(match["task"]), match["rest"], place
            if rest.endswith(_UNFINISHED):
                open_[task] = (place, rest.removesuffix(_UNFINISHED))
                continue
            if resumed := _RESUMED.match(rest):
                begun, before = open_.pop(task, (place, f"{resumed[1]}("))
                rest = before + resumed[2]
            name, _, arguments = rest.partition("(")
            if name.isidentifier():
                found.append(Call(task, name, _file(arguments), rest, begun, place))
    return found


def _file(arguments: str) -> str:
    """What the descriptor stands for: "7</data/x.sqlite3-wal>" gives the part in brackets."""
    head = arguments.partition(",")[0]
    return head.partition("<")[2].rpartition(">")[0]
