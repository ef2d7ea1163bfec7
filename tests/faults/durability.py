"""No acknowledged answer is lost while workers and masters are killed without warning.

Clients save numbered answers and note what was acknowledged and what had no reply.
Meanwhile workers die (-9) every two seconds, the whole server more rarely, and it is
told to reload. At the end the journal is read back. The verdict is that of Jepsen's
set-full: every acknowledged entry is there with its response, every one without a
reply is there once or not at all, and nothing else is there.
"""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import select

from app.storage.db import db
from app.storage.tables import AnswerEntry
from tests.bench.load import Connection, request
from tests.bench.servers import free_port
from tests.bench.stage import Sitting, Stage, save, stage
from tests.faults.results import Result

SECONDS = {"small": 12.0, "full": 600.0}
CLIENTS = 8
WORKER_EVERY, RELOAD_EVERY, MASTER_EVERY = 2.0, 7.0, 11.0
Entry = tuple[int, int, str, str]
"""Attempt, seq, question and response."""


@dataclass(slots=True)
class Told:
    """What clients were told: acknowledged, and asked without a reply."""

    acknowledged: set[Entry] = field(default_factory=set)
    unknown: set[Entry] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Verdict:
    """`lost` acknowledged and not there, `changed` there otherwise, `invented` never sent."""

    acknowledged: int
    unknown: int
    killed: int
    lost: int
    changed: int
    invented: int

    @property
    def holds(self) -> bool:
        """Whether the promise was kept."""
        return not (self.lost or self.changed or self.invented)


def harness(tree: Path, folder: Path, scale: str) -> Result:
    """Acknowledged answers on SQLite, while the server that `tree` gives is killed."""
    made = stage(folder, f"sqlite:///{folder}/faults.sqlite3")
    verdict = run(made, tree=tree, seconds=SECONDS[scale], clients=CLIENTS, seed=7)
    failed = verdict.lost + verdict.changed + verdict.invented
    return Result("durability", verdict.acknowledged, failed, str(verdict))


def run(stage: Stage, *, tree: Path, seconds: float, clients: int, seed: int) -> Verdict:
    """Save and kill for so many seconds; `tree` is the application that serves."""
    sittings, told = stage.sittings(clients), Told()
    stop = threading.Event()
    with _server(stage, tree, free_port()) as server:
        threads = [
            threading.Thread(target=_save, args=(server.port, one, told, stop)) for one in sittings
        ]
        for thread in threads:
            thread.start()
        killed = _kill(server, seconds, random.Random(seed))
        stop.set()
        for thread in threads:
            thread.join()
        time.sleep(1)
    return _judge(stage, told, killed)


class _Server:
    """A server that is killed and started again on the same port."""

    def __init__(self, stage: Stage, tree: Path, port: int) -> None:
        self.port = port
        self._environment = {**os.environ, **stage.environment, "PORT": str(port)}
        self._tree = tree
        self.start()

    def start(self) -> None:
        command = [sys.executable, "-m", "gunicorn", "--config", "deploy/gunicorn.py", "wsgi:app"]
        self.process = subprocess.Popen(
            command, cwd=self._tree, env=self._environment, start_new_session=True,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip

    def workers(self) -> list[int]:
        found = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        try:
            return [int(pid) for pid in found.read_text().split()]
        except OSError:
            return []

    def kill_all(self) -> None:
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


@contextmanager
def _server(stage: Stage, tree: Path, port: int) -> Iterator[_Server]:
    server = _Server(stage, tree, port)
    try:
        end = time.monotonic() + 60
        while Connection(port).ask(request("GET", "/healthz"))[0] != 200:
            assert time.monotonic() < end, "the server did not come up"
            time.sleep(0.1)
        yield server
    finally:
        server.kill_all()


def _kill(server: _Server, seconds: float, chance: random.Random) -> int:
    killed, begun = 0, time.monotonic()
    due = {"worker": WORKER_EVERY, "reload": RELOAD_EVERY, "master": MASTER_EVERY}
    every = dict(due)
    while (now := time.monotonic() - begun) < seconds:
        what = min(due, key=lambda one: due[one])
        time.sleep(max(0.0, min(due[what], seconds) - now))
        due[what] += every[what]
        if what == "reload":
            os.kill(server.process.pid, signal.SIGHUP)
        elif what == "master":
            server.kill_all()
            server.start()
            killed += 1
        elif workers := server.workers():
            with_luck = chance.choice(workers)
            try:
                os.kill(with_luck, signal.SIGKILL)
                killed += 1
            except ProcessLookupError:
                pass
    return killed


def _save(
    port: int,
    sitting: Sitting,
    told: Told,
    stop: threading.Event,
) -> None:
    token, attempt, answers = sitting
    link, seq = Connection(port), 0
    while not stop.is_set():
        question, response = answers[seq % len(answers)]
        seq += 1
        entry = (attempt, seq, question, json.dumps(response, ensure_ascii=False))
        status, body = link.ask(save(token, attempt, seq, question, response))
        # A set's own methods are atomic in CPython; the entries of clients never meet.
        if status == 200 and json.loads(body)["last_seq"] >= seq:
            told.acknowledged.add(entry)
        else:
            told.unknown.add(entry)
            time.sleep(0.05)


def _judge(stage: Stage, told: Told, killed: int) -> Verdict:
    from app.services import attempts
    from app.storage import attempts as storage

    with stage.app.app_context():
        columns = (
            AnswerEntry.attempt_id, AnswerEntry.seq, AnswerEntry.question, AnswerEntry.response,
        )  # fmt: skip
        rows = list(db.session.execute(select(*columns)))
        names: dict[int, list[str]] = {}
        for attempt in {row[0] for row in rows}:
            facts = storage.find_attempt(attempt)
            assert facts is not None
            names[attempt] = attempts.question_ids(facts)
    held = {(a, seq, names[a][question], response) for a, seq, question, response in rows}
    places = {entry[:3] for entry in held}
    gone = told.acknowledged - held
    changed = {entry for entry in gone if entry[:3] in places}
    return Verdict(
        acknowledged=len(told.acknowledged),
        unknown=len(told.unknown),
        killed=killed,
        lost=len(gone) - len(changed),
        changed=len(changed),
        invented=len(held - told.acknowledged - told.unknown),
    )
