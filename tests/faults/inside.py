"""Harnesses that need the application itself, in a process of the tree that is tried."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path

from tests.faults.results import Result

MARK = "RESULT "


def run_inside(module: str, tree: Path, folder: Path, scale: str) -> Result:
    """Run a module of the tree with the folder and the scale; raises RuntimeError if it ends
    without a result."""
    environment = {
        name: value
        for name, value in os.environ.items()
        if name not in ("PYTHONPATH", "DATABASE_URL", "PROMETHEUS_MULTIPROC_DIR")
    }
    log = folder / "log"
    with log.open("wb") as errors:
        done = subprocess.run(
            [sys.executable, "-m", module, str(folder), scale],
            cwd=tree, env=environment, stdout=subprocess.PIPE, stderr=errors, check=False,
        )  # fmt: skip
    told = [line for line in done.stdout.decode().splitlines() if line.startswith(MARK)]
    if not told:
        end = log.read_text(errors="replace")[-2_000:]
        raise RuntimeError(f"{module} ended with {done.returncode}:\n{end}")
    return Result(**json.loads(told[-1].removeprefix(MARK)))


def tell(result: Result) -> None:
    """Say the result to the process outside."""
    print(MARK + json.dumps(asdict(result)), flush=True)
