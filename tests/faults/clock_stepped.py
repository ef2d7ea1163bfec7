"""The machine's clock is set while people answer: no time is given to them or taken."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from pathlib import Path

from tests.bench.stage import stage
from tests.faults.results import Result
from tests.faults.serving import serving
from tests.faults.troubles import Watch, fetch

STEPS = ("+2h", "-2h", "+400d", "+0")
SLEEP = "import select, time\ntime.sleep = lambda s: select.select([], [], [], max(0, s))\n"
SWEEPS_SECONDS = 4.0
NEAR_SECONDS = 5.0


def harness(tree: Path, folder: Path, scale: str) -> Result:
    """A server under libfaketime, whose clock is set forward, back and right again."""
    library = next(iter(sorted(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"))), None)
    if library is None:
        return Result("clock_stepped", 0, 0, "libfaketime is not installed")
    made, setting = stage(folder, f"sqlite:///{folder}/faults.sqlite3"), folder / "clock"
    setting.write_text("+0")
    # Under libfaketime, which is to leave the even clocks alone, time.sleep fails.
    (folder / "sitecustomize.py").write_text(SLEEP)
    environment = {
        "LD_PRELOAD": str(library),
        "FAKETIME_TIMESTAMP_FILE": str(setting),
        "FAKETIME_NO_CACHE": "1",
        "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        "NO_FAKE_STAT": "1",
        "PYTHONPATH": str(folder),
    }
    with serving(made, tree, environment) as server:
        watch = Watch(made, server.port, made.sittings(2))
        before = _deadline(watch)
        for number, step in enumerate(STEPS):
            setting.write_text(step)
            _look(watch, step, number + 1, before)
        said = watch.settle()
    made.forget_connections()
    note = f"clock set by {', '.join(STEPS)}; {said}"
    return Result(
        "clock_stepped", watch.tried, len(watch.wrong), "; ".join([*watch.wrong[:2], note])
    )


def _look(watch: Watch, step: str, seq: int, deadline: str) -> None:
    time.sleep(SWEEPS_SECONDS)  # Whoever closes what is overdue has looked at least once.
    ready = fetch(watch.port, "GET", "/readyz").json()
    note = ready.get("checks", {}).get("clock", {}).get("note", "")
    watch.check(("was set" in note) == (step != "+0"), f"{step}: /readyz says “{note}”")
    answer = watch.save(0, seq)
    watch.check(answer.status == 200, f"{step}: time was taken, {answer.status}")
    told = datetime.fromisoformat(answer.json().get("server_now", "1970-01-01T00:00:00+00:00"))
    away = abs((told - datetime.now(UTC)).total_seconds())
    watch.check(away < NEAR_SECONDS, f"{step}: clients are told a time that is {away:.0f} s away")
    watch.check(_deadline(watch) == deadline, f"{step}: the deadline has moved")


def _deadline(watch: Watch) -> str:
    token, attempt, _ = watch.sittings[0]
    found = fetch(watch.port, "GET", f"/api/v1/attempts/{attempt}", token).json()
    return f"{found.get('deadline_at')} {found.get('closed_at')}"
