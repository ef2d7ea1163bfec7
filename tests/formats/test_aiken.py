from __future__ import annotations

import pytest
from hypothesis import given, settings

from app.domain.questions import Bank, QuestionType
from app.formats import aiken
from app.formats.read_bank import ReadBank
from tests.formats import round_trips
from tests.formats.reading import errors, losses, questions, right, source
from tests.formats.rich_banks import rich_banks

MAY_LOSE = {
    "bank.slug", "bank.title", "bank.description", "bank.licence", "bank.topic",
    "question.left_out", "question.ambiguous", "question.id", "question.text",
    "question.topic", "question.difficulty", "question.points", "question.option_ids",
    "question.answers", "question.shuffle", "question.image", "question.explanation",
    "question.source", "question.translations",
}  # fmt: skip

AIKEN = """\
Thủ đô của Việt Nam là gì?
A. Huế
B) Hà Nội
C. Đà Nẵng
ANSWER: B

Ngày Chuyển đổi số quốc gia là ngày nào?
A. 10/10
B. 20/11
ANSWER: A
"""


@settings(max_examples=150, deadline=None)
@given(rich_banks())
def test_what_aiken_carries_comes_back_and_the_rest_is_listed(bank: Bank) -> None:
    round_trips.check(bank, aiken.write, aiken.read, may_lose=MAY_LOSE)


def read(text: str, *, legacy: str = "") -> ReadBank:
    return aiken.read(text.encode(), source(legacy=legacy))


def test_aiken_is_read_and_nothing_is_lost() -> None:
    found = read(AIKEN)
    assert right(found) == [{"Hà Nội"}, {"10/10"}]
    assert found.losses == ()


def test_a_windows_file_in_utf_16_is_read_too() -> None:
    found = aiken.read(AIKEN.replace("\n", "\r\n").encode("utf-16"), source())
    assert right(found) == [{"Hà Nội"}, {"10/10"}]


@pytest.mark.parametrize(
    ("text", "error"),
    [
        (AIKEN.replace("ANSWER: B", "ANSWER: D"), (5, 1, "key.unknown")),
        (AIKEN.replace("ANSWER: B\n", ""), (1, 1, "key.missing")),
        (AIKEN.replace("C. Đà Nẵng", "D. Đà Nẵng"), (4, 1, "list.option_order")),
        (AIKEN.replace("B. 20/11", "B. 10/10"), (9, 1, "options.duplicate")),
        ("Không có gì ở đây", (1, 1, "file.no_questions")),
    ],
)
def test_faults_name_their_line(text: str, error: tuple[int, int, str]) -> None:
    assert error in errors(read(text))


def test_text_in_old_fonts_is_told_and_converted_on_request() -> None:
    old = "Tr\u00adêng häc nµo ®óng?\nA. §¹i häc\nB. Cao ®¼ng\nANSWER: A\n"
    told = {problem.code for problem in read(old).problems}
    assert "text.legacy_encoding" in told
    found = read(old, legacy="auto")
    assert questions(found)[0].text == "Trường học nào đúng?"
    assert right(found) == [{"Đại học"}]


TYPED = """\
ĐỀ ÔN TẬP
Câu 1. Mật khẩu nào mạnh nhất?
A. 123456\tB. Ngày sinh\tC. Cụm từ dài\tD. Tên
Câu 2 (0,5 điểm): Luật nào?
A. Luật A B. Luật B C. Luật C D. Luật D
Đáp án B
Giải thích: vì thế
 và thế nữa
Nguồn: QĐ 505
PHẦN II: AN TOÀN
Câu 3: VNeID là ứng dụng định danh.
Đáp án: Đúng
Câu 4: Hãy viết một bài
Câu 5: Hãy chọn hai ý
a) một
b) *hai
*c) ba
Câu 6. Năm nào?
Đáp án: 2030
Sai số: 0,5
Câu 7. Tên ứng dụng?
Đáp án: VNeID
Đáp án: VN eID
Loại: điền chữ
BẢNG ĐÁP ÁN
1-C 2-A
"""


def test_a_typed_list_is_read_with_all_it_says() -> None:
    found = read(TYPED)
    assert [question.type.value for question in questions(found)] == [
        "single", "single", "boolean", "multiple", "number", "text",
    ]  # fmt: skip
    assert right(found)[:2] == [{"Cụm từ dài"}, {"Luật B"}]
    assert right(found)[3] == {"hai", "ba"}
    assert losses(found) == [(1, "outside_text"), (13, "essay")]
    second, third = questions(found)[1:3]
    assert (str(second.points), second.topic, third.topic) == ("0.5", None, "an-toan")
    assert found.bank is not None
    key = found.bank.keys[second.id]
    assert (key.explanation, key.source) == ("vì thế\nvà thế nữa", "QĐ 505")


def test_plain_numbers_begin_questions_but_not_the_statements_inside_them() -> None:
    text = "1. Có mấy ý đúng?\n1) Ý một\n2) Ý hai\nA. 1\nB. 2\nĐáp án: B\n2. Đúng?\nĐáp án: Sai\n"
    found = read(text)
    assert [question.text for question in questions(found)] == [
        "Có mấy ý đúng?\n1) Ý một\n2) Ý hai",
        "Đúng?",
    ]
    assert questions(found)[1].type is QuestionType.BOOLEAN


def test_a_question_that_looks_like_the_format_itself_is_left_out_and_listed() -> None:
    from tests.bank_strategies import canary_bank

    done = aiken.write(canary_bank())
    left_out = [loss.question for loss in done.losses if loss.code == "question.left_out"]
    assert left_out == ["boolean", "number", "text", "order", "match"]
