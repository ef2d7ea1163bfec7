"""Two groups of processes behind nginx, on one PostgreSQL: what dies, and what people see of it.

People save answers through nginx, hand papers in, and look around, while one thing after the
other happens: a group is killed without warning and started again, groups are told to reload,
deploy/replace.sh replaces all of them, Redis dies, PostgreSQL is restarted. What may be seen
is said of each: nothing at all, nothing after one more try, or an honest "later" (503 with
Retry-After). At the end everything is read back, and nothing acknowledged may be missing.
"""

from __future__ import annotations

import json
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from subprocess import DEVNULL

from tests.bench.houses import NGINX, House, house, missing
from tests.bench.load import Connection, request
from tests.bench.postgres import Postgres, postgres
from tests.bench.servers import ROOT
from tests.bench.stage import SLUG, Sitting, save, stage
from tests.faults.journals import Entry, judge
from tests.faults.results import Result

CALM = {"small": 1.0, "full": 20.0}
TURNS = {"small": 1, "full": 10}
SAVERS = 6
PAUSE = 0.02
RETRY_AFTER = 0.3
NOTHING, ONCE_MORE, LATER = "nothing", "one more try", "later"
"""What people may see of an event."""


@dataclass(frozen=True, slots=True)
class Ask:
    """One question with its answers: that of the first try and, if need was, of the second."""

    begun: float
    ended: float
    first: int
    second: int | None
    honest: bool
    """Whether everything but a good answer was a 503 that says when to come back."""

    @property
    def good(self) -> bool:
        return (self.first if self.second is None else self.second) in (200, 201, 303)


@dataclass(slots=True)
class Told:
    """What all clients were told."""

    acknowledged: set[Entry] = field(default_factory=set)
    unknown: set[Entry] = field(default_factory=set)
    asks: list[Ask] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened, and when it began and was over."""

    name: str
    allowed: str
    begun: float
    ended: float


def harness(tree: Path, folder: Path, scale: str) -> Result:
    """All events once (small) or ten times (full), on copies of a tree."""
    if lacking := missing():
        return Result("groups", 0, 0, f"not tried: no {' and no '.join(lacking)} here")
    folder.chmod(0o755)
    with postgres() as database:
        made = stage(folder, database.fresh())
        sittings, told = made.sittings(SAVERS), Told()
        with house(folder, made.environment, tree=tree) as place:
            with _people(place.port, sittings, made.tokens(TURNS[scale] * 150), told):
                events = _happen(place, database, CALM[scale], TURNS[scale])
            made.app.extensions.pop("thiso_direct", None)
            verdict = judge(made, place.port, sittings, told.acknowledged, told.unknown)
    seen = [_seen(event, told.asks) for event in events]
    failed = verdict.broken + sum(len(one) for one in seen)
    return Result("groups", len(told.asks), failed, _note(events, seen, told, str(verdict)))


def _happen(place: House, database: Postgres, calm: float, turns: int) -> list[Event]:
    one, two = place.groups
    events: list[Event] = []

    def happens(name: str, allowed: str, act: Callable[[], None]) -> None:
        begun = time.monotonic()
        act()
        time.sleep(calm)
        events.append(Event(name, allowed, begun, time.monotonic()))

    def reload_both() -> None:
        for group in place.groups:
            group.reload()
            time.sleep(1)
            group.wait()

    assert place.redis is not None
    time.sleep(calm)
    for _ in range(turns):
        happens("a group killed", ONCE_MORE, one.kill)
        one.start()
        one.wait()
        happens("groups reloaded", NOTHING, reload_both)
        happens("groups replaced", NOTHING, lambda: _replace(place))
        happens("Redis killed", NOTHING, place.redis.kill)
        place.redis.start()
        happens("the other group killed", ONCE_MORE, two.kill)
        two.start()
        two.wait()
        happens("PostgreSQL restarted", LATER, database.restart)
    return events


def _replace(place: House) -> None:
    """deploy/replace.sh as it is, with a `systemctl` that restarts the groups here."""
    tools = place.folder / "tools"
    if not tools.exists():
        tools.mkdir()
        _tool(
            tools / "systemctl",
            f': > "{tools}/$2" && while [ -e "{tools}/$2" ]; do sleep 0.1; done',
        )
        _tool(tools / "nginx", f'exec "{NGINX}" "$@"')
    script = subprocess.Popen(
        ["/bin/sh", str(ROOT / "deploy" / "replace.sh")], stdout=DEVNULL, stderr=DEVNULL,
        env={**place.environment, "PATH": f"{tools}:{place.environment['PATH']}"},
    )  # fmt: skip
    while script.poll() is None:
        for group in place.groups:
            if (tools / f"thiso@{group.port}").exists():
                group.replace()
                (tools / f"thiso@{group.port}").unlink()
        time.sleep(0.05)
    assert script.returncode == 0, "replace.sh failed"


def _tool(path: Path, line: str) -> None:
    path.write_text(f"#!/bin/sh\n{line}\n")
    path.chmod(0o755)


@contextmanager
def _people(port: int, sittings: list[Sitting], tokens: list[str], told: Told) -> Iterator[None]:
    """Those who save, one who sits paper after paper, and one who looks around."""
    stop = threading.Event()
    jobs: list[Callable[[], None]] = [
        lambda one=one: _save(port, one, told, stop)  # type: ignore[misc]
        for one in sittings
    ]
    jobs += [lambda: _sit(port, tokens, told, stop), lambda: _look(port, told, stop)]
    threads = [threading.Thread(target=job) for job in jobs]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        stop.set()
        for thread in threads:
            thread.join()


def _save(port: int, sitting: Sitting, told: Told, stop: threading.Event) -> None:
    token, attempt, answers = sitting
    link, seq = Connection(port), 0
    while not stop.wait(PAUSE):
        question, response = answers[seq % len(answers)]
        seq += 1
        entry = (attempt, seq, question, json.dumps(response, ensure_ascii=False))
        status, body = _ask(link, save(token, attempt, seq, question, response), told)
        # Sets and lists are atomic in CPython; the entries of clients never meet.
        if status == 200 and json.loads(body)["last_seq"] >= seq:
            told.acknowledged.add(entry)
        else:
            told.unknown.add(entry)


def _sit(port: int, tokens: list[str], told: Told, stop: threading.Event) -> None:
    """A start and a submission each: POSTs that may be repeated."""
    link = Connection(port)
    for token in tokens:
        if stop.wait(PAUSE * 2):
            return
        start = request("POST", f"/api/v1/contests/{SLUG}/attempts", token=token)
        status, body = _ask(link, start, told)
        if status in (200, 201):
            number = json.loads(body)["id"]
            path = f"/api/v1/attempts/{number}/submission"
            _ask(link, request("POST", path, token=token), told)


def _look(port: int, told: Told, stop: threading.Event) -> None:
    """Pages, and a POST that nginx sends once only."""
    link = Connection(port)
    while not stop.wait(PAUSE):
        _ask(link, request("GET", f"/contests/{SLUG}"), told)
        _ask(link, request("POST", "/language"), told)


def _ask(link: Connection, text: bytes, told: Told) -> tuple[int, bytes]:
    """As a phone does: what has failed is tried once more a moment later."""
    begun = time.monotonic()
    first, body = _as_browsers_do(link, text)
    second, honest = None, True
    if first not in (200, 201, 303):
        honest = _is_honest(link, first)
        time.sleep(RETRY_AFTER)
        second, body = link.ask(text)
        honest = honest and (second in (200, 201, 303) or _is_honest(link, second))
    told.asks.append(Ask(begun, time.monotonic(), first, second, honest))
    return (first if second is None else second), body


def _as_browsers_do(link: Connection, text: bytes) -> tuple[int, bytes]:
    """What meets a kept connection that nginx has just closed is sent on a new one.

    nginx closes those that wait when it reloads; every browser then does as RFC 9112, 9.3.1
    allows. On a new connection no reply is an error like any other.
    """
    kept = link.is_open
    status, body = link.ask(text)
    return link.ask(text) if kept and status == 0 else (status, body)


def _is_honest(link: Connection, status: int) -> bool:
    return status == 503 and b"\r\nretry-after:" in link.head.lower()


def _seen(event: Event, asks: list[Ask]) -> list[Ask]:
    """What people saw of an event and should not have."""
    mine = [ask for ask in asks if event.begun <= ask.begun < event.ended]
    if event.allowed == NOTHING:
        return [ask for ask in mine if ask.second is not None]
    if event.allowed == ONCE_MORE:
        return [ask for ask in mine if not ask.good]
    return [ask for ask in mine if not ask.honest]


def _recovery(event: Event, asks: list[Ask]) -> float:
    """From the begin of an event to the begin of the first question after the last bad answer."""
    bad = [one.ended for one in asks if event.begun <= one.begun < event.ended and one.second]
    return max(bad, default=event.begun) - event.begun


def _note(events: list[Event], seen: list[list[Ask]], told: Told, verdict: str) -> str:
    parts = []
    for event, wrong in zip(events, seen, strict=True):
        mine = [one for one in told.asks if event.begun <= one.begun < event.ended]
        again = sum(one.second is not None for one in mine)
        part = f"{event.name}: {len(wrong)} wrong, {again} of {len(mine)} tried again"
        if event.allowed == LATER:
            part += f", all well after {_recovery(event, told.asks):.1f} s"
        if wrong:
            part += f" {sorted({(one.first, one.second) for one in wrong})}"
        parts.append(part)
    return "; ".join([*parts, verdict])
