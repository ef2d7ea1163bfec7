"""The answering path: saves beside the bare limit, participations, the opening minute, a flood."""

from __future__ import annotations

import json
import statistics
from collections.abc import Callable, Iterator

from tests.bench import stage as stages
from tests.bench.lines import Line, Scale
from tests.bench.load import Connection, Load, drive, pace, request
from tests.bench.servers import OURS, gunicorn
from tests.bench.stage import SLUG, Sitting, Stage

CONNECTIONS = 16
FLOOD = 48
"""Connections that ask for boards as fast as they are answered."""


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
        participate(links[0], stage.tokens(1)[0])
        server.settle()  # What loading costs, it costs once and not for each.
        begun = server.cpu_seconds()
        for number, token in enumerate(tokens):
            participate(links[number % len(links)], token)
        used = (server.cpu_seconds() - begun) * 1000 / len(tokens)
    yield Line("CPU of a participation", used, "ms", "≤ 25 ms", used <= 25)


def participate(link: Connection, token: str) -> None:
    """Start, 20 saves, submission."""
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


def flood(stage: Stage, scale: Scale) -> Iterator[Line]:
    """Saves while everybody looks at the boards: what is shed first, and what it does for saves."""
    streams = [stages.saves([one]) for one in stage.sittings(64)]
    count = int(100 * scale.seconds)

    def answers() -> list[bytes]:
        return [next(streams[place % len(streams)]) for place in range(count)]

    path = f"/contests/{SLUG}/boards/individual"
    with gunicorn("wsgi:app", stage.environment, *OURS, tree=stage.tree) as server:
        calm = pace(server.port, answers(), rate=100, connections=CONNECTIONS)
        looking = [_always(request("GET", path)) for _ in range(FLOOD)]
        boards, saved = _together(
            lambda: drive(server.port, looking, seconds=scale.seconds, good=(200,)),
            lambda: pace(server.port, answers(), rate=100, connections=CONNECTIONS),
        )
    failures = sum(saved.failures.values()) + sum(calm.failures.values())
    shed = boards.failures.pop(503, 0)
    note = f"{len(boards.latencies)} boards served, {shed} shed"
    yield Line("flood of boards: saves failed", failures, "", "0", failures == 0, note)
    others = sum(boards.failures.values())
    yield Line("flood of boards: other errors", others, "", "0", others == 0, str(boards.failures))
    p99 = saved.percentile(0.99)
    note = f"{calm.percentile(0.99):.0f} ms without"
    yield Line("flood of boards: save p99", p99, "ms", "≤ 300 ms", p99 <= 300, note)


def _always(text: bytes) -> Iterator[bytes]:
    while True:
        yield text
