"""No answer tells a key: two worlds that differ in the keys alone, asked everything, compared."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from tests.faults.results import Result

PATIENCE = {"small": 600, "full": 7200}


def harness(tree: Path, folder: Path, scale: str) -> Result:
    """Search the application in `tree`; tried are the answers that were compared."""
    command = [sys.executable, "-m", "tests.web.key_search", scale, str(folder)]
    done = subprocess.run(
        command, cwd=tree, capture_output=True, text=True, timeout=PATIENCE[scale], check=False
    )
    if done.returncode:
        raise RuntimeError(done.stderr.strip().splitlines()[-1])
    found = json.loads(done.stdout.splitlines()[-1])
    leaks = found["leaks"]
    return Result("keys", found["asked"], len(leaks), "; ".join(leaks[:3]))
