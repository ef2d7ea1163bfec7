from __future__ import annotations

from typing import Any

import pytest
from docx.enum.text import WD_COLOR_INDEX
from docx.shared import RGBColor
from hypothesis import given, settings

from app.domain.bank_losses import PlaceUnit
from app.domain.questions import Bank
from app.formats import docx_read, docx_write
from app.formats.read_bank import ReadBank
from tests.formats import round_trips
from tests.formats.reading import errors, losses, questions, right, source
from tests.formats.rich_banks import rich_banks
from tests.formats.word_documents import LETTERS, NUMBERING, Word

MAY_LOSE = {
    "question.ambiguous", "bank.topic", "question.translations",
    "question.text", "question.answers", "question.explanation", "question.source",
    "bank.title", "bank.description",
}  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(rich_banks())
def test_what_word_carries_comes_back_and_the_rest_is_listed(bank: Bank) -> None:
    round_trips.check(bank, docx_write.write, docx_read.read, may_lose=MAY_LOSE)


def read(word: Word, *, legacy: str = "") -> ReadBank:
    return docx_read.read(word.data(), source(legacy=legacy))


def test_a_typed_list_with_tabs_and_a_line_for_the_answer_is_read() -> None:
    word = Word()
    word.add_lines(
        """
Câu 1. Ngày Chuyển đổi số quốc gia là ngày nào?
A. 10/10\\tB. 20/11\\tC. 22/12\\tD. 26/3
Đáp án: A
Câu 2: Chính quyền hai cấp có từ khi nào?
A. 1/7/2025
B. 1/1/2026
ĐA: A
"""
    )
    found = read(word)
    assert right(found) == [{"10/10"}, {"1/7/2025"}]
    assert found.losses == ()


MARKS: list[dict[str, Any]] = [
    {"bold": True},
    {"underline": True},
    {"italic": True},
    {"colour": RGBColor(255, 0, 0)},
    {"highlight": WD_COLOR_INDEX.YELLOW},
]


@pytest.mark.parametrize("look", MARKS, ids=lambda look: next(iter(look)))
def test_a_right_option_may_be_marked_by_its_look(look: dict[str, Any]) -> None:
    word = Word()
    word.add(("Câu 1. Một?", {"bold": True}))
    word.add("A. một")
    word.add(("B. hai", look))
    word.add("C. ba")
    assert right(read(word)) == [{"hai"}]


def test_only_the_letter_may_be_marked_also_several_on_one_line() -> None:
    word = Word()
    word.add("Câu 1. Một?")
    word.add("A. một\t", ("B.", {"underline": True}), " hai\tC. ba")
    word.add("Câu 2. Hai?")
    word.add(("A.", {"bold": True}), " một\t", ("B.", {"bold": True, "underline": True}), " hai")
    assert right(read(word)) == [{"hai"}, {"hai"}]


def test_an_asterisk_marks_the_right_option() -> None:
    word = Word()
    word.add_lines("Câu 1. Một?\nA. một\n*B. hai\nC. ba\nCâu 2. Hai?\nA. một (*)\nB. hai")
    assert right(read(word)) == [{"hai"}, {"một"}]


def test_automatic_numbering_counts_as_typed() -> None:
    word = Word()
    number = word.new_list(NUMBERING)
    for text in ("Một?", "Hai?"):
        word.add_numbered(text, number, 0)
        for option in ("x", "y", "z"):
            word.add_numbered(option, number, 1)
        word.add("Đáp án: B")
    found = read(word)
    assert [question.text for question in questions(found)] == ["Một?", "Hai?"]
    assert right(found) == [{"y"}, {"y"}]


def test_lists_of_letters_that_start_anew_for_each_question_are_read() -> None:
    word = Word()
    for number in (1, 2):
        word.add(f"Câu {number}. Hỏi {number}?")
        letters = word.new_list(LETTERS, restart=True)
        for option in ("x", "y", "z"):
            word.add_numbered(option, letters, 0)
    word.add("1-C 2-A")
    assert right(read(word)) == [{"z"}, {"x"}]


@pytest.mark.parametrize(
    "table",
    [
        [["Câu", "1", "2", "3"], ["Đáp án", "B", "A", "C"]],
        [["Câu", "Đáp án"], ["1", "B"], ["2", "A"], ["3", "C"]],
        [["1", "2"], ["B", "A"], ["3", ""], ["C", ""]],
    ],
)
def test_a_table_of_answers_at_the_end_gives_the_key(table: list[list[str]]) -> None:
    word = Word()
    for number in (1, 2, 3):
        word.add_lines(f"Câu {number}. Hỏi {number}?\nA. a\nB. b\nC. c")
    word.add("ĐÁP ÁN")
    word.add_table(table)
    assert right(read(word)) == [{"b"}, {"a"}, {"c"}]


def test_answers_in_lines_at_the_end_give_the_key() -> None:
    word = Word()
    for number in (1, 2, 3):
        word.add_lines(f"{number}. Hỏi {number}?\nA. a\nB. b\nC. c")
    word.add_lines("BẢNG ĐÁP ÁN\n1.B 2.A\n3.C")
    assert right(read(word)) == [{"b"}, {"a"}, {"c"}]


def test_a_table_of_questions_is_read_by_its_headings() -> None:
    word = Word()
    word.add_table([["TT", "Câu hỏi", "A", "B", "Đáp án"], ["1", "Một?", "x", "y", "B"]])
    assert right(read(word)) == [{"y"}]


def test_options_laid_out_in_a_table_without_headings_are_read() -> None:
    word = Word()
    word.add("Câu 1. Một?")
    word.add_table([["A. x", "B. y"], ["C. z", "D. t"]])
    word.add("Đáp án: D")
    assert right(read(word)) == [{"t"}]


def test_lines_inside_one_paragraph_are_lines() -> None:
    word = Word()
    word.add("Câu 1. Một?\nA. x\nB. y\nĐáp án: B")
    assert right(read(word)) == [{"y"}]


def test_places_are_numbers_of_paragraphs() -> None:
    word = Word()
    word.add_lines("Câu 1. Một?\nA. x\nB. y\nĐáp án: E\nCâu 2. Hai?\nA. x\nA. x\nĐáp án: A")
    found = read(word)
    assert found.unit is PlaceUnit.PARAGRAPH
    assert (4, 1, "key.unknown") in errors(found)
    assert (7, 1, "list.option_order") in errors(found)


def test_what_a_list_cannot_hold_is_told_with_its_paragraph() -> None:
    word = Word()
    word.add("SỞ KHOA HỌC VÀ CÔNG NGHỆ")
    word.add_lines("Câu 1. Hãy viết một bài.\nCâu 2. H2O là gì?\nA. Nước\nB. Muối\nĐáp án: A")
    word.add("Câu 3. x", ("abc", {"superscript": True}), "?\nĐáp án: Đúng")
    assert losses(read(word)) == [
        (7, "formatting"), (1, "outside_text"), (2, "essay"),
    ]  # fmt: skip


def test_lowered_and_raised_digits_stay() -> None:
    word = Word()
    word.add("Câu 1. CO", ("2", {"subscript": True}), " và m", ("2", {"superscript": True}))
    word.add("Đáp án: Đúng")
    assert questions(read(word))[0].text == "CO₂ và m²"


def test_old_fonts_are_converted_on_request() -> None:
    word = Word()
    word.add_lines("C©u 1. Tr\u00adêng häc nµo?\nA. §¹i häc\nB. Cao ®¼ng\n§¸p ¸n: A")
    assert errors(read(word))
    found = read(word, legacy="TCVN3")
    assert questions(found)[0].text == "Trường học nào?"
    assert right(found) == [{"Đại học"}]


def test_a_title_is_that_of_the_bank() -> None:
    word = Word()
    word.add("Ngân hàng năm 2025", style="Title")
    word.add_lines("Câu 1. Một?\nĐáp án: Đúng")
    found = read(word)
    assert found.bank is not None
    assert found.bank.title == "Ngân hàng năm 2025"
    assert found.losses == ()


def test_a_file_that_is_no_document_is_refused() -> None:
    assert errors(docx_read.read(b"Cau 1", source())) == [(1, 1, "docx.not_docx")]
