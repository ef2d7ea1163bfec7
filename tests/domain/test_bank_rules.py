from __future__ import annotations

import copy
from decimal import Decimal
from typing import Any

import pytest

from app.domain.bank_drafts import REFUSED, NullWord
from app.domain.bank_problems import MOST_ERRORS, Severity
from app.domain.bank_rules import Checked, check_draft
from app.domain.questions import Bank, Key, MultipleScoring, Question

WORDS = {"explanation": "Vì thế.", "source": "Sách."}
SINGLE = {
    "id": "mot",
    "type": "single",
    "text": "Chọn một?",
    "options": [{"id": "a", "text": "10/10", "correct": "true"}, {"id": "b", "text": "012"}],
    **WORDS,
}
MULTIPLE = SINGLE | {
    "id": "nhieu",
    "type": "multiple",
    "text": "Chọn nhiều?",
    "scoring": "partial",
    "options": [
        {"id": "a", "text": "No", "correct": "true"},
        {"id": "b", "text": "1e3", "correct": "true"},
        {"id": "c", "text": "12:30", "correct": "false"},
    ],
}
BOOLEAN = {"id": "dung-sai", "type": "boolean", "text": "Đúng không?", "answer": "false", **WORDS}
NUMBER = {"id": "nam", "type": "number", "text": "Năm nào?", "answer": "2030.50", **WORDS}
TEXT = {"id": "ten", "type": "text", "text": "Tên gì?", "answers": ["VNeID", "vneid"], **WORDS}
ORDER = {"id": "thu-tu", "type": "order", "text": "Xếp?", "items": ["một", "hai", "ba"], **WORDS}
MATCH = {
    "id": "ghep",
    "type": "match",
    "text": "Ghép?",
    "pairs": [{"left": "A", "right": "B"}, {"left": "C", "right": "D"}],
    "extra_right": ["E"],
    **WORDS,
}
ALL = [SINGLE, MULTIPLE, BOOLEAN, NUMBER, TEXT, ORDER, MATCH]


def draft_of(*questions: Any, **fields: Any) -> dict[str, Any]:
    head = {"format": "1", "bank": "thu", "title": "Thử", "language": "vi"}
    return copy.deepcopy({**head, "questions": list(questions), **fields})


def check(*questions: Any, **fields: Any) -> Checked:
    return check_draft(draft_of(*questions, **fields), image_exists=lambda file: file == "a.png")


def only(*questions: Any, **fields: Any) -> tuple[Question, Key]:
    bank = check(*questions, **fields).bank
    assert bank is not None
    return bank.questions[0], bank.keys[bank.questions[0].id]


def codes(checked: Checked) -> list[tuple[str, str]]:
    return [(problem.code, problem.path) for problem in checked.problems]


def test_a_bank_with_every_type_passes_without_a_word() -> None:
    checked = check(*ALL)
    assert checked.problems == ()
    assert isinstance(checked.bank, Bank)
    assert [question.id for question in checked.bank.questions] == [q["id"] for q in ALL]


def test_options_keep_their_characters_and_the_key_is_apart() -> None:
    question, key = only(MULTIPLE)
    assert [option.text for option in question.options] == ["No", "1e3", "12:30"]
    assert key.options == {"a", "b"}
    assert key.scoring is MultipleScoring.PARTIAL


def test_typed_answers_become_values() -> None:
    assert only(BOOLEAN)[1].truth is False
    assert only(NUMBER | {"tolerance": "0.5"})[1].number == Decimal("2030.5")
    key = only(TEXT | {"ignore_case": "false", "ignore_accents": "true"})[1]
    assert (key.texts, key.ignore_case, key.ignore_accents) == (("VNeID", "vneid"), False, True)


def test_neither_ids_nor_sequence_of_items_tell_the_right_order() -> None:
    question, key = only(ORDER)
    texts = {option.id: option.text for option in question.options}
    assert [option.id for option in question.options] == sorted(texts)
    assert [texts[id] for id in key.order] == ["một", "hai", "ba"]
    turned = only(ORDER | {"items": ["ba", "hai", "một"]})[0]
    assert turned == question


def test_match_sides_are_sorted_by_id_and_paired_in_the_key_alone() -> None:
    question, key = only(MATCH)
    lefts = {option.id: option.text for option in question.lefts}
    rights = {option.id: option.text for option in question.rights}
    assert list(lefts) == sorted(lefts)
    assert list(rights) == sorted(rights)
    assert {lefts[a]: rights[b] for a, b in key.pairs.items()} == {"A": "B", "C": "D"}
    assert sorted(rights.values()) == ["B", "D", "E"]


def test_two_lefts_may_share_a_right_side() -> None:
    pairs = [{"left": "A", "right": "B"}, {"left": "C", "right": "B"}]
    question, key = only(MATCH | {"pairs": pairs, "extra_right": []})
    assert len(question.rights) == 1
    assert len(key.pairs) == 2


def test_translations_follow_the_original_by_id_or_by_place() -> None:
    words = {"en": {"text": "Order?", "items": ["one", "two", "three"], "explanation": "So."}}
    question, key = only(ORDER | {"translations": words})
    english = question.translations["en"]
    assert [english.options[id] for id in key.order] == ["one", "two", "three"]
    assert english.explanation is None
    assert key.explanations == {"en": "So."}
    sides = {
        "text": "Match?",
        "pairs": [{"left": "a", "right": "b"}, {"left": "c", "right": "d"}],
        "extra_right": ["e"],
    }
    question, key = only(MATCH | {"translations": {"en": sides}})
    original = {o.id: o.text for o in question.lefts + question.rights}
    translated = question.translations["en"].options
    assert {original[id]: text for id, text in translated.items()} == {
        "A": "a", "B": "b", "C": "c", "D": "d", "E": "e"
    }  # fmt: skip


def test_decomposed_letters_are_composed_and_warned_of() -> None:
    checked = check(BOOLEAN | {"text": "Ho\u0323c gi\u0300?"})
    assert codes(checked) == [("text.not_nfc", "questions[0].text")]
    assert checked.bank and checked.bank.questions[0].text == "Học gì?"


@pytest.mark.parametrize("value", [None, NullWord("null"), "", "  "])
def test_an_optional_field_written_as_nothing_is_left_out(value: str | None) -> None:
    question, _ = only(BOOLEAN | {"difficulty": value, "image": value, "topic": value})
    assert (question.difficulty, question.image, question.topic) == (None, None, None)


def test_a_bare_null_as_text_means_the_word() -> None:
    options = [{"id": "a", "text": NullWord("null"), "correct": "true"}, {"id": "b", "text": "~"}]
    assert only(SINGLE | {"options": options})[0].options[0].text == "null"


BAD_VALUES = [
    ("no mapping", "xin chào", "field.type", "questions[0]"),
    ("nothing", None, "field.empty", "questions[0]"),
    ("null answer", BOOLEAN | {"answer": NullWord("null")}, "field.empty", "questions[0].answer"),
    ("yes", BOOLEAN | {"answer": "yes"}, "answer.type", "questions[0].answer"),
    ("list", BOOLEAN | {"answer": ["true"]}, "answer.type", "questions[0].answer"),
    ("comma", NUMBER | {"answer": "3,5"}, "answer.type", "questions[0].answer"),
    ("sexagesimal", NUMBER | {"answer": "12:30"}, "answer.type", "questions[0].answer"),
    ("not a number", NUMBER | {"answer": ".nan"}, "answer.type", "questions[0].answer"),
    ("too many digits", NUMBER | {"answer": "9" * 40}, "field.range", "questions[0].answer"),
    ("exponent", NUMBER | {"answer": "1e999"}, "field.range", "questions[0].answer"),
    ("tolerance", NUMBER | {"tolerance": "-1"}, "field.range", "questions[0].tolerance"),
    ("one text", TEXT | {"answers": "VNeID"}, "answer.type", "questions[0].answers"),
    ("no text", TEXT | {"answers": []}, "field.empty", "questions[0].answers"),
    ("nested", TEXT | {"answers": [["x"]]}, "answer.type", "questions[0].answers[0]"),
    ("points", BOOLEAN | {"points": "0"}, "field.range", "questions[0].points"),
    ("points text", BOOLEAN | {"points": "một"}, "field.type", "questions[0].points"),
    ("difficulty", BOOLEAN | {"difficulty": "6"}, "field.range", "questions[0].difficulty"),
    ("half", BOOLEAN | {"difficulty": "1.5"}, "field.type", "questions[0].difficulty"),
    ("type", BOOLEAN | {"type": "essay"}, "field.range", "questions[0].type"),
    ("long", BOOLEAN | {"text": "x" * 4001}, "field.range", "questions[0].text"),
    ("control", BOOLEAN | {"text": "a\x07"}, "field.type", "questions[0].text"),
    ("shuffle", SINGLE | {"shuffle": "maybe"}, "field.type", "questions[0].shuffle"),
    ("scoring", MULTIPLE | {"scoring": "all"}, "field.range", "questions[0].scoring"),
    ("other type's", BOOLEAN | {"options": []}, "field.unknown", "questions[0].options"),
    ("id", BOOLEAN | {"id": "Câu 1"}, "id.format", "questions[0].id"),
    ("id newline", BOOLEAN | {"id": "a\nb"}, "id.format", "questions[0].id"),
    ("topic", BOOLEAN | {"topic": "x"}, "topic.unknown", "questions[0].topic"),
    ("items", ORDER | {"items": ["a", "b", "a"]}, "options.duplicate", "questions[0].items[2]"),
    ("extra", MATCH | {"extra_right": ["B"]}, "options.duplicate", "questions[0].extra_right[0]"),
    ("pairs", MATCH | {"pairs": MATCH["pairs"][:1]}, "options.too_few", "questions[0].pairs"),
    ("empty item", ORDER | {"items": ["a", "", "b"]}, "field.empty", "questions[0].items[1]"),
    ("no alt", BOOLEAN | {"image": {"file": "a.png"}}, "field.missing", "questions[0].image.alt"),
]


@pytest.mark.parametrize(
    ("question", "code", "path"),
    [row[1:] for row in BAD_VALUES],
    ids=[row[0] for row in BAD_VALUES],
)
def test_a_bad_value_is_reported_alone_and_refused(question: Any, code: str, path: str) -> None:
    checked = check(question)
    assert checked.bank is None
    assert codes(checked)[:1] == [(code, path)]
    errors = [problem for problem in checked.problems if problem.severity is Severity.ERROR]
    assert len(errors) == 1


@pytest.mark.parametrize(
    "file", ["../a.png", "/a.png", "x/../a.png", "..", "C:a.png", "x\\a.png", "./a.png"]
)
def test_an_image_path_that_leaves_the_folder_is_never_even_asked_for(file: str) -> None:
    asked: list[str] = []
    draft = draft_of(BOOLEAN | {"image": {"file": file, "alt": "Hình"}})
    checked = check_draft(draft, image_exists=lambda name: asked.append(name) or True)
    assert codes(checked) == [("image.missing", "questions[0].image.file")]
    assert asked == []


def test_an_image_that_exists_belongs_to_the_question() -> None:
    image = only(BOOLEAN | {"image": {"file": "a.png", "alt": "Hình"}})[0].image
    assert image is not None
    assert (image.file, image.alt) == ("a.png", "Hình")


MISMATCHES = [
    ("option left out", SINGLE, {"options": {"a": "x"}}, "options"),
    ("option too many", SINGLE, {"options": {"a": "x", "b": "y", "c": "z"}}, "options.c"),
    ("no options", SINGLE, {}, "options"),
    ("item left out", ORDER, {"items": ["x", "y"]}, "items"),
    ("no items", ORDER, {}, "items"),
    ("pair left out", MATCH, {"pairs": [], "extra_right": ["e"]}, "pairs"),
    ("no extra", MATCH, {"pairs": MATCH["pairs"]}, "extra_right"),
]


@pytest.mark.parametrize(
    ("question", "words", "path"), [row[1:] for row in MISMATCHES], ids=[r[0] for r in MISMATCHES]
)
def test_a_translation_that_differs_in_its_options_is_refused(
    question: dict[str, Any], words: dict[str, Any], path: str
) -> None:
    checked = check(question | {"translations": {"en": {"text": "?", **words}}})
    expected = ("translation.mismatch", f"questions[0].translations.en.{path}")
    assert codes(checked) == [expected]


def test_what_the_reader_refused_is_not_reported_again() -> None:
    question = BOOLEAN | {"answer": REFUSED, "text": REFUSED, "image": REFUSED}
    checked = check(question, REFUSED, topics=REFUSED)
    assert checked.problems == ()
    assert checked.bank is None


def test_an_unknown_type_still_gets_its_other_faults_reported() -> None:
    question = {"type": "singel", "options": "?", "items": "?", "colour": "red"}
    found = codes(check(question))
    assert ("field.range", "questions[0].type") in found
    assert ("field.unknown", "questions[0].colour") in found
    assert ("field.missing", "questions[0].text") in found
    assert not [path for _, path in found if path.endswith((".options", ".items"))]


def test_an_unclear_correct_mark_does_not_also_count_as_no_key() -> None:
    options = [{"id": "a", "text": "x", "correct": "yes"}, {"id": "b", "text": "y"}]
    found = codes(check(SINGLE | {"options": options}))
    assert found == [("field.type", "questions[0].options[0].correct")]


def test_a_file_with_countless_errors_stops_being_checked() -> None:
    checked = check(*[{} for _ in range(MOST_ERRORS)])
    assert checked.bank is None
    assert len(checked.problems) < 2 * MOST_ERRORS


@pytest.mark.parametrize("draft", [None, "x", [], {}, {"questions": {}}, {"questions": [[]]}])
def test_any_shape_of_draft_is_answered_with_problems(draft: Any) -> None:
    checked = check_draft(draft, image_exists=lambda file: True)
    assert checked.bank is None
    assert checked.problems
