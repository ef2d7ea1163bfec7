"""`python -m tests.bench.shapes`: which worker class, and how many workers and threads.

Every shape of gunicorn in one run, as ratios to the one that is shipped; run it on a machine
that does nothing else. What is shipped stands in deploy/gunicorn.py and docs/deploy.md.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

from tests.bench import stage as stages
from tests.bench.load import drive
from tests.bench.servers import OURS, gunicorn
from tests.bench.stage import Sitting, Stage, stage

CONNECTIONS, PAPERS = 16, 6


@dataclass(frozen=True, slots=True)
class Shape:
    """One way to start gunicorn."""

    kind: str
    workers: int
    threads: int

    def arguments(self) -> tuple[str, ...]:
        """As gunicorn takes it."""
        given = ("--worker-class", self.kind, "--workers", str(self.workers))
        return (*OURS, *given, "--threads", str(self.threads))


SHIPPED = Shape("gthread", 2, 8)
SHAPES = (
    *(Shape("gthread", workers, threads) for workers in (1, 2, 3) for threads in (4, 8, 16)),
    *(Shape("sync", workers, 1) for workers in (2, 4, 8)),
)
Figures = tuple[float, float, float]
"""Saves a second, the 99th percentile of their latency, and CPU of a save, in milliseconds."""


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.shapes")
    parser.add_argument("--seconds", type=float, default=4)
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    found: dict[Shape, list[Figures]] = {shape: [] for shape in SHAPES}
    with tempfile.TemporaryDirectory(prefix="thiso-shapes-") as folder:
        made = stage(Path(folder), f"sqlite:///{folder}/shapes.sqlite3")
        sittings = made.sittings(CONNECTIONS * PAPERS)
        for _ in range(given.rounds):
            for shape in SHAPES:
                found[shape].append(_try(made, shape, sittings, given.seconds))
    Console(width=100).print(_table({shape: _median(all_) for shape, all_ in found.items()}))


def _try(made: Stage, shape: Shape, sittings: list[Sitting], seconds: float) -> Figures:
    parts = [sittings[place * PAPERS : (place + 1) * PAPERS] for place in range(CONNECTIONS)]
    with gunicorn("wsgi:app", made.environment, *shape.arguments(), tree=made.tree) as server:
        drive(server.port, [stages.saves(one) for one in parts], seconds=1)  # Warms up.
        begun = server.cpu_seconds()
        load = drive(server.port, [stages.saves(one) for one in parts], seconds=seconds)
        used = server.cpu_seconds() - begun
    assert not load.failures, load.failures
    return load.rate, load.percentile(0.99), used * 1000 / max(1, len(load.latencies))


def _median(figures: list[Figures]) -> Figures:
    rates, latencies, cpu = zip(*figures, strict=True)
    return statistics.median(rates), statistics.median(latencies), statistics.median(cpu)


def _table(found: dict[Shape, Figures]) -> Table:
    table = Table("class", "workers", "threads", "saves a second", "p99", "CPU of a save")
    base = found[SHIPPED]
    for shape, figures in found.items():
        ratios = [f"{mine / ours:.2f}" for mine, ours in zip(figures, base, strict=True)]
        table.add_row(shape.kind, str(shape.workers), str(shape.threads), *ratios)
    return table


if __name__ == "__main__":
    main()
