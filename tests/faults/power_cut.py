"""What was acknowledged is on disk before the reply goes out: a power cut cannot take it back.

Shown from the order of system calls. Between the moment at which a request to save was
read and the moment at which its good reply begins to be sent, the log of the database has
been written to, and a flush of that log to the disk (fsync, fdatasync) has begun after
that and has returned. One client alone shows it of each commit (nobody else writes in
this process); many at once show it of commits that are shared.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from pathlib import Path

from tests.bench.load import Connection
from tests.bench.stage import Sitting, save, stage
from tests.faults import syscalls
from tests.faults.postgres import postgres
from tests.faults.results import Result
from tests.faults.serving import serving
from tests.faults.syscalls import Call

ALONE = {"small": 60, "full": 2000}
TOGETHER, CLIENTS = {"small": 20, "full": 400}, 8
WRITES, FLUSHES = ("pwrite64", "pwritev", "write"), ("fsync", "fdatasync")
REPLIES = ("sendto", "sendmsg", "write")


def harness(tree: Path, folder: Path, scale: str) -> Result:
    """Saves on SQLite, of one worker."""
    if reason := syscalls.why_not():
        return Result("power_cut", 0, 0, reason)
    made = stage(folder, f"sqlite:///{folder}/faults.sqlite3")
    sittings, log = made.sittings(CLIENTS + 1), folder / "calls"
    with serving(made, tree, {"WEB_CONCURRENCY": "1"}) as server:
        warm_up(server.port, sittings[0])
        with syscalls.watched(server.workers(), log):
            acknowledged = save_all(server.port, sittings, scale)
    return judged("power_cut", log, acknowledged, lambda call: call.on.endswith("-wal"))


def harness_postgresql(tree: Path, folder: Path, scale: str) -> Result:
    """Saves on PostgreSQL: its processes and one worker, in one order."""
    name = "power_cut_postgresql"
    if reason := syscalls.why_not():
        return Result(name, 0, 0, reason)
    with postgres() as database:
        made = stage(folder, database.url)
        sittings, log = made.sittings(CLIENTS + 1), folder / "calls"
        with serving(made, tree, {"WEB_CONCURRENCY": "1"}) as server:
            warm_up(server.port, sittings[0])
            # What runs beside the worker writes to the same log, and would lend its flushes.
            server.stop_background()
            with syscalls.watched([*server.workers(), *database.family()], log):
                acknowledged = save_all(server.port, sittings, scale)
    return judged(name, log, acknowledged, lambda call: "/pg_wal/" in call.on)


def warm_up(port: int, sitting: Sitting) -> None:
    """Let the server compile what it compiles once."""
    token, attempt, answers = sitting
    status, _ = Connection(port).ask(save(token, attempt, 1_000_000, *answers[0]))
    assert status == 200, "nothing can be saved"


def save_all(port: int, sittings: list[Sitting], scale: str) -> int:
    """One client alone, then many at once; returns how many saves were acknowledged."""
    good: list[int] = []

    def one(sitting: Sitting, count: int) -> None:
        token, attempt, answers = sitting
        link = Connection(port)
        for seq in range(1, count + 1):
            question, response = answers[seq % len(answers)]
            if link.ask(save(token, attempt, seq, question, response))[0] == 200:
                good.append(attempt)
        link.close()

    one(sittings[0], ALONE[scale])
    threads = [threading.Thread(target=one, args=(s, TOGETHER[scale])) for s in sittings[1:]]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return len(good)


def judged(name: str, log: Path, acknowledged: int, is_log: Callable[[Call], bool]) -> Result:
    """Good replies without a flush in time; more of them acknowledged than seen is a fault too."""
    calls = syscalls.read(log)
    replies = good_replies(calls)
    to_log = [call for call in calls if is_log(call) and call.worked]
    early = sum(not flushed(to_log, asked, reply) for asked, reply in replies)
    unseen = max(0, acknowledged - len(replies))
    flushes = sum(call.name in FLUSHES for call in to_log)
    note = f"{len(replies)} good replies, {flushes} flushes; {early} before theirs"
    if unseen:
        note += f"; {unseen} acknowledged saves were not seen"
    return Result(name, acknowledged, early + unseen, note)


def good_replies(calls: Iterable[Call]) -> list[tuple[Call, Call]]:
    """Each save that was read, with the good reply that was sent for it on the same socket."""
    asked: dict[str, Call] = {}
    found = []
    for call in calls:
        place = call.on
        if call.name in ("recvfrom", "read") and '"PUT /api/v1/attempts/' in call.text:
            asked[place] = call
        elif call.name in REPLIES and '"HTTP/1.1 ' in call.text and place in asked:
            begun = asked.pop(place)
            if '"HTTP/1.1 200 ' in call.text:
                found.append((begun, call))
    return found


def flushed(to_log: list[Call], asked: Call, reply: Call) -> bool:
    """Whether between both the log was written to and then flushed to the disk."""
    between = [one for one in to_log if asked.done < one.begun and one.done < reply.begun]
    written = [one.done for one in between if one.name in WRITES]
    return bool(written) and any(one.name in FLUSHES and one.begun > written[0] for one in between)
