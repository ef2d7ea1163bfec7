"""`python -m tests.faults`: each harness first catches its planted faults, then is believed."""

from __future__ import annotations

import argparse
import importlib
import json
import pkgutil
import tempfile
import time
from dataclasses import asdict
from pathlib import Path

from rich.console import Console
from rich.table import Table

import tests.faults
from tests.bench.servers import copy_tree
from tests.faults.catching import Catch, Harness, catch_all, for_scale, soundness
from tests.faults.mutants import all_mutants, areas
from tests.faults.results import Result

SCALES = ("small", "full")
WORDS = {True: "[green]caught[/]", False: "[red]MISSED[/]", None: "not tried"}
CONSOLE = Console()


def harnesses() -> dict[str, Harness]:
    """Every module here that has a function `harness`, by its name."""
    found: dict[str, Harness] = {}
    for module in sorted(one.name for one in pkgutil.iter_modules(tests.faults.__path__)):
        if not module.startswith(("_", "test_")):
            harness = getattr(importlib.import_module(f"tests.faults.{module}"), "harness", None)
            if harness is not None:
                found[module] = harness
    return found


def main() -> int:
    """Exit 0 when every planted fault was caught and every promise was kept."""
    given = _arguments()
    catches: list[Catch] = []
    results: list[Result] = []
    sound = True
    with tempfile.TemporaryDirectory(prefix="thiso-faults-") as folder:
        if given.mutants:
            sound = _catch(given, Path(folder), catches)
        if given.harnesses:
            _try(given, Path(folder), results)
    print_results(results)
    tried = [one for one in catches if one.caught is not None]
    if given.mutants:
        caught = sum(one.caught is True for one in tried)
        CONSOLE.print(
            f"planted faults caught: {caught} of {len(tried)};"
            f" {len(catches) - len(tried)} could not be tried here"
        )
    if given.json:
        report = {
            "scale": given.scale,
            "results": [{**asdict(one), "bound": one.bound} for one in results],
            "mutants": [asdict(one) for one in catches],
        }
        Path(given.json).write_text(json.dumps(report, ensure_ascii=False, indent=2))
    kept = all(one.holds or one.skipped for one in results)
    return 0 if sound and kept and all(one.caught for one in tried) else 1


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make faults")
    parser.add_argument("--scale", choices=SCALES, default="small")
    parser.add_argument("--only", nargs="*", metavar="NAME", help="harnesses, or planted faults")
    parser.add_argument("--json", metavar="FILE")
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--mutants-only", dest="harnesses", action="store_false")
    which.add_argument("--no-mutants", dest="mutants", action="store_false")
    given = parser.parse_args()
    known = {*harnesses(), *(one.name for one in all_mutants())}
    if unknown := [name for name in given.only or () if name not in known]:
        parser.error(f"unknown: {', '.join(unknown)}; there are {', '.join(sorted(known))}")
    return given


def _catch(given: argparse.Namespace, folder: Path, catches: list[Catch]) -> bool:
    mutants = for_scale(areas(), given.scale)
    if given.only:
        wanted = set(given.only)
        mutants = [one for one in all_mutants() if wanted & {one.name, one.caught_by}]
    problem = soundness(mutants, folder)
    if problem:
        CONSOLE.print(problem, markup=False)
    for one in catch_all(mutants, harnesses(), folder):
        catches.append(one)
        CONSOLE.print(f"planted {one.name}: {WORDS[one.caught]}", end=" ")
        CONSOLE.print(one.note, markup=False, highlight=False, soft_wrap=True)
    return not problem


def _try(given: argparse.Namespace, folder: Path, results: list[Result]) -> None:
    tree = copy_tree(folder / "real")
    for name, harness in harnesses().items():
        if given.only and name not in given.only:
            continue
        place = folder / f"{name}-place"
        place.mkdir()
        begun = time.monotonic()
        try:
            result = harness(tree, place, given.scale)
        except Exception as error:
            CONSOLE.print_exception()
            result = Result(name, 1, 1, f"{type(error).__name__}: {error}")
        results.append(result)
        CONSOLE.print(
            f"{name}: {result.failed} of {result.tried} failed"
            f" ({time.monotonic() - begun:.0f} s) {result.note}",
            markup=False, highlight=False, soft_wrap=True,
        )  # fmt: skip


def print_results(results: list[Result]) -> None:
    """The table: what was tried, how often it failed, and what that bounds."""
    if not results:
        return
    table = Table("harness", "tried", "failed", "at most (95 %)", "note")
    for one in results:
        bound = "not tried" if one.skipped else f"{one.bound:.2g}"
        mark = "[red]" if not (one.holds or one.skipped) else ""
        table.add_row(one.name, f"{one.tried:,}", f"{mark}{one.failed:,}", bound, one.note)
    CONSOLE.print(table)


if __name__ == "__main__":
    raise SystemExit(main())
