"""`python -m tests.bench`: runs the measures and prints one table, or JSON beside it."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path

from rich.console import Console
from rich.table import Table

from tests.bench.lines import SCALES, Line
from tests.bench.measures import MEASURES
from tests.bench.stage import stage


def main() -> int:
    """Exit 1 when a figure at full scale does not hold; a small run only shows that it runs."""
    parser = argparse.ArgumentParser(prog="make bench")
    parser.add_argument("--scale", choices=SCALES, default="small")
    parser.add_argument("--only", choices=MEASURES, nargs="*", default=list(MEASURES))
    parser.add_argument("--json", type=Path, help="write the figures here too")
    given = parser.parse_args()
    lines: list[Line] = []
    for name in given.only:
        with tempfile.TemporaryDirectory(prefix="thiso-bench-") as folder:
            place = stage(Path(folder), f"sqlite:///{folder}/bench.sqlite3")
            for line in MEASURES[name](place, SCALES[given.scale]):
                lines.append(line)
                print(f"  {line.what}: {line.value:.2f} {line.unit}", file=sys.stderr, flush=True)
    Console(width=110).print(table(lines, given.scale))
    if given.json:
        given.json.write_text(json.dumps([asdict(one) for one in lines], ensure_ascii=False))
    missed = any(line.holds is False for line in lines)
    return 1 if missed and given.scale == "full" else 0


def table(lines: list[Line], scale: str) -> Table:
    """The figures as people read them."""
    made = Table(title=f"make bench, scale {scale}")
    for heading in ("figure", "value", "target", "", "note"):
        made.add_column(heading)
    for line in lines:
        mark = {True: "holds", False: "MISSED", None: "–"}[line.holds]
        made.add_row(line.what, f"{line.value:.2f} {line.unit}", line.target, mark, line.note)
    return made


if __name__ == "__main__":
    raise SystemExit(main())
