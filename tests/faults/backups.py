"""A backup is made while people answer, and restored elsewhere on the other database.

Clients save numbered answers through the real server and note what was acknowledged;
others submit and note their receipts. Meanwhile `flask backup create` runs as anybody would
run it. Then the server is stopped, the backup is restored by `flask backup restore` with
another tree, another instance folder and the other kind of database, and looked at: see
`backup_judging`. Both directions are tried.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from app import create_app
from app.config import Settings
from app.services import answer_file_keys, materials
from app.services.materials import NewFile
from tests.bench.load import Connection, request
from tests.bench.stage import Sitting, Stage, save, stage
from tests.faults import backup_judging
from tests.faults.backup_judging import Restored, Tally, Told
from tests.faults.postgres import postgres
from tests.faults.results import Result
from tests.faults.serving import serving


@dataclass(frozen=True, slots=True)
class Plan:
    """How many answer and submit, and how many backups are made of each database."""

    clients: int
    submitters: int
    backups: int
    seconds_before: float


PLANS = {"small": Plan(3, 6, 1, 2.0), "full": Plan(16, 60, 8, 10.0)}
KINDS = ("sqlite", "postgresql")
PDF = b"%PDF-1.7\nA handbook"
PATIENCE = 600


@dataclass(slots=True)
class Load:
    """What the clients were told so far, and how long they waited."""

    told: Told = field(default_factory=Told)
    waits: list[tuple[float, float]] = field(default_factory=list)
    stop: threading.Event = field(default_factory=threading.Event)


def harness(tree: Path, folder: Path, scale: str) -> Result:
    """Backups of a busy SQLite restored on PostgreSQL, and the other way round."""
    tally, notes = Tally(), []
    for kind in KINDS:
        place = folder / kind
        place.mkdir()
        notes.append(_one_way(kind, tree, place, PLANS[scale], tally))
    wrong = "; ".join(tally.wrong[:5])
    return Result("backups", tally.tried, tally.failed, "; ".join(notes) + (wrong and f": {wrong}"))


def _one_way(kind: str, tree: Path, folder: Path, plan: Plan, tally: Tally) -> str:
    with ExitStack() as stack:
        source, target = (
            stack.enter_context(_database(one, folder)) for one in (kind, _other(kind))
        )
        made = stage(folder, source)
        own = folder / "source-tree"
        shutil.copytree(tree, own)
        _furnish(made, own)
        files, load = _load_and_back_up(made, own, folder, plan)
        for number, (file, told) in enumerate(files):
            elsewhere = folder / f"elsewhere-{number}"
            shutil.copytree(tree, elsewhere)
            if number:  # Only the first restore finds an empty database: the others are read only.
                tally.note(_command(elsewhere, {}, "verify", file) == 0, "a backup is not whole")
                continue
            _restore_and_judge(made, file, told, load, Restored(elsewhere, target), tally)
        return _note(kind, files, load)


def _restore_and_judge(
    made: Stage, file: Path, before: Told, load: Load, there: Restored, tally: Tally
) -> None:
    environment = {"DATABASE_URL": there.url, "DEMO": "0"}
    altered = backup_judging.altered(file)
    tally.note(
        _command(there.tree, environment, "restore", altered) != 0, "an altered one was restored"
    )
    done = _command(there.tree, environment, "restore", file)
    tally.note(done == 0, "it cannot be restored")
    if done == 0:
        backup_judging.judge(made, there, before, load.told, tally)
        again = _command(there.tree, environment, "restore", file)
        tally.note(again != 0, "restored over an instance that was not empty")


def _load_and_back_up(
    made: Stage, tree: Path, folder: Path, plan: Plan
) -> tuple[list[tuple[Path, Told]], Load]:
    """The backups, each with what had been acknowledged when it began."""
    sittings, load, files = made.sittings(plan.clients + plan.submitters), Load(), []
    with serving(made, tree) as server:
        clients = [
            threading.Thread(target=_save, args=(server.port, one, load))
            for one in sittings[: plan.clients]
        ]
        clients.append(
            threading.Thread(
                target=_submit, args=(server.port, sittings[plan.clients :], plan, load)
            )
        )
        for client in clients:
            client.start()
        try:
            for number in range(plan.backups):
                time.sleep(plan.seconds_before)
                file, told = folder / f"{number}.zip", load.told.copy()
                begun = time.perf_counter()
                done = _command(tree, made.environment, "create", file)
                load.told.windows.append((begun, time.perf_counter()))
                if done != 0:
                    raise RuntimeError("no backup was made")
                files.append((file, told))
            time.sleep(1)
        finally:
            load.stop.set()
            for client in clients:
                client.join()
    return files, load


def _save(port: int, sitting: Sitting, load: Load) -> None:
    token, attempt, answers = sitting
    link, seq = Connection(port), 0
    while not load.stop.is_set():
        question, response = answers[seq % len(answers)]
        seq += 1
        entry = (attempt, seq, question, json.dumps(response, ensure_ascii=False))
        begun = time.perf_counter()
        status, body = link.ask(save(token, attempt, seq, question, response))
        load.waits.append((begun, time.perf_counter() - begun))
        good = status == 200 and json.loads(body)["last_seq"] >= seq
        (load.told.acknowledged if good else load.told.unknown).add(entry)
        time.sleep(0.01)


def _submit(port: int, sittings: list[Sitting], plan: Plan, load: Load) -> None:
    """Some answers and a submission, one person after the other, over the whole time."""
    link = Connection(port)
    for token, attempt, answers in sittings:
        if load.stop.is_set():
            return
        for seq, (question, response) in enumerate(answers[:5], start=1):
            entry = (attempt, seq, question, json.dumps(response, ensure_ascii=False))
            status, _ = link.ask(save(token, attempt, seq, question, response))
            (load.told.acknowledged if status == 200 else load.told.unknown).add(entry)
        path = f"/api/v1/attempts/{attempt}/submission"
        status, body = link.ask(request("POST", path, body=b"{}", token=token))
        if status == 200:
            load.told.receipts[attempt] = str(json.loads(body)["receipt"])
        time.sleep(plan.seconds_before * plan.backups / len(sittings))


def _furnish(made: Stage, tree: Path) -> None:
    """A file that was uploaded, and a key for answer files, as the server of the tree has them."""
    settings = Settings(
        database_url=made.url,
        secret_key=made.environment["SECRET_KEY"],
        instance=tree / "instance",
        demo=False,
    )
    app = create_app(settings)
    with app.app_context():
        materials.add_material(
            topic="Sổ tay", title="Sổ tay", summary="", link="",
            file=NewFile("so-tay.pdf", PDF), account_id=None, now=datetime.now(UTC),
        )  # fmt: skip
        answer_file_keys.private_key()
        backup_judging.let_go()


def _command(tree: Path, environment: Mapping[str, str], *arguments: object) -> int:
    """The exit code of `flask backup …` in a tree."""
    given = {**os.environ, **environment}
    for name in (
        "PROMETHEUS_MULTIPROC_DIR",
        *(() if "SECRET_KEY" in environment else ("SECRET_KEY",)),
    ):
        given.pop(name, None)
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "backup", *map(str, arguments)]
    with (tree / "backup.log").open("ab") as log:
        done = subprocess.run(
            command, cwd=tree, env=given, stdout=log, stderr=log, timeout=PATIENCE, check=False
        )
    return done.returncode


def _note(kind: str, files: list[tuple[Path, Told]], load: Load) -> str:
    """How long people waited while a backup was made, and while none was."""
    windows = load.told.windows
    within = [wait for at, wait in load.waits if any(a <= at <= b for a, b in windows)]
    outside = [wait for at, wait in load.waits if not any(a <= at <= b for a, b in windows)]
    seconds = sum(end - begin for begin, end in windows) / len(windows)
    return (
        f"{kind}: {len(files)} backups in {seconds:.1f} s, {len(within)} answers meanwhile,"
        f" p99 {_percentile(within):.0f} ms (else {_percentile(outside):.0f} ms)"
    )


def _percentile(waits: list[float]) -> float:
    ordered = sorted(waits)
    return ordered[min(len(ordered) - 1, int(0.99 * len(ordered)))] * 1000 if ordered else 0.0


def _other(kind: str) -> str:
    return KINDS[1 - KINDS.index(kind)]


@contextmanager
def _database(kind: str, folder: Path) -> Iterator[str]:
    if kind == "sqlite":
        yield f"sqlite:///{folder}/database.sqlite3"
        return
    with postgres() as server:
        yield server.url
