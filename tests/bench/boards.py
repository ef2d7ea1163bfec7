"""Boards with many results stored."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator

from tests.bench.lines import Line, Scale
from tests.bench.load import Connection, pace, request
from tests.bench.servers import OURS, gunicorn
from tests.bench.stage import SLUG, Stage

CONNECTIONS = 16


def boards(stage: Stage, scale: Scale) -> Iterator[Line]:
    """Board pages, the API and the own rank, with many results stored."""
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "demo", "fill"]
    given = ["--people", str(scale.people), "--attempts", str(scale.people * 5 // 2)]
    begun = time.perf_counter()
    subprocess.run(
        [*command, SLUG, *given], cwd=stage.tree, check=True, stdout=subprocess.DEVNULL,
        env={**os.environ, **stage.environment},
    )  # fmt: skip
    filled = scale.people * 5 // 2 / (time.perf_counter() - begun)
    yield Line("demo fill", filled, "attempts/s", "≥ 2000/s", filled >= 2000)
    token = stage.tokens(1)[0]
    paths = [
        f"/contests/{SLUG}/boards/individual",
        f"/contests/{SLUG}/boards/commune",
        f"/api/v1/contests/{SLUG}/boards/individual?offset=1000&limit=50",
        f"/api/v1/contests/{SLUG}/boards/organisation",
    ]
    pages = [request("GET", paths[place % len(paths)]) for place in range(int(200 * scale.seconds))]
    with gunicorn("wsgi:app", stage.environment, *OURS, tree=stage.tree) as server:
        Connection(server.port).ask(pages[0])
        found = pace(server.port, pages, rate=200, connections=CONNECTIONS)
        own = [request("GET", f"/api/v1/contests/{SLUG}/me", token=token)] * 100
        mine = pace(server.port, own, rate=20, connections=1)
    p99 = found.percentile(0.99)
    yield Line("board page and API p99", p99, "ms", "≤ 50 ms", p99 <= 50, str(found.failures))
    yield Line("own part, median", mine.percentile(0.5), "ms", "", None)
