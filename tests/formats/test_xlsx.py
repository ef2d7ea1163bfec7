from __future__ import annotations

import dataclasses
from datetime import datetime
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings

from app.domain.bank_losses import PlaceUnit
from app.domain.questions import Bank
from app.formats import xlsx_read, xlsx_write
from app.formats.read_bank import ReadBank
from tests.bank_strategies import canary_bank
from tests.formats import round_trips
from tests.formats.reading import errors, losses, questions, right, source
from tests.formats.rich_banks import rich_banks

HEAD = ["STT", "Nội dung câu hỏi", "A", "B", "C", "D", "Đáp án đúng", "Chủ đề", "Điểm"]


@settings(max_examples=60, deadline=None)
@given(rich_banks())
def test_a_workbook_carries_everything(bank: Bank) -> None:
    round_trips.check(bank, xlsx_write.write, xlsx_read.read, may_lose=set())


def book(*rows: list[Any], merged: tuple[str, ...] = (), title: str = "Sheet1") -> Any:
    made = openpyxl.Workbook()
    made.active.title = title
    for row in rows:
        made.active.append(row)
    for area in merged:
        made.active.merge_cells(area)
    return made


def read(made: Any) -> ReadBank:
    output = BytesIO()
    made.save(output)
    return xlsx_read.read(output.getvalue(), source())


def test_a_free_layout_is_recognised_by_its_headings() -> None:
    found = read(
        book(
            ["NGÂN HÀNG CÂU HỎI CHUYỂN ĐỔI SỐ NĂM 2025"],
            [],
            HEAD,
            [1, "Ngày Chuyển đổi số?", "10/10", "20/11", "22/12", "26/3", "A", "Thể chế", 2],
            [],
            [2, "Năm nào?", 2020, 2025, 2030, 2045, "C", "Thể chế", 0.5],
            [3, "Những việc nào?", "a1", "b1", "c1", None, "A, C", None, None],
            merged=("A1:I1",),
        )
    )  # fmt: skip
    assert right(found) == [{"10/10"}, {"2030"}, {"a1", "c1"}]
    assert [str(question.points) for question in questions(found)] == ["2", "0.5", "1"]
    assert [question.topic for question in questions(found)] == ["the-che", "the-che", None]
    assert found.losses == ()


def test_english_headings_and_answers_by_number_or_text_are_read() -> None:
    found = read(
        book(
            ["Question", "Option 1", "Option 2", "Option 3", "Answer", "Level", "Explanation"],
            ["One?", "x", "y", "z", 2, "easy", "because"],
            ["Two?", "x", "y", "z", "z", "hard", None],
        )
    )
    assert right(found) == [{"y"}, {"z"}]
    assert [question.difficulty for question in questions(found)] == [2, 4]


def test_options_in_rows_of_their_own_under_a_merged_question_are_read() -> None:
    found = read(
        book(
            ["Câu hỏi", "Phương án", "Đáp án", "Chủ đề"],
            ["Một?", "a", None, "Luật"],
            [None, "b", "x", None],
            [None, "c", None, None],
            ["Hai?", "d", "x", None],
            [None, "e", None, None],
            merged=("A2:A4", "D2:D6", "A5:A6"),
        )
    )
    assert right(found) == [{"b"}, {"d"}]
    assert [question.topic for question in questions(found)] == ["luat", "luat"]


def test_options_together_in_one_cell_are_read() -> None:
    found = read(book(["Câu hỏi", "Các phương án", "Đáp án"], ["Một?", "A. x\nB. y\nC. z", "B"]))
    assert right(found) == [{"y"}]


def test_headings_in_two_rows_are_read_as_one() -> None:
    found = read(
        book(
            ["STT", "Câu hỏi", "Phương án", None, None, "Đáp án"],
            [None, None, "A", "B", "C", None],
            [1, "Một?", "x", "y", "z", "Phương án C"],
            merged=("A1:A2", "B1:B2", "C1:E1", "F1:F2"),
        )
    )
    assert right(found) == [{"z"}]


def test_letters_before_the_options_of_a_row_are_no_text() -> None:
    found = read(book(HEAD[1:7], ["Một?", "A. x", "B. y", None, None, "B. y"]))
    assert right(found) == [{"y"}]


def test_a_heading_across_the_table_names_the_topic_below_it() -> None:
    found = read(
        book(
            ["Câu hỏi", "A", "B", "Đáp án"],
            ["PHẦN I. THỂ CHẾ"],
            ["Một?", "x", "y", "A"],
            merged=("A2:D2",),
        )
    )
    assert questions(found)[0].topic == "phan-i-the-che"


def test_places_are_row_and_column_of_the_cell() -> None:
    found = read(
        book(
            HEAD,
            [1, "Một?", "a", "b", "c", "d", "E", None, None],
            [2, "Hai?", "a", "b", "a", "d", "A", None, "nhiều"],
            [3, None, "a", "b", None, None, "A", None, None],
        )
    )
    assert found.unit is PlaceUnit.CELL
    assert errors(found) == [
        (2, 7, "key.unknown"),
        (3, 5, "options.duplicate"),
        (3, 9, "field.type"),
        (4, 2, "field.empty"),
    ]


@pytest.mark.parametrize(
    ("format", "text"), [("d/m", "10/10"), ("dd-mmm", "10/10"), ("dd/mm/yyyy", "10/10/2025")]
)
def test_a_date_that_excel_made_is_shown_as_typed_and_told(format: str, text: str) -> None:
    made = book(HEAD[1:7], ["Ngày nào?", datetime(2025, 10, 10), "20/11", None, None, "A"])
    made.active["B2"].number_format = format
    found = read(made)
    assert right(found) == [{text}]
    assert [(loss.line, loss.column, loss.code) for loss in found.losses] == [(2, 2, "date_cell")]


def test_percentages_and_truths_read_as_people_see_them() -> None:
    made = book(HEAD[1:7], ["Bao nhiêu?", 0.5, 0.25, True, 1.0, "A"])
    made.active["B2"].number_format = "0%"
    found = read(made)
    assert [option.text for option in questions(found)[0].options] == ["50%", "0.25", "TRUE", "1"]


def test_hidden_sheets_and_sheets_without_headings_are_listed() -> None:
    made = book(HEAD[1:7], ["Một?", "a", "b", None, None, "A"])
    made.create_sheet("Ghi chú").append(["Người soạn: Lan"])
    hidden = made.create_sheet("Cũ")
    hidden.append(HEAD[1:7])
    hidden.sheet_state = "hidden"
    assert sorted(code for _, code in losses(read(made))) == ["hidden_sheet", "sheet"]


def test_formulas_without_a_value_do_not_become_text() -> None:
    found = read(book(HEAD[1:7], ["=1+1", "a", "b", None, None, "A"]))
    assert errors(found) == [(2, 1, "field.empty")]


def test_no_cell_we_write_is_a_formula_or_a_link() -> None:
    bank = canary_bank()
    texts = ["=1+1", "+1", "-1", "@SUM(A1)", "https://example.org", "{=1}"]
    evil = tuple(
        dataclasses.replace(question, text=text)
        for question, text in zip(bank.questions, texts, strict=True)
    )
    data = xlsx_write.write(dataclasses.replace(bank, questions=evil)).data
    for sheet in openpyxl.load_workbook(BytesIO(data)).worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type in ("s", "n"), cell.value
                assert cell.value is None or cell.data_type == "s"
                assert cell.hyperlink is None
    assert [q.text for q in questions(xlsx_read.read(data, source()))] == texts


def test_equal_banks_give_equal_workbooks() -> None:
    assert xlsx_write.write(canary_bank()).data == xlsx_write.write(canary_bank()).data


def test_a_file_that_is_no_workbook_is_refused() -> None:
    assert errors(xlsx_read.read(b"STT,A", source())) == [(1, 1, "xlsx.not_xlsx")]
