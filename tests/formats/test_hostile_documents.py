"""Files made to hurt: each is refused in time and memory, in a process of its own."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from app.formats import xml_tree, zip_guard
from tests.formats import hostile_documents

pytestmark = pytest.mark.long
SECONDS = 2.0
MEGABYTES = 256

RUN = """
import json, sys, time
from app.formats.bank_naming import Naming
from app.formats.bank_source import Source
from app.formats.registry import FORMATS
data = open(sys.argv[2], "rb").read()
start = time.process_time()
read = FORMATS[sys.argv[1]].read(data, Source(Naming("a", "A"), legacy="auto"))
spent = time.process_time() - start
status = open("/proc/self/status").read()
peak = int(status.split("VmHWM:")[1].split()[0]) // 1024
codes = sorted({p.code for p in read.problems if p.severity == "error"})
print(json.dumps([read.bank is None, codes, spent, peak]))
"""


@pytest.mark.parametrize(
    ("name", "format", "make", "code"),
    hostile_documents.CASES,
    ids=[case[0] for case in hostile_documents.CASES],
)
def test_a_hostile_file_is_refused_in_time_and_memory(
    name: str, format: str, make: hostile_documents.Maker, code: str, tmp_path: Path
) -> None:
    file = tmp_path / "hostile"
    file.write_bytes(make())
    refused, codes, seconds, megabytes = read_alone(format, file)
    if seconds > SECONDS:  # A machine that does much else makes its caches cold: once more.
        refused, codes, seconds, megabytes = read_alone(format, file)
    assert refused
    assert code in codes
    assert seconds <= SECONDS
    assert megabytes <= MEGABYTES


def read_alone(format: str, file: Path) -> list[Any]:
    """Whether it was refused, the codes, seconds of CPU and megabytes, in a process of its own."""
    command = [sys.executable, "-c", RUN, format, str(file)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    found: list[Any] = json.loads(done.stdout)
    return found


@pytest.mark.parametrize(
    "text",
    [
        '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
        '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>',
        '<!DOCTYPE a SYSTEM "http://127.0.0.1/x.dtd"><a/>',
        "<!DOCTYPE a><a/>",
    ],
)
def test_entities_and_external_parts_are_forbidden(text: str) -> None:
    with pytest.raises(xml_tree.XmlRefused) as refused:
        xml_tree.parse(text.encode())
    assert refused.value.problem.code == "xml.forbidden"


def test_a_file_that_unpacks_to_much_is_refused() -> None:
    bomb = hostile_documents.zipped(("a.xml", b" " * 3_000_000), packed=True)
    with pytest.raises(zip_guard.ZipRefused) as refused:
        zip_guard.open_package(bomb)
    assert refused.value.problem.code == "zip.bomb"
