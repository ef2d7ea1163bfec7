"""No acknowledged answer is lost while workers, masters and the database are killed.

Clients save numbered answers and note what was acknowledged and what had no reply.
Meanwhile workers die (-9) every two seconds, the whole server more rarely, and it is
told to reload; PostgreSQL dies with all its processes too. At the end the journal is
read back, and everything is read and submitted through the API once more. The verdict
is that of Jepsen's set-full: every acknowledged entry is there with its response, every
one without a reply is there once or not at all, and nothing else is there.
"""

from __future__ import annotations

import json
import os
import random
import signal
import threading
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from tests.bench.load import Connection
from tests.bench.stage import Sitting, Stage, save, stage
from tests.faults.journals import Entry, Verdict, judge
from tests.faults.postgres import Postgres, postgres
from tests.faults.results import Result
from tests.faults.serving import Serving, serving


@dataclass(frozen=True, slots=True)
class Plan:
    """How long, and how often what is killed; in seconds."""

    seconds: float
    worker: float
    reload: float
    master: float
    database: float


PLANS = {"small": Plan(12, 2, 4.5, 7, 9), "full": Plan(600, 2, 30, 60, 45)}
CLIENTS, PATIENCE = 8, 90
WHOLE = ("master", "database")
"""After these nothing serves until it has been started again."""


@dataclass(slots=True)
class Told:
    """What clients were told: acknowledged, and asked without a reply; when good answers
    came, each with the moment its question was asked."""

    acknowledged: set[Entry] = field(default_factory=set)
    unknown: set[Entry] = field(default_factory=set)
    good: list[tuple[float, float]] = field(default_factory=list)


def harness(tree: Path, folder: Path, scale: str) -> Result:
    """Acknowledged answers on SQLite, while the server that `tree` gives is killed."""
    made = stage(folder, f"sqlite:///{folder}/faults.sqlite3")
    return run("durability", made, tree, PLANS[scale])


def harness_postgresql(tree: Path, folder: Path, scale: str) -> Result:
    """The same on PostgreSQL, which is killed as well."""
    with postgres() as database:
        made = stage(folder, database.url)
        return run("durability_postgresql", made, tree, PLANS[scale], database)


def run(
    name: str, stage: Stage, tree: Path, plan: Plan, database: Postgres | None = None
) -> Result:
    """Save and kill as planned; then judge."""
    sittings, told, stop = stage.sittings(CLIENTS), Told(), threading.Event()
    with serving(stage, tree) as server:
        threads = [
            threading.Thread(target=_save, args=(server.port, one, told, stop)) for one in sittings
        ]
        for thread in threads:
            thread.start()
        killed = _kill(server, plan, told, database)
        _wait_for_a_good_answer(told)
        stop.set()
        for thread in threads:
            thread.join()
        server.wait()
        time.sleep(1)
        verdict = judge(stage, server.port, sittings, told.acknowledged, told.unknown)
    return Result(name, verdict.acknowledged, verdict.broken, _note(verdict, killed, told))


def _note(verdict: Verdict, killed: list[tuple[str, float]], told: Told) -> str:
    counts = ", ".join(
        f"{sum(what == one for one, _ in killed)} {what}" for what in sorted({w for w, _ in killed})
    )
    waits = [_recovery(told, at) for what, at in killed if what in WHOLE]
    slowest = f"; served again after at most {max(waits):.1f} s" if waits else ""
    return f"killed: {counts}{slowest}; {verdict}"


def _wait_for_a_good_answer(told: Told) -> float:
    begun = time.monotonic()
    while _recovery(told, begun) == float("inf") and time.monotonic() < begun + PATIENCE:
        time.sleep(0.05)
    return time.monotonic() - begun


def _recovery(told: Told, at: float) -> float:
    """From a kill to the first good answer to a question that was asked after it."""
    return min((end - at for begun, end in told.good if begun > at), default=float("inf"))


def _kill(
    server: Serving, plan: Plan, told: Told, database: Postgres | None
) -> list[tuple[str, float]]:
    chance, killed, begun = random.Random(7), [], time.monotonic()
    every = {"worker": plan.worker, "reload": plan.reload, "master": plan.master}
    if database is not None:
        every["database"] = plan.database
    due = dict(every)
    while (now := time.monotonic() - begun) < plan.seconds:
        what = min(due, key=lambda one: due[one])
        time.sleep(max(0.0, min(due[what], plan.seconds) - now))
        due[what] += every[what]
        killed.append((what, time.monotonic()))
        _do(what, server, database, chance)
        if what in WHOLE:
            # On a busy machine a start takes long: the plan goes on when there is a server.
            begun += _wait_for_a_good_answer(told)
    return killed


def _do(what: str, server: Serving, database: Postgres | None, chance: random.Random) -> None:
    if what == "reload":
        os.kill(server.process.pid, signal.SIGHUP)
    elif what == "master":
        server.kill_all()
        server.start()
    elif what == "database":
        assert database is not None
        database.kill()
        database.start()
    elif workers := server.workers():
        with suppress(ProcessLookupError):
            os.kill(chance.choice(workers), signal.SIGKILL)


def _save(port: int, sitting: Sitting, told: Told, stop: threading.Event) -> None:
    token, attempt, answers = sitting
    link, seq = Connection(port), 0
    while not stop.is_set():
        question, response = answers[seq % len(answers)]
        seq += 1
        entry = (attempt, seq, question, json.dumps(response, ensure_ascii=False))
        begun = time.monotonic()
        status, body = link.ask(save(token, attempt, seq, question, response))
        # Sets and lists are atomic in CPython; the entries of clients never meet.
        if status == 200 and json.loads(body)["last_seq"] >= seq:
            told.acknowledged.add(entry)
            told.good.append((begun, time.monotonic()))
        else:
            told.unknown.add(entry)
            time.sleep(0.05)
