from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from hypothesis import given, settings

from app.domain.questions import Bank
from app.formats import qti1_read, qti1_write
from tests.formats import round_trips
from tests.formats.reading import losses, questions, right, source
from tests.formats.rich_banks import rich_banks

FILE = Path(__file__).parent / "data" / "qti" / "canvas.xml"


@settings(max_examples=150, deadline=None)
@given(rich_banks())
def test_what_qti_1_carries_comes_back_and_the_rest_is_listed(bank: Bank) -> None:
    may_lose = {"question.translations"}
    round_trips.check(bank, qti1_write.write, qti1_read.read, may_lose=may_lose)


def test_a_quiz_in_the_shape_of_canvas_is_read() -> None:
    found = qti1_read.read(FILE.read_bytes(), source())
    assert [question.type.value for question in questions(found)] == [
        "single", "multiple", "number", "match", "text",
    ]  # fmt: skip
    assert right(found)[:2] == [
        {"Tr@u-Xanh-9-B*ng"},
        {"Bật xác thực hai lớp", "Cập nhật phần mềm"},
    ]
    assert found.bank is not None
    assert found.bank.title == "Ôn tập an toàn số"
    keys = found.bank.keys
    assert (keys["g3"].number, keys["g3"].tolerance) == (Decimal(2030), Decimal("0.5"))
    assert keys["g6"].texts == ("VNeID", "VN eID")
    assert keys["g1"].explanation == "Dài và có nhiều loại ký tự."
    match = found.bank.questions[3]
    texts = {option.id: option.text for option in (*match.lefts, *match.rights)}
    pairs = {texts[left]: texts[right] for left, right in keys["g4"].pairs.items()}
    assert pairs == {"VNeID": "Định danh", "NAPAS": "Thanh toán"}
    assert {option.text for option in match.rights} == {"Định danh", "Thanh toán", "Bản đồ"}


def test_essays_and_feedback_of_options_are_listed_with_their_line() -> None:
    found = qti1_read.read(FILE.read_bytes(), source())
    assert losses(found) == [(24, "option_feedback"), (81, "essay")]
