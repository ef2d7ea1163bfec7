from __future__ import annotations

import csv
from io import StringIO

import pytest
from hypothesis import given, settings

from app.domain.bank_losses import PlaceUnit
from app.domain.questions import Bank
from app.formats import csv_bank
from app.formats.read_bank import ReadBank
from tests.bank_strategies import canary_bank
from tests.formats import round_trips
from tests.formats.reading import errors, losses, questions, right, source
from tests.formats.rich_banks import rich_banks

MAY_LOSE = {"bank.slug", "bank.title", "bank.description", "bank.licence", "bank.topic"}

ROWS = [
    ["STT", "Câu hỏi", "Phương án A", "Phương án B", "Phương án C", "Đáp án", "Độ khó", "Nguồn"],
    ["1", "Ngày Chuyển đổi số?", "10/10", "20/11", "22/12", "A", "Dễ", "QĐ 505"],
    ["2", "Một câu hỏi; có dấu chấm phẩy", "Đúng thế", "Sai", "", "b", "", ""],
]


@settings(max_examples=150, deadline=None)
@given(rich_banks())
def test_what_csv_carries_comes_back_and_the_rest_is_listed(bank: Bank) -> None:
    round_trips.check(bank, csv_bank.write, csv_bank.read, may_lose=MAY_LOSE)


def text_of(separator: str, rows: list[list[str]] = ROWS) -> str:
    output = StringIO()
    csv.writer(output, delimiter=separator).writerows(rows)
    return output.getvalue()


def read(text: str, encoding: str = "utf-8") -> ReadBank:
    return csv_bank.read(text.encode(encoding), source())


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le"])
def test_every_separator_and_encoding_of_excel_is_read(separator: str, encoding: str) -> None:
    found = read(text_of(separator), encoding)
    assert right(found) == [{"10/10"}, {"Sai"}]
    assert questions(found)[1].text == ROWS[2][1]


def test_the_vietnamese_code_page_is_read_with_a_warning() -> None:
    import unicodedata

    marks = "\u0300\u0301\u0303\u0309\u0323"
    apart = ""
    for char in text_of(";"):
        parts = unicodedata.normalize("NFD", char)
        tone = "".join(mark for mark in parts if mark in marks)
        apart += unicodedata.normalize("NFC", "".join(m for m in parts if m not in marks)) + tone
    found = csv_bank.read(apart.encode("cp1258"), source())
    assert questions(found)[0].text == "Ngày Chuyển đổi số?"
    assert "text.encoding_guessed" in {problem.code for problem in found.problems}


def test_western_windows_text_is_read() -> None:
    found = read("question;A;B;answer\r\nÇa va à l'école?;oui;non;A\r\n", "cp1252")
    assert questions(found)[0].text == "Ça va à l'école?"


def test_a_line_that_names_the_separator_is_no_row() -> None:
    found = read("sep=|\n" + text_of("|"))
    assert right(found) == [{"10/10"}, {"Sai"}]


def test_places_are_those_of_the_sheet() -> None:
    rows = [
        *ROWS,
        ["3", "Ba?", "a", "b", "c", "D", "", ""],
        ["4", "Bốn?", "x", "x", "", "A", "9", ""],
    ]
    found = read(text_of(",", rows))
    assert found.unit is PlaceUnit.CELL
    assert errors(found) == [
        (4, 6, "key.unknown"), (5, 4, "options.duplicate"), (5, 7, "field.range"),
    ]  # fmt: skip


def test_a_heading_need_not_be_in_the_first_row_and_unknown_columns_are_listed() -> None:
    rows = [["SỞ KHOA HỌC VÀ CÔNG NGHỆ"], [], [*ROWS[0], "Người soạn"], [*ROWS[1], "Lan"]]
    found = read(text_of(",", rows))
    assert right(found) == [{"10/10"}]
    assert losses(found) == [(3, "column")]


def test_without_a_heading_row_the_file_is_refused() -> None:
    assert errors(read("a,b,c\n1,2,3\n")) == [(1, 1, "table.no_heading")]


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t="])
def test_no_cell_begins_a_formula(sign: str) -> None:
    import dataclasses

    bank = canary_bank()
    evil = dataclasses.replace(bank.questions[0], text=f"{sign}cmd|' /C calc'!A0".strip())
    bank = dataclasses.replace(bank, questions=(evil, *bank.questions[1:]))
    data = csv_bank.write(bank).data
    cells = [c for row in csv.reader(StringIO(data.decode("utf-8-sig"))) for c in row]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
    assert questions(csv_bank.read(data, source()))[0].text == evil.text
