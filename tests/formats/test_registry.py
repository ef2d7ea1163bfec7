from __future__ import annotations

from pathlib import Path

import pytest

from app.formats.bank_yaml import read as read_yaml
from app.formats.registry import FORMATS, guess
from tests.bank_strategies import canary_bank
from tests.formats.reading import source

DATA = Path(__file__).parent / "data"
WRITTEN = {
    "yaml": "yaml", "gift": "gift", "aiken": "aiken", "moodle-xml": "moodle-xml", "qti": "qti",
    "qti21": "qti", "qti22": "qti", "qti30": "qti", "qti12": "qti12", "csv": "csv",
    "xlsx": "xlsx", "docx": "docx",
}  # fmt: skip


@pytest.mark.parametrize("name", FORMATS)
def test_what_we_write_is_recognised_without_its_name(name: str) -> None:
    data = FORMATS[name].write(canary_bank()).data
    assert guess(data, "de-thi") == WRITTEN[name]


@pytest.mark.parametrize("name", FORMATS)
def test_the_bytes_count_more_than_a_wrong_ending(name: str) -> None:
    data = FORMATS[name].write(canary_bank()).data
    if WRITTEN[name] in ("qti", "xlsx", "docx", "moodle-xml", "qti12"):
        assert guess(data, "de-thi.csv") == WRITTEN[name]


@pytest.mark.parametrize(
    ("file", "name"),
    [
        ("qti/canvas.xml", "qti12"),
        ("qti/choice22.xml", "qti"),
        ("qti/multiple30.xml", "qti"),
        ("moodle/bank.xml", "moodle-xml"),
        ("gift/mc1.gift", "gift"),
        ("fifteen_faults.yaml", "yaml"),
    ],
)
def test_real_files_are_recognised_by_their_bytes(file: str, name: str) -> None:
    assert guess((DATA / file).read_bytes(), "x") == name


@pytest.mark.parametrize(
    ("data", "file", "name"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "de.doc", "old-office"),
        (b"hello", "hello.bin", ""),
        ("Câu 1. x\nA. a\nB. b\nĐáp án: A".encode(), "de.txt", "aiken"),
        ("Câu hỏi\tA\tB\tĐáp án\n".encode("utf-16"), "de.txt", "csv"),
        (b"", "rong.gift", "gift"),
        (b"\x89PNG", "x.docx", ""),
    ],
)
def test_endings_and_words_help_where_bytes_say_little(data: bytes, file: str, name: str) -> None:
    assert guess(data, file) == name


@pytest.mark.parametrize("name", FORMATS)
def test_every_reader_answers_nonsense_with_a_problem(name: str) -> None:
    for data in (b"", b"\0" * 100, b"\xff" * 100, b"PK\x03\x04", b"<", b"{", "Ờ🙂".encode()):
        read = FORMATS[name].read(data, source())
        assert read.bank is None
        assert read.problems


@pytest.mark.parametrize("name", FORMATS)
def test_the_real_bank_goes_through_every_format(name: str) -> None:
    file = Path(__file__).parents[2] / "questions" / "chuyen-doi-so.yaml"
    bank = read_yaml(file.read_bytes(), image_exists=lambda image: True).bank
    assert bank is not None
    done = FORMATS[name].write(bank)
    assert "unreadable" not in {loss.code for loss in done.losses}
    back = FORMATS[name].read(done.data, source()).bank
    assert back is not None
    left_out = sum(loss.code.endswith(("left_out", "ambiguous")) for loss in done.losses)
    assert len(back.questions) == len(bank.questions) - left_out
