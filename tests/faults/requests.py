"""Requests that nobody should send, to the API by its description and to every page: no failure.

The seed of each run is the time, and is told: `python -m tests.faults.requests FOLDER small SEED`.
"""

from __future__ import annotations

import random
import sys
import time
from pathlib import Path

from tests.faults.api_requests import Api
from tests.faults.inside import run_inside, tell
from tests.faults.page_requests import Asker, Judge
from tests.faults.results import Result
from tests.faults.scene import scene

SECONDS = {"small": 60.0, "full": 3_600.0}
EXAMPLES = {"small": 1, "full": 60}


def harness(tree: Path, folder: Path, scale: str) -> Result:
    """Ask the application in `tree`, in a process of its own."""
    return run_inside("tests.faults.requests", tree, folder, scale)


def main() -> None:
    """Inside the tree that is tried."""
    folder, scale, *rest = Path(sys.argv[1]), *sys.argv[2:]
    seed = rest[0] if rest else str(time.time_ns())
    with scene(folder) as made:
        api = Api(made)
        api.ask_all(EXAMPLES[scale])
        judge = Judge(made)
        asker = Asker(made, judge, random.Random(seed))
        end = time.monotonic() + SECONDS[scale]
        while time.monotonic() < end:
            asker.step()
    faults = [f"{what}: {why}" for what, why in {**api.faults, **judge.faults}.items()]
    statuses = ", ".join(
        f"{status} {count}" for status, count in sorted((api.statuses + judge.statuses).items())
    )
    note = f"{api.tried} of the API, {judge.tried} of pages, seed {seed} ({statuses})"
    tell(Result("requests", api.tried + judge.tried, len(faults), "; ".join([note, *faults[:5]])))


if __name__ == "__main__":
    main()
