"""The first cases of the harness of banks, each time; `make faults` goes on from there."""

from __future__ import annotations

import random
from pathlib import Path

from app.formats.registry import FORMATS
from tests.bench.servers import ROOT
from tests.faults.banks import Case, Worker, case
from tests.faults.image_cases import images


def test_the_first_hundred_files_are_taken_whole_or_refused_kindly(tmp_path: Path) -> None:
    worker = Worker(ROOT, tmp_path)
    try:
        replies = {number: worker.ask(case(number)) for number in range(100)}
    finally:
        worker.stop()
    assert {number: one["fault"] for number, one in replies.items() if one["fault"]} == {}
    taken = sum(one["taken"] for one in replies.values())
    assert 20 <= taken <= 80, "a harness that sees only one side shows nothing"


def test_the_same_number_gives_the_same_file() -> None:
    for number in range(30):
        one, again = case(number), case(number)
        if not one.data.startswith(b"PK"):  # A package holds the time of its making.
            assert (one.data, one.how, one.file) == (again.data, again.how, again.file)


def test_every_format_and_kind_has_its_turn() -> None:
    seen = [case(number) for number in range(160)]
    assert {one.how.split()[-1] for one in seen} >= {*FORMATS, "image", "roster"}


def test_what_raises_is_a_fault_and_what_is_refused_is_none(tmp_path: Path) -> None:
    worker = Worker(ROOT, tmp_path)
    try:
        raised = worker.ask(Case("roster", b"x", "planted", list="nothing"))
        refused = worker.ask(Case("bank", b"x", "planted", format="no such format"))
    finally:
        worker.stop()
    assert "KeyError" in raised["fault"]
    assert refused["fault"] == ""


def test_images_are_of_many_sorts() -> None:
    made = images(random.Random(1))
    heads = {next(made)[:4] for _ in range(30)}
    assert {b"\x89PNG", b"GIF8", b"RIFF"} <= heads
