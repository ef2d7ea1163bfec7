"""Files of questions, pictures and lists, by a grammar and by accident: none hurts.

Every case has a number and comes again from it: `python -m tests.faults.banks NUMBER FILE`
writes what was read as case NUMBER.
"""

from __future__ import annotations

import io
import json
import random
import selectors
import subprocess
import sys
import time
from collections import Counter
from dataclasses import asdict, dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl

from app.formats.bank_yaml import read as read_yaml
from app.formats.registry import FORMATS
from tests import naughty
from tests.bench.servers import ROOT
from tests.faults import bank_grammar, bank_mutations
from tests.faults.image_cases import images
from tests.faults.results import Result

SECONDS = {"small": 60.0, "full": 3_600.0}
SEED = 7
_PATIENCE = 90.0
_RESTING_MEGABYTES = 110
_FIXTURES = ROOT / "tests" / "formats" / "data"
_FILES = ("de-thi", "Đề thi số 1.docx", "../../x.yaml", "=1+1.xlsx", "a.csv", "b.gift", "c.txt",
          "\u202ecod.exe", "<img src=x>.xml", "x" * 300, "", ".", "a\nb.zip")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Case:
    """One file and how it is to be read; an empty `format` is guessed, `to` is written."""

    kind: str
    data: bytes = field(repr=False)
    how: str
    file: str = "x"
    format: str = ""
    legacy: str = ""
    to: str = "yaml"
    list: str = "people"


def case(number: int, seed: int = SEED) -> Case:
    """The case of that number."""
    chance = random.Random(f"{seed} {number}")
    roll = chance.random()
    if roll < 0.1:
        return Case("image", next(images(chance)), "image")
    if roll < 0.18:
        data = bank_mutations.package(_roster(chance), chance)
        return Case("roster", data, "roster", list=chance.choice(("people", "units")))
    if roll < 0.3:
        how, name, data = "nearly", "yaml", bank_grammar.nearly(chance)
    else:
        how, name, data = _of_a_format(chance)
    return Case(
        "bank",
        data,
        f"{how} {name}",
        file=chance.choice(_FILES),
        format=name if chance.random() < 0.7 else "",
        legacy=chance.choice(("", "", "auto", "TCVN3", "VNI")),
        to=chance.choice(tuple(FORMATS)),
    )


def _of_a_format(chance: random.Random) -> tuple[str, str, bytes]:
    name = chance.choice(tuple(FORMATS))
    if chance.random() < 0.5:
        name, data = chance.choice(_samples())
    else:
        data = FORMATS[name].write(bank_grammar.bank(chance)).data
    if chance.random() < 0.15:
        return "valid", name, data
    if data.startswith(b"PK"):
        return "package", name, bank_mutations.package(data, chance)
    if chance.random() < 0.1:
        others = [sample for _, sample in _samples()]
        return "spliced", name, bank_mutations.splice(data, chance, others)
    for _ in range(chance.choice((1, 1, 1, 2, 4))):
        change = chance.choice(bank_mutations.PLAIN)
        data = change(data, chance)
    return change.__name__, name, data


@cache
def _samples() -> list[tuple[str, bytes]]:
    """Real files and the questions of the province, in each format."""
    found = [
        (name, path.read_bytes())
        for folder, name in (("gift", "gift"), ("moodle", "moodle-xml"), ("qti", "qti"))
        for path in sorted((_FIXTURES / folder).iterdir())
    ]
    text = (ROOT / "questions" / "ky-nang-so.yaml").read_bytes()
    bank = read_yaml(text, image_exists=lambda file: True).bank
    assert bank is not None
    found += [(name, format_.write(bank).data) for name, format_ in FORMATS.items()]
    return found


def _roster(chance: random.Random) -> bytes:
    book = openpyxl.Workbook()
    rows: list[tuple[object, ...]] = [("Họ và tên", "Số điện thoại", "Mã", "Tên", "Số người")]
    for _ in range(chance.randint(0, 20)):
        rows.append((*(_cell(chance) for _ in range(4)), chance.choice((5, -1, 1e300, True, None))))
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _cell(chance: random.Random) -> str:
    text = chance.choice(naughty.ALL)
    return "".join(sign for sign in text if sign >= " " or sign in "\n\t")[:32_000]


class Worker:
    """The process that reads, started again when it has died or grown."""

    def __init__(self, tree: Path, folder: Path) -> None:
        self._tree, self._errors = tree, folder / "worker.log"
        self._start()

    def _start(self) -> None:
        command = [sys.executable, "-m", "tests.faults.bank_worker"]
        with self._errors.open("ab") as errors:
            self._process = subprocess.Popen(
                command, cwd=self._tree, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                stderr=errors,
            )  # fmt: skip

    def ask(self, one: Case) -> dict[str, Any]:
        """What came of a case; what is slow or heavy must be so twice, the second time alone."""
        reply = self._ask(one)
        if "seconds" in reply and reply["fault"]:
            self._again()
            reply = self._ask(one)
        if reply.get("resting", _RESTING_MEGABYTES) >= _RESTING_MEGABYTES:
            self._again()
        return reply

    def _ask(self, one: Case) -> dict[str, Any]:
        head = {name: value for name, value in asdict(one).items() if name != "data"}
        line = json.dumps({**head, "length": len(one.data)}).encode() + b"\n"
        given, told = self._process.stdin, self._process.stdout
        assert given is not None
        assert told is not None
        try:
            given.write(line + one.data)
            given.flush()
        except BrokenPipeError:
            return {"fault": "the process died"}
        with selectors.DefaultSelector() as selector:
            selector.register(told, selectors.EVENT_READ)
            ready = selector.select(_PATIENCE)
        reply = told.readline() if ready else b""
        return json.loads(reply) if reply else {"fault": "the process died, or never ended"}

    def _again(self) -> None:
        self.stop()
        self._start()

    def stop(self) -> None:
        """End the process."""
        self._process.kill()
        self._process.communicate()


def harness(tree: Path, folder: Path, scale: str) -> Result:
    """Read files until the time is over; every failure is named by its number."""
    worker, seen, faults = Worker(tree, folder), Counter[str](), []
    end, number, taken = time.monotonic() + SECONDS[scale], 0, 0
    try:
        while time.monotonic() < end:
            one = case(number)
            reply = worker.ask(one)
            seen[one.how.split()[-1]] += 1
            taken += bool(reply.get("taken"))
            if reply["fault"]:
                last = str(reply["fault"]).strip().splitlines()[-1]
                faults.append(f"case {number} ({one.how}): {last[:300]}")
            number += 1
    finally:
        worker.stop()
    kinds = ", ".join(f"{name} {count}" for name, count in sorted(seen.items()))
    note = "; ".join([f"{taken} were taken and went round, the others refused ({kinds})",
                      *faults[:10]])  # fmt: skip
    return Result("banks", number, len(faults), note)


def main() -> None:
    """Write one case to a file and say how it is read."""
    found = case(int(sys.argv[1]))
    Path(sys.argv[2]).write_bytes(found.data)
    print(found)


if __name__ == "__main__":
    main()
