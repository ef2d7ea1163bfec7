"""Boards at size: filling a contest, refreshing its boards, looking at them while it goes on.

The contest is filled in two steps, so that what must not grow with what is stored (a
refresh, an answer saved, a place) is measured at a tenth of the size and at the whole.
"""

from __future__ import annotations

import os
import random
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

from sqlalchemy import select, text

from app.domain.attempts import Entry
from app.services import boards as service
from app.services import demo_fill
from app.services.transactions import writing
from app.storage import journal
from app.storage.db import db
from app.storage.links import Link
from app.storage.tables import Standing
from tests.bench.board_looks import looks
from tests.bench.board_work import work
from tests.bench.lines import Line, Scale
from tests.bench.stage import SLUG, Stage

NEW_RESULTS = 10
PHONES_FROM = 5_000_000
APPENDED = 1_000
ENOUGH_PEOPLE = 100_000
"""With fewer, growth is not judged: boards of units have not filled up yet."""
GROWTH = 1.5
"""What may not grow may be so much dearer at ten times the size: timing is not exact."""


def boards(stage: Stage, scale: Scale) -> Iterator[Line]:
    """Everything about boards, in the order in which the contest grows."""
    journals = [_append_cost(stage)]
    empty, few = _bytes(stage), scale.people // 10
    fills = [_fill(stage, few)]
    refreshes = [_refresh_cost(stage)]
    journals.append(_append_cost(stage))
    fills.append(_fill(stage, scale.people - few))
    refreshes.append(_refresh_cost(stage))
    journals.append(_append_cost(stage))
    attempts = scale.people * 5 // 2
    enough = scale.people >= ENOUGH_PEOPLE
    yield from _fill_lines(fills, attempts, enough)
    said = f"{few} people {{0:.0f}} ms, {scale.people} people {{1:.0f}} ms"
    yield from _growth("boards: refresh", refreshes, said, enough)
    rows = few * 50
    said = f"empty {journals[0]:.3f} ms, {rows} rows {{0:.3f}} ms, {rows * 10} rows {{1:.3f}} ms"
    yield from _growth("journal: one more answer", journals[1:], said, enough)
    yield from _place_lines(stage)
    size = (_bytes(stage) - empty) / attempts
    yield Line("disk: bytes of an attempt of 20 answers", size, "B", "", None)
    yield from work(stage)
    yield from looks(stage, scale.seconds)


def _fill_lines(fills: list[tuple[float, float]], attempts: int, enough: bool) -> Iterator[Line]:
    seconds, cpu = (sum(one) for one in zip(*fills, strict=True))
    rate = attempts / seconds
    note = "with the boards; wall clock, of a machine that may be shared"
    yield Line("demo fill", rate, "attempts/s", "≥ 2000/s", rate >= 2000 if enough else None, note)
    each = cpu * 1000 / attempts
    yield Line("demo fill: CPU of an attempt", each, "ms", "≤ 0.5 ms", each <= 0.5, "2000/s a core")


def _growth(what: str, costs: list[float], said: str, enough: bool) -> Iterator[Line]:
    ratio = costs[1] / costs[0]
    yield Line(f"{what}, CPU", costs[1], "ms", "", None, said.format(*costs))
    holds = ratio <= GROWTH if enough else None
    yield Line(f"{what}: tenfold ÷ before", ratio, "", f"≤ {GROWTH}", holds)


def _fill(stage: Stage, people: int) -> tuple[float, float]:
    """Wall and CPU seconds of `flask demo fill`, less those of a command that does nothing."""
    arguments = ("demo", "fill", SLUG, "--people", str(people), "--attempts", str(people * 5 // 2))
    idle, filled = _run(stage, "contest", "list"), _run(stage, *arguments)
    return filled[0] - idle[0], filled[1] - idle[1]


def _run(stage: Stage, *arguments: str) -> tuple[float, float]:
    before, begun = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    command = [sys.executable, "-m", "flask", "--app", "wsgi", *arguments]
    subprocess.run(
        command, cwd=stage.tree, check=True, stdout=subprocess.DEVNULL,
        env={**os.environ, **stage.environment},
    )  # fmt: skip
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return time.perf_counter() - begun, used


def _refresh_cost(stage: Stage) -> float:
    """CPU milliseconds of a refresh with ten new results; the median of nine."""
    with stage.app.app_context():
        costs = []
        for number in range(10):  # The first one warms up.
            now, chance = datetime.now(UTC), random.Random(number)
            demo_fill.fill(
                SLUG, chance, people=NEW_RESULTS, attempts=NEW_RESULTS, first=PHONES_FROM, now=now
            )
            costs.append(_cpu(lambda now=now: service.refresh(now)))  # type: ignore[misc]
            db.session.remove()
        return statistics.median(costs[1:])


def _append_cost(stage: Stage) -> float:
    """CPU milliseconds of one more row in the journal, of open attempts in turn."""
    attempts = [attempt for _, attempt, _ in stage.sittings(20)]
    now = datetime.now(UTC)

    def append() -> None:
        with writing() as session:
            link = Link.of(session)
            for seq in range(1, APPENDED // len(attempts) + 1):
                for attempt_id in attempts:
                    journal.append(link, attempt_id, [Entry(seq, seq % 20, "a")], now)

    with stage.app.app_context():
        return _cpu(append) / APPENDED


def _place_lines(stage: Stage) -> Iterator[Line]:
    """The own place of people all over the board."""
    with stage.app.app_context():
        query = select(Standing.person_id).where(Standing.scope == 0).order_by(Standing.rank_key)
        people = db.session.scalars(query).all()
        chosen = [people[len(people) * place // 20] for place in range(20)]
        service.own_place(SLUG, chosen[0])
        costs = [_cpu(lambda who=who: service.own_place(SLUG, who)) for who in chosen]  # type: ignore[misc]
        db.session.remove()
    dearest, note = max(costs), f"{len(people)} people; median {statistics.median(costs):.2f} ms"
    yield Line("own rank, CPU, dearest of 20", dearest, "ms", "≤ 5 ms", dearest <= 5, note)


def _cpu(act: Callable[[], object]) -> float:
    begun = time.process_time()
    act()
    return (time.process_time() - begun) * 1000


def _bytes(stage: Stage) -> int:
    with stage.app.app_context():
        if db.engine.dialect.name == "postgresql":
            return int(db.session.scalar(text("SELECT pg_database_size(current_database())")) or 0)
        pages = db.session.scalar(text("PRAGMA page_count")) or 0
        free = db.session.scalar(text("PRAGMA freelist_count")) or 0
        size = db.session.scalar(text("PRAGMA page_size")) or 0
        db.session.remove()
        return int((pages - free) * size)
