"""The disk fills up while people answer: no false "saved", a clear answer, then on by itself."""

from __future__ import annotations

from pathlib import Path

from tests.bench.stage import stage
from tests.faults import disks
from tests.faults.results import Result
from tests.faults.serving import serving
from tests.faults.troubles import Watch

CLIENTS = 4
ROUNDS = {"small": 2, "full": 20}
SAVES = 25


def harness(tree: Path, folder: Path, scale: str) -> Result:
    """SQLite on a small disk that is filled and emptied while the server runs."""
    if reason := disks.why_not():
        return Result("disk_full", 0, 0, reason)
    with disks.disk(folder) as disk:
        made = stage(folder, f"sqlite:///{disk.place}/faults.sqlite3")
        with serving(made, tree) as server:
            watch = Watch(made, server.port, made.sittings(CLIENTS))
            slowest = max(_round(watch, disk, number) for number in range(ROUNDS[scale]))
            refused = watch.refused
            watch.check(refused > 0, "the full disk was not felt")
            said = watch.settle()
        made.forget_connections()
    note = f"{refused} saves refused while full; again after at most {slowest:.1f} s; {said}"
    return Result("disk_full", watch.tried, len(watch.wrong), "; ".join([*watch.wrong[:2], note]))


def _round(watch: Watch, disk: disks.Disk, number: int) -> float:
    seq = number * 1000 + 1
    for client in range(CLIENTS):
        watch.check(watch.save(client, seq).status == 200, "not saved before the disk was full")
    disk.fill()
    for save in range(1, SAVES + 1):
        watch.save(save % CLIENTS, seq + save)
    for client in range(CLIENTS):
        watch.page(client)
    disk.empty()
    return watch.serves_again(0, seq + 500)
