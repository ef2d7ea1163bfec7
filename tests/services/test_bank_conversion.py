from __future__ import annotations

from pathlib import Path

import pytest

from app.domain.bank_losses import PlaceUnit
from app.services import bank_conversion
from tests.bank_strategies import canary_bank

GIFT = "::mot::Một? {=x ~y}\n\nHãy viết {}\n".encode()


def test_a_bank_is_converted_with_what_was_lost_on_both_ways() -> None:
    done = bank_conversion.convert(GIFT, None, "aiken", file_name="đề 1.gift")
    assert done.data == b"M\xe1\xbb\x99t?\nA. x\nB. y\nANSWER: A\n\n"
    assert [(loss.line, loss.code) for loss in done.read_losses] == [(3, "essay")]
    assert [loss.code for loss in done.write_losses] == ["bank.slug", "bank.title"]


def test_an_unnamed_bank_is_named_after_its_file() -> None:
    read = bank_conversion.read_any(GIFT, "Đề thi số_1.gift")
    assert read.bank is not None
    assert (read.bank.slug, read.bank.title) == ("de-thi-so-1", "Đề thi số 1")


def test_a_refused_file_gives_no_bytes_but_its_problems() -> None:
    done = bank_conversion.convert(b"x {=a ~b", "gift", "yaml")
    assert (done.data, done.bank) == (None, None)
    assert [problem.code for problem in done.problems] == ["gift.braces"]


@pytest.mark.parametrize(
    ("data", "name", "code"),
    [
        (b"\xd0\xcf\x11\xe0", "de.doc", "file.old_office"),
        (b"hello", "hello.bin", "file.unknown_format"),
    ],
)
def test_a_file_of_no_known_format_is_refused(data: bytes, name: str, code: str) -> None:
    read = bank_conversion.read_any(data, name)
    assert [problem.code for problem in read.problems] == [code]


@pytest.mark.parametrize("name", bank_conversion.format_names())
def test_every_format_is_known_by_its_ending_and_its_bytes(name: str) -> None:
    done = bank_conversion.FORMATS[name].write(canary_bank())
    assert bank_conversion.guess_format(done.data, "x")
    assert bank_conversion.format_for(f"x{bank_conversion.FORMATS[name].ending}")


def test_places_of_a_sheet_are_told_as_cells() -> None:
    read = bank_conversion.read_any("Câu hỏi,A,B,Đáp án\nx,a,b,E\n".encode(), "a.csv")
    assert read.unit is PlaceUnit.CELL


def test_nothing_is_written_of_a_refused_file(tmp_path: Path) -> None:
    source, target = tmp_path / "a.gift", tmp_path / "b.yaml"
    source.write_bytes(b"x {=a ~b")
    bank_conversion.convert_file(source, target, None, "yaml")
    assert not target.exists()
