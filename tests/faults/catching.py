"""Whether each planted fault is caught, by tests run in its copy or by a harness against it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from tests.bench.servers import copy_tree
from tests.faults.mutants import Mutant
from tests.faults.results import Result

Harness = Callable[[Path, Path, str], Result]
AT_ONCE = 2
SERVER_MUTANTS_OF_AN_AREA = 2
PATIENCE = 600
TESTS_FAILED = 1
"""pytest's exit code: all ran and some failed. Others mean that nothing was shown."""


@dataclass(frozen=True, slots=True)
class Catch:
    """Whether a planted fault was caught, None where it could not be tried; what was seen."""

    name: str
    by: str
    caught: bool | None
    note: str


def for_scale(areas: Mapping[str, Sequence[Mutant]], scale: str) -> list[Mutant]:
    """Those tried at this scale. When small: all that tests catch, and of each area two that
    harnesses catch, the first of each harness."""
    found: list[Mutant] = []
    for mutants in areas.values():
        by_harness: dict[str, Mutant] = {}
        for one in mutants:
            if not one.tests:
                by_harness.setdefault(one.caught_by, one)
        few = list(by_harness.values())[:SERVER_MUTANTS_OF_AN_AREA]
        found += [one for one in mutants if scale != "small" or one.tests or one in few]
    return found


def soundness(mutants: Iterable[Mutant], folder: Path) -> str:
    """Empty when all the tests that are to catch something pass as long as nothing is planted."""
    tests = sorted({test for one in mutants for test in one.tests})
    if not tests:
        return ""
    tree = copy_tree(folder / "unchanged")
    code, said = _pytest(tree, tests, "-n", str(AT_ONCE))
    shutil.rmtree(tree)
    return "" if code == 0 else f"pytest ended with {code} without any planted fault:\n{said}"


def catch_all(
    mutants: Sequence[Mutant], harnesses: Mapping[str, Harness], folder: Path
) -> Iterator[Catch]:
    """Try each; tests a few at once, harnesses one after the other."""
    by_tests = [one for one in mutants if one.tests]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        yield from pool.map(lambda one: _by_tests(one, folder), by_tests)
    for one in mutants:
        if not one.tests:
            yield _by_harness(one, harnesses, folder)


def _by_tests(mutant: Mutant, folder: Path) -> Catch:
    try:
        tree = mutant.plant(folder)
    except ValueError as error:
        return Catch(mutant.name, mutant.caught_by, False, str(error))
    code, said = _pytest(tree, mutant.tests, "-n0", "-x")
    shutil.rmtree(tree, ignore_errors=True)
    caught = code == TESTS_FAILED
    note = said.strip().splitlines()[-1] if said.strip() else ""
    return Catch(mutant.name, mutant.caught_by, caught, note if caught else f"{code}: {note}")


def _by_harness(mutant: Mutant, harnesses: Mapping[str, Harness], folder: Path) -> Catch:
    harness = harnesses.get(mutant.caught_by)
    if harness is None:
        return Catch(mutant.name, mutant.caught_by, False, "no such harness")
    try:
        tree = mutant.plant(folder)
    except ValueError as error:
        return Catch(mutant.name, mutant.caught_by, False, str(error))
    place = folder / f"{mutant.name}-place"
    place.mkdir()
    try:
        result = harness(tree, place, "small")
    except Exception as error:
        # A server that does not start is no proof that the harness sees anything.
        return Catch(mutant.name, mutant.caught_by, False, f"{type(error).__name__}: {error}")
    finally:
        shutil.rmtree(tree, ignore_errors=True)
        shutil.rmtree(place, ignore_errors=True)
    note = f"{result.failed} of {result.tried}; {result.note}"
    caught = None if result.skipped else result.failed > 0
    return Catch(mutant.name, mutant.caught_by, caught, note)


def _pytest(tree: Path, tests: Sequence[str], *options: str) -> tuple[int, str]:
    with tempfile.TemporaryDirectory(prefix="thiso-faults-pytest-") as temporary:
        command = [
            sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--no-header",
            "--tb=no", "--basetemp", f"{temporary}/base", *options, *tests,
        ]  # fmt: skip
        environment = {**os.environ, "THISO_DATABASES": "sqlite"}
        environment.pop("PROMETHEUS_MULTIPROC_DIR", None)
        try:
            done = subprocess.run(
                command, cwd=tree, env=environment, capture_output=True, text=True,
                timeout=PATIENCE, check=False,
            )  # fmt: skip
        except subprocess.TimeoutExpired:
            return 124, f"nothing for {PATIENCE} s"
        return done.returncode, done.stdout + done.stderr
