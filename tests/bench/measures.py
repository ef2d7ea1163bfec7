"""What is measured: each gives lines with a value, what it is set against, and whether it holds."""

from __future__ import annotations

import json
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.bench import stage as stages
from tests.bench.load import Connection, Load, drive, pace, request
from tests.bench.servers import gunicorn
from tests.bench.stage import SLUG, Sitting, Stage

OURS = ("--config", "deploy/gunicorn.py")
CONNECTIONS = 16


@dataclass(frozen=True, slots=True)
class Scale:
    """How much is measured."""

    seconds: float
    rounds: int
    participations: int
    starts: int
    saves_a_second: int
    burst_seconds: float
    people: int
    questions: int


SCALES = {
    "small": Scale(2, 2, 40, 100, 60, 5, 2_000, 2_000),
    "full": Scale(8, 5, 300, 3_000, 300, 60, 200_000, 10_000),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One figure; `holds` None where the scale is too small to judge."""

    what: str
    value: float
    unit: str
    target: str
    holds: bool | None
    note: str = ""


def saves(stage: Stage, scale: Scale) -> Iterator[Line]:
    """Durable saves through the real app beside a bare endpoint on the same server."""
    bare_environment = {"BARE_DATABASE": str(stage.folder / "bare.sqlite3")}
    same = ("--workers", "2", "--worker-class", "gthread", "--threads", "8")
    ratios, ours_rates, bare_rates, cpu = [], [], [], []
    with (
        gunicorn("wsgi:app", stage.environment, *OURS, tree=stage.tree) as ours,
        gunicorn("tests.bench.bare:app", bare_environment, *same, tree=stage.tree) as bare,
    ):
        papers = 2 + int(scale.seconds)  # Enough for each connection in a round.
        sittings = stage.sittings(CONNECTIONS * papers * (scale.rounds + 1))
        for number in range(scale.rounds + 1):  # The first round warms up.
            first = number * CONNECTIONS * papers
            mine = [
                sittings[first + place * papers : first + (place + 1) * papers]
                for place in range(CONNECTIONS)
            ]
            begun = ours.cpu_seconds()
            real = drive(ours.port, [stages.saves(one) for one in mine], seconds=scale.seconds)
            used = ours.cpu_seconds() - begun
            plain = drive(bare.port, [_bare(number, one[0]) for one in mine], seconds=scale.seconds)
            if number:
                ratios.append(real.rate / plain.rate)
                ours_rates.append(real.rate)
                bare_rates.append(plain.rate)
                cpu.append(used * 1000 / max(1, len(real.latencies)))
            assert not real.failures, real.failures
    ratio = statistics.median(ratios)
    note = f"{statistics.median(ours_rates):.0f}/s beside {statistics.median(bare_rates):.0f}/s"
    yield Line("save ÷ bare insert", ratio, "", "≥ 0.7", ratio >= 0.7, note)
    yield Line("CPU of a save", statistics.median(cpu), "ms", "", None)


def _bare(number: int, sitting: Sitting) -> Iterator[bytes]:
    _, attempt, answers = sitting
    seq = 0
    while True:
        question, response = answers[seq % len(answers)]
        seq += 1
        entry = {"seq": seq, "question": question, "response": response}
        body = json.dumps({"answers": [entry], "known": seq - 1}).encode()
        yield request("PUT", f"/bare/{number * 10**6 + attempt}", body=body)


def participations(stage: Stage, scale: Scale) -> Iterator[Line]:
    """CPU of a whole participation: start, 20 saves, submit; all the server's processes."""
    tokens = stage.tokens(scale.participations)
    with gunicorn("wsgi:app", stage.environment, *OURS, tree=stage.tree) as server:
        links = [Connection(server.port) for _ in range(4)]
        _participate(links[0], stage.tokens(1)[0])
        begun = server.cpu_seconds()
        for number, token in enumerate(tokens):
            _participate(links[number % len(links)], token)
        used = (server.cpu_seconds() - begun) * 1000 / len(tokens)
    yield Line("CPU of a participation", used, "ms", "≤ 25 ms", used <= 25)


def _participate(link: Connection, token: str) -> None:
    start = request("POST", f"/api/v1/contests/{SLUG}/attempts", token=token)
    status, body = link.ask(start)
    assert status == 201, status
    paper = json.loads(body)
    for seq in range(1, 21):
        one = paper["questions"][(seq - 1) % len(paper["questions"])]
        response = one["options"][0]["id"] if one["type"] == "single" else None
        status, _ = link.ask(stages.save(token, paper["id"], seq, one["id"], response))
        assert status == 200, status
    status, _ = link.ask(request("POST", f"/api/v1/attempts/{paper['id']}/submission", token=token))
    assert status == 200, status


def burst(stage: Stage, scale: Scale) -> Iterator[Line]:
    """The opening minute: starts and saves together, all from one address."""
    tokens = stage.tokens(scale.starts)
    starts = [request("POST", f"/api/v1/contests/{SLUG}/attempts", token=one) for one in tokens]
    streams = [stages.saves([one]) for one in stage.sittings(64)]
    count = int(scale.saves_a_second * scale.burst_seconds)
    answers = [next(streams[place % len(streams)]) for place in range(count)]
    with gunicorn("wsgi:app", stage.environment, *OURS, tree=stage.tree) as server:
        found = _together(
            lambda: pace(server.port, starts, rate=scale.starts / scale.burst_seconds,
                         connections=CONNECTIONS),
            lambda: pace(server.port, answers, rate=scale.saves_a_second, connections=CONNECTIONS),
        )  # fmt: skip
    began, saved = found
    failures = sum(began.failures.values()) + sum(saved.failures.values())
    note = f"{len(began.latencies)} starts, {len(saved.latencies)} saves"
    yield Line("burst: errors", failures, "", "0", failures == 0, note)
    p99 = saved.percentile(0.99)
    yield Line("burst: save p99", p99, "ms", "≤ 300 ms", p99 <= 300)
    p99 = began.percentile(0.99)
    yield Line("burst: start p99", p99, "ms", "≤ 2000 ms", p99 <= 2000)


def _together(*jobs: Callable[[], Load]) -> list[Load]:
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(len(jobs)) as pool:
        return [one.result() for one in [pool.submit(job) for job in jobs]]


def boards(stage: Stage, scale: Scale) -> Iterator[Line]:
    """Board pages, the API and the own rank, with many results stored."""
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "demo", "fill"]
    given = ["--people", str(scale.people), "--attempts", str(scale.people * 5 // 2)]
    begun = time.perf_counter()
    import os

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


def bank(stage: Stage, scale: Scale) -> Iterator[Line]:
    """Checking and importing a large bank, in a process of its own."""
    path = stage.folder / "large.yaml"
    path.write_text(_large_bank(scale.questions), encoding="utf-8")
    limits = {"check": 3.0, "import": 6.0}
    for act, limit in limits.items():
        seconds, megabytes = _run_bank(stage, act, path)
        limit = limit * scale.questions / 10_000
        judged = scale.questions >= 10_000
        target = f"≤ {limit:.1f} s"
        yield Line(
            f"bank {act}, {scale.questions} questions", seconds, "s CPU", target,
            seconds <= limit if judged else None, f"{megabytes:.0f} MB",
        )  # fmt: skip


def _large_bank(count: int) -> str:
    lines = ["format: 1", "bank: lon", "title: Ngân hàng lớn", "language: vi", "questions:"]
    for number in range(count):
        lines += [
            f"  - id: q{number}",
            "    type: single",
            f'    text: "Câu hỏi số {number} về chuyển đổi số là gì?"',
            "    options:",
            f"      - {{id: a, text: Đúng {number}, correct: true}}",
            f"      - {{id: b, text: Sai {number}}}",
            f"      - {{id: c, text: Khác {number}}}",
            f"    explanation: Vì {number}.",
            "    source: Quyết định 749/QĐ-TTg ngày 03/6/2020",
        ]
    return "\n".join(lines) + "\n"


def _run_bank(stage: Stage, act: str, path: Path) -> tuple[float, float]:
    """CPU seconds and peak memory of a command, less those of one that does nothing."""
    import os

    def cost(*arguments: str) -> tuple[float, float]:
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        command = [sys.executable, "-m", "flask", "--app", "wsgi", *arguments]
        subprocess.run(
            command, cwd=stage.tree, check=True, stdout=subprocess.DEVNULL,
            env={**os.environ, **stage.environment},
        )  # fmt: skip
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        return seconds, after.ru_maxrss / 1024

    idle, _ = cost("contest", "list")
    seconds, megabytes = cost("bank", act, str(path))
    return seconds - idle, megabytes


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
    "bank": bank,
    "cold_start": cold_start,
    "boards": boards,
}
