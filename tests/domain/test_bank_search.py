from __future__ import annotations

from dataclasses import replace

import pytest

from app.domain.bank_search import Wanted, find, search_texts
from app.domain.questions import Key, Option, Question, QuestionType, QuestionWords

FIRST = Question(
    "ngay-cds",
    QuestionType.SINGLE,
    "Ngày Chuyển đổi số quốc gia là ngày nào?",
    topic="the-che",
    difficulty=1,
    options=(Option("a", "10/10"), Option("b", "Rằm tháng Giêng")),
    translations={"en": QuestionWords("Which day is it?", {"a": "10 October"})},
)
SECOND = Question("ung-dung", QuestionType.TEXT, "Ứng dụng định danh tên gì?")
KEYS = {
    "ngay-cds": Key("ngay-cds", explanation="Vì thế.", source="Quyết định 505/QĐ-TTg"),
    "ung-dung": Key("ung-dung", texts=("VNeID",), explanations={"en": "An application"}),
}
QUESTIONS = (FIRST, SECOND)


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        (Wanted(), [1, 2]),
        (Wanted("chuyen doi so"), [1]),
        (Wanted("  SỐ   chuyển ĐỔI "), [1]),
        (Wanted("ram thang gieng"), [1]),
        (Wanted("505/qd-ttg"), [1]),
        (Wanted("vì thế"), [1]),
        (Wanted("vneid"), [2]),
        (Wanted("ung-dung"), [2]),
        (Wanted("october"), [1]),
        (Wanted("application"), [2]),
        (Wanted("khong co dau"), []),
        (Wanted(topic="the-che"), [1]),
        (Wanted(topic="-"), [2]),
        (Wanted(difficulty="1"), [1]),
        (Wanted(difficulty="-"), [2]),
        (Wanted(type="text"), [2]),
        (Wanted("gi", type="single"), [1]),
        (Wanted("dinh danh", topic="the-che"), []),
    ],
)
def test_questions_are_found_by_every_word_of_theirs_and_by_what_they_are(
    wanted: Wanted, expected: list[int]
) -> None:
    found = find(QUESTIONS, search_texts(QUESTIONS, KEYS), wanted)
    assert [match.number for match in found] == expected


def test_words_that_stand_together_come_first() -> None:
    apart = replace(SECOND, id="x", text="Số nào để chuyển?")
    together = replace(SECOND, id="y", text="Chuyển số nào?")
    keys = {id: replace(KEYS["ung-dung"], question=id) for id in "xy"}
    found = find((apart, together), search_texts((apart, together), keys), Wanted("chuyen so"))
    assert [(match.number, match.whole) for match in found] == [(2, True), (1, False)]
