from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings

from app.domain.questions import Bank
from app.formats import moodle_xml_read, moodle_xml_write
from app.formats.read_bank import ReadBank
from tests.formats import round_trips
from tests.formats.reading import errors, losses, questions, right, source
from tests.formats.rich_banks import rich_banks

FILE = Path(__file__).parent / "data" / "moodle" / "bank.xml"
MAY_LOSE = {
    "bank.licence", "bank.topic", "bank.title", "question.translations", "question.image",
    "question.scoring", "question.option_ids", "question.source", "question.explanation",
}  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(rich_banks())
def test_what_moodle_xml_carries_comes_back_and_the_rest_is_listed(bank: Bank) -> None:
    round_trips.check(bank, moodle_xml_write.write, moodle_xml_read.read, may_lose=MAY_LOSE)


def read(text: str) -> ReadBank:
    return moodle_xml_read.read(text.encode(), source())


def test_an_export_of_moodle_is_read() -> None:
    found = moodle_xml_read.read(FILE.read_bytes(), source())
    assert [(question.id, question.type.value) for question in questions(found)] == [
        ("mat-khau", "single"), ("nhieu-y", "multiple"), ("dung-sai", "boolean"),
        ("ten", "text"), ("nam", "number"), ("ghep", "match"),
    ]  # fmt: skip
    first, second, third = questions(found)[:3]
    assert first.text == "Mật khẩu nào **mạnh** nhất?"
    assert (str(first.points), first.shuffle) == ("1.5", False)
    assert second.text == "Chọn hai ý đúng: 2*3*4 = ?"
    assert third.text == "VNeID & dịch vụ công dùng chung tài khoản."
    assert right(found)[:2] == [{"Cụm dài"}, {"24", "hai mươi tư"}]
    assert found.bank is not None
    assert found.bank.topics[0].title == "Mặc định / An toàn số"
    assert found.bank.keys["mat-khau"].explanation == "Dài thì mạnh."


def test_everything_that_a_bank_cannot_hold_is_listed_with_its_line() -> None:
    found = moodle_xml_read.read(FILE.read_bytes(), source())
    assert sorted({code for _, code in losses(found)}) == [
        "calculated", "cloze", "description", "essay", "feedback", "hint", "image", "image_file",
        "option_feedback", "other_type", "partial_weights", "tag",
    ]  # fmt: skip
    assert (63, "essay") in losses(found)
    assert (24, "option_feedback") in losses(found)


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("<quiz>\n<question>", (2, 11, "xml.syntax")),
        ("<html/>", (1, 1, "xml.root")),
        ("", (1, 1, "xml.syntax")),
        (
            '<!DOCTYPE q [<!ENTITY x SYSTEM "file:///etc/passwd">]><quiz>&x;</quiz>',
            (1, 1, "xml.forbidden"),
        ),
        ("<quiz>\n</quiz>", (1, 1, "file.no_questions")),
        (
            '<quiz>\n<question type="numerical"><questiontext><text>x</text></questiontext>\n'
            '<answer fraction="100"><text>nhiều</text></answer></question></quiz>',
            (3, 1, "answer.type"),
        ),
    ],
)  # fmt: skip
def test_faults_name_their_line(text: str, error: tuple[int, int, str]) -> None:
    found = errors(read(text))
    assert [(line, code) for line, _, code in found] == [(error[0], error[2])]


def test_a_file_in_utf_16_is_read() -> None:
    text = FILE.read_text(encoding="utf-8").replace('encoding="UTF-8"', 'encoding="UTF-16"')
    assert len(questions(moodle_xml_read.read(text.encode("utf-16"), source()))) == 6
