"""The same load on PostgreSQL with two groups of processes behind nginx, beside SQLite with one.

What is compared is work per core: saves per second of CPU that the whole system used, the
database and nginx included; and the CPU of a whole participation. The processes that work in
the background are not looked at on either side: they cost the same however much is saved.
"""

from __future__ import annotations

import statistics
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.bench import stage as stages
from tests.bench.answering import participate
from tests.bench.houses import house, missing
from tests.bench.lines import Line, Scale
from tests.bench.load import Connection, drive
from tests.bench.postgres import postgres
from tests.bench.servers import OURS, cpu_of_family, gunicorn
from tests.bench.stage import Sitting, Stage

CONNECTIONS = 16
WARM = 24
Cpu = Callable[[], dict[str, float]]
"""CPU seconds so far, by part of the system."""


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two systems: what is asked of it, where, and what it has used."""

    stage: Stage
    port: int
    cpu: Cpu


@dataclass(frozen=True, slots=True)
class Cost:
    """Saves a second, and CPU milliseconds of a save by part of the system."""

    rate: float
    cpu: dict[str, float]

    @property
    def whole(self) -> float:
        return sum(self.cpu.values())


def groups(stage: Stage, scale: Scale) -> Iterator[Line]:
    """The stage's database is SQLite; a PostgreSQL is made beside it."""
    if lacking := missing():
        yield Line(f"groups: skipped, no {' and no '.join(lacking)}", 0, "", "", None)
        return
    with tempfile.TemporaryDirectory(prefix="thiso-groups-") as place, postgres() as server:
        Path(place).chmod(0o755)
        other = stages.stage(Path(place), server.fresh())
        with (
            gunicorn("wsgi:app", stage.environment, *OURS, tree=stage.tree) as one,
            house(Path(place), other.environment) as two,
        ):

            def cpu_of_one() -> dict[str, float]:
                return {"application": cpu_of_family(one.pid, b"gunicorn")}

            def cpu_of_two() -> dict[str, float]:
                return {
                    "application": two.apps_cpu_seconds(),
                    "PostgreSQL": server.cpu_seconds(),
                    "nginx": two.nginx_cpu_seconds(),
                }

            sides = (Side(stage, one.port, cpu_of_one), Side(other, two.port, cpu_of_two))
            yield from _saves(*sides, scale)
            yield from _participations(*sides, scale)


def _saves(one: Side, two: Side, scale: Scale) -> Iterator[Line]:
    papers, ours, theirs = 2 + int(scale.seconds), [], []
    count = CONNECTIONS * papers * (scale.rounds + 1)
    sittings = one.stage.sittings(count), two.stage.sittings(count)
    for number in range(scale.rounds + 1):  # The first round warms up.
        parts = [_part(of, number, papers) for of in sittings]
        plain = _cost(one, parts[0], scale)
        grouped = _cost(two, parts[1], scale)
        if number:
            ours.append(plain)
            theirs.append(grouped)
    ratio = statistics.median(a.whole / b.whole for a, b in zip(ours, theirs, strict=True))
    note = f"{_middle(theirs)} beside {_middle(ours)}"
    yield Line("groups: saves a core ÷ SQLite's", ratio, "", "≥ 0.8", ratio >= 0.8, note)
    rate = statistics.median(one.rate for one in theirs)
    yield Line("groups: saves", rate, "/s", "", None)


def _participations(one: Side, two: Side, scale: Scale) -> Iterator[Line]:
    def cost(side: Side) -> dict[str, float]:
        tokens = side.stage.tokens(scale.participations + WARM)
        links = [Connection(side.port) for _ in range(4)]
        for number in range(WARM):  # Every worker has read the bank.
            participate(links[number % len(links)], tokens[number])
        before = side.cpu()
        for number, token in enumerate(tokens[WARM:]):
            participate(links[number % len(links)], token)
        after = side.cpu()
        return {name: (after[name] - before[name]) * 1000 / scale.participations for name in before}

    ours, theirs = cost(one), cost(two)
    ratio = sum(ours.values()) / sum(theirs.values())
    told = ", ".join(f"{name} {value:.1f}" for name, value in theirs.items())
    note = f"{sum(theirs.values()):.1f} ms ({told}) beside {sum(ours.values()):.1f} ms"
    yield Line("groups: participations a core ÷ SQLite's", ratio, "", "≥ 0.8", ratio >= 0.8, note)


def _part(sittings: list[Sitting], number: int, papers: int) -> list[list[Sitting]]:
    first = number * CONNECTIONS * papers
    return [
        sittings[first + place * papers : first + (place + 1) * papers]
        for place in range(CONNECTIONS)
    ]


def _cost(side: Side, parts: list[list[Sitting]], scale: Scale) -> Cost:
    before = side.cpu()
    found = drive(side.port, [stages.saves(one) for one in parts], seconds=scale.seconds)
    after = side.cpu()
    assert not found.failures, found.failures
    each = 1000 / max(1, len(found.latencies))
    return Cost(found.rate, {name: (after[name] - before[name]) * each for name in before})


def _middle(costs: list[Cost]) -> str:
    parts = {name: statistics.median(one.cpu[name] for one in costs) for name in costs[0].cpu}
    told = ", ".join(f"{name} {value:.2f}" for name, value in parts.items())
    return f"{statistics.median(one.whole for one in costs):.2f} ms ({told})"
