"""Around the deadline, on every channel, with nobody sweeping: what is in time counts, no more.

The application of the tree is asked in a process of its own, with the moment of each
request given through the seam where requests learn the time: to the millisecond, without
waiting. See `deadline_probe` for what is asked.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from tests.bench.stage import stage
from tests.faults.postgres import postgres
from tests.faults.results import Result

PATIENCE = 900
TRIALS = {"small": 1, "full": 25}


def harness(tree: Path, folder: Path, scale: str) -> Result:
    """Every channel on SQLite."""
    return _run("deadlines", tree, folder, f"sqlite:///{folder}/faults.sqlite3", TRIALS[scale])


def harness_postgresql(tree: Path, folder: Path, scale: str) -> Result:
    """Every channel on PostgreSQL."""
    with postgres() as database:
        return _run("deadlines_postgresql", tree, folder, database.url, TRIALS[scale])


def _run(name: str, tree: Path, folder: Path, url: str, trials: int) -> Result:
    made = stage(folder, url)
    made.forget_connections()
    done = subprocess.run(
        [sys.executable, "-m", "tests.faults.deadline_probe", str(trials)],
        cwd=tree, env={**os.environ, **made.environment}, capture_output=True, text=True,
        timeout=PATIENCE, check=False,
    )  # fmt: skip
    if done.returncode != 0:
        raise RuntimeError(done.stderr[-2000:])
    found = json.loads(done.stdout.splitlines()[-1])
    note = "; ".join(found["wrong"][:3]) or f"channels: {', '.join(found['channels'])}"
    return Result(name, found["tried"], len(found["wrong"]), note)
