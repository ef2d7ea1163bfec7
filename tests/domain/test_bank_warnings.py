from __future__ import annotations

import pytest

from app.domain.bank_warnings import is_all_of_the_above
from app.domain.legacy_text import legacy_encoding
from tests.domain.test_bank_rules import BOOLEAN, SINGLE, check, codes

TCVN3 = [
    "Tr\u00ad\u00eang", "tr\u00ad\u00eang häc", "ViÖt Nam", "lµ g×", "c¸c c©u hái",
    "chuyÓn ®æi sè", "n\u00ad\u00edc", "Quèc héi n\u00ad\u00edc", "®Êt n\u00ad\u00edc",
]  # fmt: skip
VNI = [
    "Tröôøng", "Tröôøng ñaïi hoïc", "Vieät Nam", "chuyeån ñoåi soá", "Quoác hoäi nöôùc",
    "ñaát nöôùc", "caâu hoûi",
]  # fmt: skip
RIGHT = [
    "Trường đại học", "toán học hoá quá hoà loã xoã", "quê quý Ê-đê yêu thuở", "Hoà", "oá",
    "naïve café, Noël, Zoë", "Malmö, München, Köln, Öl", "El Niño and La Niña",
    "«Цифровой ликбез» (Bình dân học vụ số)", "10 µm; 5½ và 3¾; số 1º; 20 °C",
    "a×b, c·d và e÷f", "Microsoft® Windows© 11", "© 2024 – “Sở KH&CN”", "S\u00e3o Paulo",
    "Điện thoại Ô-tô ở Ấn Độ", "Người dùng", "Все ответы верны", "co\u00adoperate", "",
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "encoding"),
    [*((text, "TCVN3") for text in TCVN3), *((text, "VNI") for text in VNI)],
)
def test_text_typed_in_an_old_font_is_recognised(text: str, encoding: str) -> None:
    assert legacy_encoding(text) == encoding


@pytest.mark.parametrize("text", RIGHT)
def test_right_text_of_any_language_raises_no_alarm(text: str) -> None:
    assert legacy_encoding(text) == ""


@pytest.mark.parametrize(
    "text",
    [
        "Tất cả các phương án trên", "Tất cả đều đúng.", "Cả A và B", "A, B và C đều đúng",
        "Cả ba phương án trên", "Cả 3 đáp án đều đúng", "Không có phương án nào đúng",
        "Các phương án trên đều sai", "Tất cả những nội dung nêu trên", "Cả a, b, c đều đúng",
        "Tất cả các câu trả lời trên đều đúng", "All of the above", "None of these",
        "Все перечисленное", "Все варианты верны", "Любой из перечисленных",
    ],
)  # fmt: skip
def test_an_option_that_speaks_of_the_others_is_recognised(text: str) -> None:
    assert is_all_of_the_above(text)


@pytest.mark.parametrize(
    "text",
    [
        "Tất cả công dân Việt Nam", "Cả nước", "Không", "Không có giấy tờ", "A", "Cả nam và nữ",
        "Tất cả trường hợp khẩn cấp trên biển", "Mọi trường hợp đều phải đúng hạn",
        "Các cơ quan nhà nước", "All citizens", "Все граждане", "",
    ],
)  # fmt: skip
def test_an_ordinary_option_is_not_taken_for_one(text: str) -> None:
    assert not is_all_of_the_above(text)


def _options(*texts: str) -> list[dict[str, str]]:
    options = [{"id": f"o{index}", "text": text} for index, text in enumerate(texts)]
    return [options[0] | {"correct": "true"}, *options[1:]]


def test_all_of_the_above_is_fine_where_the_order_is_kept() -> None:
    question = SINGLE | {"options": _options("Một", "Hai", "Tất cả đều đúng")}
    warning = ("options.all_of_the_above", "questions[0].options[2].text")
    assert codes(check(question)) == [warning]
    assert codes(check(question | {"shuffle": "false"})) == []


@pytest.mark.parametrize(
    ("right", "wrong", "warned"),
    [("x" * 60, "x" * 30, True), ("x" * 40, "x" * 30, False), ("x" * 12, "x" * 3, False)],
)
def test_only_a_key_far_longer_than_the_rest_gives_itself_away(
    right: str, wrong: str, warned: bool
) -> None:
    found = codes(check(SINGLE | {"options": _options(right, wrong, wrong[:2])}))
    expected = [("options.length_gives_away", "questions[0].options[0].text")]
    assert found == (expected if warned else [])


def test_the_same_question_is_recognised_without_accents_case_and_spaces() -> None:
    again = BOOLEAN | {"id": "nua", "text": " dung  KHONG? "}
    assert codes(check(BOOLEAN, again)) == [("question.duplicate", "questions[1].text")]


def test_the_same_words_about_another_image_are_another_question() -> None:
    image = {"file": "a.png", "alt": "Hình"}
    assert codes(check(BOOLEAN, BOOLEAN | {"id": "nua", "image": image})) == []


def test_warnings_come_even_beside_errors_and_do_not_block() -> None:
    bare = {name: BOOLEAN[name] for name in ("id", "type", "text", "answer")}
    checked = check(bare)
    warnings = [("source.missing", "questions[0].source")]
    warnings += [("explanation.missing", "questions[0].explanation")]
    assert codes(checked) == warnings
    assert checked.bank is not None
    assert set(warnings) < set(codes(check(bare | {"points": "-1"})))
