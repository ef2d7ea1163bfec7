"""Looking at boards 200 times a second, quietly and while people submit: latency and age."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from tests.bench.lines import Line
from tests.bench.load import Connection, Load, pace, request
from tests.bench.servers import OURS, gunicorn
from tests.bench.stage import SLUG, Stage, save

A_SECOND = 200
SUBMITS_A_SECOND = 5
CONNECTIONS = 16
SETTLING_SECONDS = 8
PATIENCE = 50
PAGES = (
    f"/contests/{SLUG}/boards/individual",
    f"/contests/{SLUG}/boards/commune",
    f"/api/v1/contests/{SLUG}/boards/individual?offset=1000&limit=50",
    f"/api/v1/contests/{SLUG}/boards/organisation",
)


def looks(stage: Stage, seconds: float) -> Iterator[Line]:
    """Pages and API, the age of what they show, and what the own part costs."""
    count = int(A_SECOND * seconds)
    pages = [request("GET", PAGES[place % len(PAGES)]) for place in range(count)]
    tokens = stage.tokens(int(SUBMITS_A_SECOND * (seconds + 1)) + 1)
    with gunicorn("wsgi:app", stage.environment, *OURS, tree=stage.tree) as server:
        for page in pages[: len(PAGES)] * 2:  # Both workers have read what never changes.
            Connection(server.port).ask(page)
        begun = server.cpu_seconds()
        quiet = pace(server.port, pages, rate=A_SECOND, connections=CONNECTIONS)
        used = (server.cpu_seconds() - begun) * 1000 / count
        yield _latency("board page and API", quiet)
        yield Line("board page and API, CPU of a look", used, "ms", "", None)
        stream = _Stream(server.port, tokens)
        watch = _Watch(server.port, stream)
        with stream, watch:
            busy = pace(server.port, pages, rate=A_SECOND, connections=CONNECTIONS)
        yield _latency("the same while people submit", busy, f"{len(stream.ended)} submits")
        age = watch.oldest
        yield Line("age of the boards", age, "s", "≤ 5 s", age <= 5, f"{watch.samples} looks")
        yield _own_part(server.port, server.cpu_seconds, tokens[0])


def _latency(what: str, load: Load, note: str = "") -> Line:
    p99, failures = load.percentile(0.99), sum(load.failures.values())
    said = [f"{A_SECOND}/s", f"median {load.percentile(0.5):.1f} ms", note]
    if failures:  # 503: on a machine that is full, boards are turned away before answers wait.
        said.append(f"not answered {load.failures}")
    holds = p99 <= 50 and not failures
    return Line(f"{what}, p99", p99, "ms", "≤ 50 ms", holds, "; ".join(one for one in said if one))


def _own_part(port: int, cpu: object, token: str) -> Line:
    link, asked = Connection(port), request("GET", f"/api/v1/contests/{SLUG}/me", token=token)
    assert callable(cpu)
    for _ in range(10):
        link.ask(asked)
    begun = cpu()
    for _ in range(100):
        status, body = link.ask(asked)
        assert status == 200, status
    used = (cpu() - begun) * 1000 / 100
    rank = json.loads(body)["rank"]
    return Line("own part: attempts, rank, neighbours, CPU", used, "ms", "", None, f"rank {rank}")


@dataclass(slots=True)
class _Stream:
    """People who start, answer and submit, so many a second; `ended` when each was told so."""

    port: int
    tokens: list[str]
    ended: list[float] = field(default_factory=list)
    _stop: threading.Event = field(default_factory=threading.Event)
    _thread: threading.Thread | None = None

    def __enter__(self) -> _Stream:
        self._thread = threading.Thread(target=self._run)
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._stop.set()
        assert self._thread is not None
        self._thread.join()

    def _run(self) -> None:
        link, begun = Connection(self.port), time.monotonic()
        for place, token in enumerate(self.tokens):
            due = begun + place / SUBMITS_A_SECOND
            if self._stop.wait(max(0.0, due - time.monotonic())):
                break
            self._participate(link, token)
            self.ended.append(time.monotonic())

    def _participate(self, link: Connection, token: str) -> None:
        path = f"/api/v1/contests/{SLUG}/attempts"
        status, body = link.ask(request("POST", path, token=token))
        assert status == 201, status
        paper = json.loads(body)
        one = next(one for one in paper["questions"] if one["type"] == "single")
        link.ask(save(token, paper["id"], 1, one["id"], one["options"][0]["id"]))
        path = f"/api/v1/attempts/{paper['id']}/submission"
        status, _ = link.ask(request("POST", path, token=token))
        assert status == 200, status


@dataclass(slots=True)
class _Watch:
    """How old boards are: how long ago the first submission ended that they do not show."""

    port: int
    stream: _Stream
    oldest: float = 0.0
    samples: int = 0
    _before: dict[str, int] = field(default_factory=dict)
    _stop: threading.Event = field(default_factory=threading.Event)
    _thread: threading.Thread | None = None

    def __enter__(self) -> _Watch:
        self._before = self._counts()
        self._thread = threading.Thread(target=self._run)
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        # What was submitted last must arrive too.
        end = time.monotonic() + SETTLING_SECONDS
        while time.monotonic() < end and not self._is_level():
            time.sleep(0.2)
        self._stop.set()
        assert self._thread is not None
        self._thread.join()
        self._look()

    def _run(self) -> None:
        while not self._stop.wait(0.25):
            self._look()

    def _look(self) -> None:
        asked, counts = time.monotonic(), self._counts()
        for kind, shown in counts.items():
            missing = shown - self._before[kind]
            if missing < len(self.stream.ended):
                self.oldest = max(self.oldest, asked - self.stream.ended[missing])
        self.samples += 1

    def _is_level(self) -> bool:
        level = len(self.stream.ended)
        counts = self._counts()
        return all(counts[kind] - self._before[kind] >= level for kind in counts)

    def _counts(self) -> dict[str, int]:
        people = self._ask("individual?limit=1")
        communes = self._ask("commune?limit=200")
        return {
            "people": int(people["total"]),
            "communes": sum(int(row["participants"]) for row in communes["rows"]),
        }

    def _ask(self, what: str) -> dict[str, Any]:
        path = f"/api/v1/contests/{SLUG}/boards/{what}"
        for _ in range(PATIENCE):
            status, body = Connection(self.port).ask(request("GET", path))
            if status == 200:
                found: dict[str, Any] = json.loads(body)
                return found
            time.sleep(0.1)  # Turned away, as boards are first.
        raise RuntimeError(f"no board: {status}")
