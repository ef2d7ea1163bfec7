"""Under load for long: nothing may grow that does not shrink again, and nothing may slow down."""

from __future__ import annotations

import itertools
import json
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tests.bench import stage as stages
from tests.bench.lines import Line, Scale
from tests.bench.load import Connection, request
from tests.bench.servers import OURS, Server, gunicorn
from tests.bench.stage import SLUG, Stage

PEOPLE, THREADS = 400, 12
PARTICIPATIONS_A_SECOND, SAVES_EACH = 15.0, 10
BOARDS_A_SECOND = 20.0
WARM = 0.2
"""The share of the time after which everything has been loaded that stays loaded."""
MEGABYTES, FILES, WAL_MEGABYTES = 1.10, 1.05, 80.0
"""What the memory may have grown by at the end, open files likewise; the longest log."""


@dataclass(slots=True)
class _Found:
    """What came of it: latencies of saves with their time, failures, samples of the server."""

    saves: list[tuple[float, float]] = field(default_factory=list)
    others: int = 0
    failures: dict[str, int] = field(default_factory=dict)
    samples: list[tuple[float, int, int, int]] = field(default_factory=list)

    def fail(self, what: str) -> None:
        self.failures[what] = self.failures.get(what, 0) + 1


def soak(stage: Stage, scale: Scale) -> Iterator[Line]:
    """Whole participations and board pages at an even rate, the server watched meanwhile."""
    tokens, found = itertools.cycle(stage.tokens(PEOPLE)), _Found()
    wal = Path(f"{stage.folder}/bench.sqlite3-wal")
    seconds = scale.soak_minutes * 60
    with gunicorn("wsgi:app", stage.environment, *OURS, tree=stage.tree) as server:
        begun = time.perf_counter()
        end = begun + seconds
        places, boards, lock = itertools.count(), itertools.count(), threading.Lock()
        jobs = [
            threading.Thread(target=_participate, args=(server.port, begun, end, places, tokens,
                                                        lock, found))
            for _ in range(THREADS)
        ]  # fmt: skip
        jobs.append(threading.Thread(target=_look, args=(server.port, begun, end, boards, found)))
        for job in jobs:
            job.start()
        while time.perf_counter() < end:
            found.samples.append((time.perf_counter() - begun, *_sample(server, wal)))
            time.sleep(min(10.0, seconds / 20))
        for job in jobs:
            job.join()
    yield from _lines(found, seconds)


def _lines(found: _Found, seconds: float) -> Iterator[Line]:
    warm = [one for one in found.samples if one[0] >= WARM * seconds]
    first, last = warm[: len(warm) // 4 + 1], warm[-(len(warm) // 4 + 1) :]
    failures = sum(found.failures.values())
    note = f"{len(found.saves)} saves, {found.others} other requests in {seconds / 60:.1f} min"
    yield Line("soak: errors", failures, "", "0", failures == 0, str(found.failures or note))
    memory = _mean(last, 1) / _mean(first, 1)
    note = f"{_mean(first, 1) / 1e6:.0f} to {_mean(last, 1) / 1e6:.0f} MB, {note}"
    long_enough = seconds >= 600
    yield Line("soak: memory, end ÷ begin", memory, "", f"≤ {MEGABYTES}",
               memory <= MEGABYTES if long_enough else None, note)  # fmt: skip
    files = _mean(last, 2) / _mean(first, 2)
    yield Line("soak: open files, end ÷ begin", files, "", f"≤ {FILES}",
               files <= FILES if long_enough else None, f"{last[-1][2]} at the end")  # fmt: skip
    longest = max(one[3] for one in found.samples) / 1e6
    yield Line("soak: longest write-ahead log", longest, "MB", f"≤ {WAL_MEGABYTES:.0f} MB",
               longest <= WAL_MEGABYTES)  # fmt: skip
    early = _p99([took for at, took in found.saves if at < seconds / 4])
    late = _p99([took for at, took in found.saves if at > seconds * 3 / 4])
    note = f"{early:.0f} ms in the first quarter"
    yield Line("soak: save p99, last quarter", late, "ms", "≤ 300 ms", late <= 300, note)


def _participate(
    port: int, begun: float, end: float, places: Iterator[int], tokens: Iterator[str],
    lock: threading.Lock, found: _Found,
) -> None:  # fmt: skip
    link = Connection(port)
    while True:
        with lock:
            place, token = next(places), next(tokens)
        due = begun + place / PARTICIPATIONS_A_SECOND
        if max(due, time.perf_counter()) >= end:
            return
        time.sleep(max(0.0, due - time.perf_counter()))
        start = request("POST", f"/api/v1/contests/{SLUG}/attempts", token=token)
        status, body = link.ask(start)
        if status not in (200, 201):
            found.fail(f"start {status}")
            continue
        _answer(link, json.loads(body), token, begun, found)


def _answer(link: Connection, paper: dict, token: str, begun: float, found: _Found) -> None:  # type: ignore[type-arg]
    given = [one for one in paper["questions"] if one["type"] == "single"]
    for seq in range(paper["last_seq"] + 1, paper["last_seq"] + 1 + SAVES_EACH):
        one = given[seq % len(given)]
        asked = time.perf_counter()
        status, _ = link.ask(
            stages.save(token, paper["id"], seq, one["id"], one["options"][0]["id"])
        )
        if status == 200:
            now = time.perf_counter()
            found.saves.append((now - begun, now - asked))
        else:
            found.fail(f"save {status}")
    path = f"/api/v1/attempts/{paper['id']}/submission"
    status, _ = link.ask(request("POST", path, token=token))
    if status == 200:
        found.others += 2
    else:
        found.fail(f"submit {status}")


def _look(port: int, begun: float, end: float, places: Iterator[int], found: _Found) -> None:
    link = Connection(port)
    paths = (
        f"/contests/{SLUG}/boards/individual",
        f"/api/v1/contests/{SLUG}/boards/commune",
        f"/contests/{SLUG}",
    )
    for place in places:
        due = begun + place / BOARDS_A_SECOND
        if max(due, time.perf_counter()) >= end:
            return
        time.sleep(max(0.0, due - time.perf_counter()))
        status, _ = link.ask(request("GET", paths[place % len(paths)]))
        if status in (200, 503):  # Boards may be told to come back; answers may not.
            found.others += 1
        else:
            found.fail(f"board {status}")


def _sample(server: Server, wal: Path) -> tuple[int, int, int]:
    """Resident bytes and open files of all its processes, and the length of the log."""
    memory = files = 0
    for pid in server.processes():
        try:
            memory += int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * 4096
            files += sum(1 for _ in Path(f"/proc/{pid}/fd").iterdir())
        except OSError:
            continue
    return memory, files, wal.stat().st_size if wal.exists() else 0


def _mean(samples: list[tuple[float, int, int, int]], place: int) -> float:
    return sum(one[place] for one in samples) / len(samples)


def _p99(latencies: list[float]) -> float:
    ordered = sorted(latencies)
    return ordered[min(len(ordered) - 1, int(0.99 * len(ordered)))] * 1000 if ordered else 0.0
