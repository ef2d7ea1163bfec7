"""What is measured: each gives lines with a value, what it is set against, and whether it holds."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

from tests.bench.answering import burst, flood, participations, saves
from tests.bench.bank import bank
from tests.bench.boards import boards
from tests.bench.groups import groups
from tests.bench.lines import Line, Scale
from tests.bench.load import Connection, request
from tests.bench.servers import OURS, gunicorn
from tests.bench.soak import soak
from tests.bench.stage import Stage
from tests.bench.wire import wire


def cold_start(stage: Stage, _scale: Scale) -> Iterator[Line]:
    """From the command to the first page."""
    begun = time.perf_counter()
    with gunicorn("wsgi:app", stage.environment, *OURS, tree=stage.tree) as server:
        status, _ = Connection(server.port).ask(request("GET", "/"))
        seconds = time.perf_counter() - begun
    assert status == 200, status
    yield Line("cold start to first page", seconds, "s", "≤ 3 s", seconds <= 3)


MEASURES: dict[str, Callable[[Stage, Scale], Iterator[Line]]] = {
    "saves": saves,
    "participations": participations,
    "burst": burst,
    "flood": flood,
    "bank": bank,
    "cold_start": cold_start,
    "wire": wire,
    "boards": boards,
    "soak": soak,
    "groups": groups,
}
