"""The process in which hostile files are read: told a case a line, it says what came of it.

What may come: a bank that goes round through every format, or a refusal in words. An
exception, a broken round trip, more than two seconds or 256 MB is a failure.
"""

from __future__ import annotations

import json
import re
import resource
import signal
import sys
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

from app.domain.bank_codec import bank_from_plain, canonical_json, keys_to_plain, questions_to_plain
from app.domain.bank_problems import Severity
from app.domain.errors import ImageRefused
from app.domain.questions import Bank
from app.formats import bank_yaml, images, roster_xlsx
from app.formats.registry import FORMATS
from app.services import bank_conversion, bank_upload_packing
from app.wording import losses as loss_words
from app.wording.problems import message
from tests.formats import round_trips

SECONDS, MEGABYTES = 2.0, 256
_KILLED_AFTER = 60
_BACKSTOP = 2 * 1024**3
_PEAK = re.compile(r"VmHWM:\s+(\d+)")
_RESTING = re.compile(r"VmRSS:\s+(\d+)")


class _Everything(set[str]):
    """What a round trip may lose: all that it lists. That little is lost is for other tests."""

    def __ge__(self, other: object) -> bool:
        return True


def main() -> None:
    """Answer each case until there are no more."""
    resource.setrlimit(resource.RLIMIT_AS, (_BACKSTOP, _BACKSTOP))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    given, replies = sys.stdin.buffer, sys.stdout
    while line := given.readline():
        case = json.loads(line)
        data = given.read(case["length"])
        signal.alarm(_KILLED_AFTER)
        print(json.dumps(_judged(case, data)), file=replies, flush=True)
        signal.alarm(0)


def _judged(case: dict[str, Any], data: bytes) -> dict[str, Any]:
    Path("/proc/self/clear_refs").write_text("5")  # The peak of memory begins anew.
    start = time.process_time()
    try:
        first = _FIRST[case["kind"]](case, data)
        seconds, megabytes = time.process_time() - start, _status(_PEAK)
        taken = _SECOND[case["kind"]](case, data, first)
    except Exception:
        return {"fault": traceback.format_exc()[-3_000:], "taken": False}
    fault = ""
    if seconds > SECONDS:
        fault = f"{seconds:.1f} s"
    if megabytes > MEGABYTES:
        fault = f"{megabytes} MB"
    return {
        "fault": fault,
        "taken": taken,
        "seconds": seconds,
        "megabytes": megabytes,
        "resting": _status(_RESTING),
    }


def _status(pattern: re.Pattern[str]) -> int:
    found = pattern.search(Path("/proc/self/status").read_text())
    assert found
    return int(found[1]) // 1024


def _read_bank(case: dict[str, Any], data: bytes) -> bank_conversion.ReadBank:
    return bank_conversion.read_any(
        data,
        case["file"],
        case["format"] or None,
        image_exists=lambda file: 1_000,
        legacy=case["legacy"],
    )


def _look_at_bank(case: dict[str, Any], data: bytes, read: bank_conversion.ReadBank) -> bool:
    errors = [one for one in read.problems if one.severity is Severity.ERROR]
    assert (read.bank is None) == bool(errors), "a refusal needs an error, and only a refusal"
    for problem in read.problems:
        for plain in (False, True):
            assert message(problem, read.unit, plain=plain).strip(), problem
    if read.bank is None:
        return False
    for loss in read.losses:
        assert loss_words.message(loss).strip(), loss
    _check_storing(read.bank)
    for name in {"yaml", case["to"], bank_conversion.guess_format(data, case["file"]) or "yaml"}:
        round_trips.check(
            read.bank, FORMATS[name].write, FORMATS[name].read, may_lose=_Everything()
        )
    return True


def _check_storing(bank: Bank) -> None:
    """As it is kept, and as it waits to be confirmed, it is the same bank."""
    questions, keys = (
        json.loads(canonical_json(plain).encode())
        for plain in (questions_to_plain(bank), keys_to_plain(bank))
    )
    assert bank_from_plain(questions, keys) == bank, "the stored bank is another one"
    packed = bank_upload_packing.pack(bank, lambda done, total: None)
    assert bank_upload_packing.unpack(packed) == bank, "the waiting bank is another one"
    back = bank_yaml.read(bank_yaml.write(bank), image_exists=lambda file: True).bank
    assert back == bank, "YAML carries everything"


def _light(case: dict[str, Any], data: bytes) -> images.LightImage | None:
    try:
        return images.lighten(data)
    except ImageRefused:
        return None


def _look_at_image(case: dict[str, Any], data: bytes, light: images.LightImage | None) -> bool:
    if light is None:
        return False
    assert max(light.width / images.WIDEST, light.height / images.TALLEST) <= 1
    kind = {".png": b"\x89PNG\r\n\x1a\n", ".jpg": b"\xff\xd8\xff"}[light.ending]
    assert light.content.startswith(kind)
    assert not any(sign in light.content.lower() for sign in (b"<script", b"<svg", b"<?php"))
    return True


def _roster(case: dict[str, Any], data: bytes) -> object:
    headings = {"people": roster_xlsx.PEOPLE, "units": roster_xlsx.ORGANISATIONS}[case["list"]]
    needed = ("full_name",) if case["list"] == "people" else ("name",)
    try:
        return roster_xlsx.read(data, headings, needed)
    except roster_xlsx.RosterRefused:
        return None


_FIRST: dict[str, Callable[[dict[str, Any], bytes], Any]] = {
    "bank": _read_bank, "image": _light, "roster": _roster,
}  # fmt: skip
_SECOND: dict[str, Callable[[dict[str, Any], bytes, Any], bool]] = {
    "bank": _look_at_bank,
    "image": _look_at_image,
    "roster": lambda case, data, table: table is not None,
}

if __name__ == "__main__":
    main()
