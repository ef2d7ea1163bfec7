"""Requests whose last bytes arrive together: rules hold, and the receipt is the truth.

The verdict comes from the database afterwards, and from what each of them was told.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from tests.bench.stage import stage
from tests.faults import race_acts, race_answers, race_starts
from tests.faults.postgres import postgres
from tests.faults.race_scene import Race, Scene, scene
from tests.faults.results import Result
from tests.faults.serving import serving

TRIALS = {"small": 5, "full": 150}
RACES: dict[str, Race] = {
    "double submit": race_answers.double_submit,
    "save against submit": race_answers.save_against_submit,
    "two devices, one number": race_answers.two_devices,
    "start twice": race_starts.start_twice,
    "start over the cap": race_starts.start_over_the_cap,
    "start against submit": race_starts.start_against_submit,
    "one phone registers twice": race_starts.register_twice,
    "one correction approved twice": race_acts.approve_twice,
    "lots drawn twice": race_acts.draw_twice,
}


def harness(tree: Path, folder: Path, scale: str) -> Result:
    """The races on SQLite."""
    return _run("races", tree, folder, f"sqlite:///{folder}/faults.sqlite3", TRIALS[scale])


def harness_postgresql(tree: Path, folder: Path, scale: str) -> Result:
    """The races on PostgreSQL."""
    with postgres() as database:
        return _run("races_postgresql", tree, folder, database.url, TRIALS[scale])


def _run(name: str, tree: Path, folder: Path, url: str, trials: int) -> Result:
    made = stage(folder, url, migrations=tree / "migrations")
    with serving(made, tree) as server:
        set_ = scene(made, server.port)
        wrong = {what: _repeat(set_, race, trials) for what, race in RACES.items()}
    tried = trials * len(RACES)
    said = "; ".join(f"{what}: {problems[0]}" for what, problems in wrong.items() if problems)
    note = said or f"{trials} of each of {len(RACES)} races, {url.partition(':')[0]}"
    return Result(name, tried, sum(map(len, wrong.values())), note)


def _repeat(set_: Scene, race: Callable[[Scene], str], trials: int) -> list[str]:
    """What was wrong in those trials in which something was."""
    found = []
    for _ in range(trials):
        problem = race(set_)
        if problem:
            found.append(problem)
        time.sleep(0.01)
    return found
