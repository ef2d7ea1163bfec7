"""A database that can only be read: nothing is said to be saved; then on by itself."""

from __future__ import annotations

import time
from pathlib import Path

from tests.bench.stage import stage
from tests.faults import disks
from tests.faults.postgres import Postgres, postgres
from tests.faults.results import Result
from tests.faults.serving import Serving, serving
from tests.faults.troubles import Watch

CLIENTS, SAVES = 4, 20


def harness(tree: Path, folder: Path, scale: str) -> Result:
    """SQLite on a disk that is read-only when the server starts, and writable later."""
    if reason := disks.why_not():
        return Result("read_only", 0, 0, reason)
    with disks.disk(folder) as disk:
        made = stage(folder, f"sqlite:///{disk.place}/faults.sqlite3")
        sittings = made.sittings(CLIENTS)
        seen = {"DATABASE_URL": f"sqlite:///{disk.window}/faults.sqlite3"}
        with serving(made, tree, seen) as server:
            watch = Watch(made, server.port, sittings)
            for client in range(CLIENTS):
                watch.check(watch.save(client, 1).status == 200, "not saved before")
            server.kill_all()
            _freeze(disk, server)
            _refuses(watch)
            disk.set_writable(True)
            again = watch.serves_again(0, 500)
            said = watch.settle()
        made.forget_connections()
    return _result("read_only", watch, again, said)


def harness_postgresql(tree: Path, folder: Path, scale: str) -> Result:
    """PostgreSQL whose transactions become read-only, as those of a standby are."""
    with postgres() as database:
        made = stage(folder, database.url)
        with serving(made, tree) as server:
            watch = Watch(made, server.port, made.sittings(CLIENTS))
            for client in range(CLIENTS):
                watch.check(watch.save(client, 1).status == 200, "not saved before")
            made.forget_connections()
            _set_read_only(database, True)
            _refuses(watch)
            watch.check(watch.page(0).status == 200, "what can be read is not shown")
            _set_read_only(database, False)
            again = watch.serves_again(0, 500)
            said = watch.settle()
        made.forget_connections()
    return _result("read_only_postgresql", watch, again, said)


def _freeze(disk: disks.Disk, server: Serving) -> None:
    for left in reversed(range(50)):
        try:
            disk.set_writable(False)
            break
        except OSError:  # What was killed has not quite ended.
            if not left:
                raise
            time.sleep(0.2)
    server.start()
    server.wait()


def _refuses(watch: Watch) -> None:
    before = watch.refused
    for save in range(1, SAVES + 1):
        watch.save(save % CLIENTS, 1 + save)
    watch.check(watch.refused - before == SAVES, "something was said to be saved")
    for client in range(CLIENTS):
        watch.page(client)


def _set_read_only(database: Postgres, on: bool) -> None:
    value = "on" if on else "off"
    database.run(f"ALTER DATABASE thiso SET default_transaction_read_only = {value}")
    database.run("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'thiso'")


def _result(name: str, watch: Watch, again: float, said: str) -> Result:
    note = f"{watch.refused} saves refused; again after {again:.1f} s; {said}"
    return Result(name, watch.tried, len(watch.wrong), "; ".join([*watch.wrong[:2], note]))
