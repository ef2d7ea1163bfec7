"""`python -m tests.faults`: each harness first catches its planted faults, then is believed."""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from tests.bench.servers import copy_tree
from tests.bench.stage import stage
from tests.faults import durability
from tests.faults.durability import Verdict
from tests.faults.mutants import DURABILITY

SECONDS = {"small": 12.0, "full": 600.0}
CLIENTS = 8


def main() -> int:
    """Exit 0 when every planted fault was caught and the promise was kept."""
    parser = argparse.ArgumentParser(prog="make faults")
    parser.add_argument("--scale", choices=SECONDS, default="small")
    given = parser.parse_args()
    caught = 0
    with tempfile.TemporaryDirectory(prefix="thiso-faults-") as folder:
        for mutant in DURABILITY:
            verdict = _durability(Path(folder), mutant.name, mutant.plant(Path(folder)), 12.0)
            caught += not verdict.holds
            print(f"planted {mutant.name}: {'caught' if not verdict.holds else 'MISSED'} {verdict}")
        tree = copy_tree(Path(folder) / "real")
        verdict = _durability(Path(folder), "real", tree, SECONDS[given.scale])
    bound = 3 / max(1, verdict.acknowledged)
    print(f"durability: {verdict}")
    print(f"0 of {verdict.acknowledged} lost means at most {bound:.2g} of all, 95 % sure")
    return 0 if verdict.holds and caught == len(DURABILITY) else 1


def _durability(folder: Path, name: str, tree: Path, seconds: float) -> Verdict:
    place = folder / f"{name}-instance"
    place.mkdir()
    made = stage(place, f"sqlite:///{place}/faults.sqlite3")
    return durability.run(made, tree=tree, seconds=seconds, clients=CLIENTS, seed=7)


if __name__ == "__main__":
    raise SystemExit(main())
