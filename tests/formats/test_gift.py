from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings

from app.domain.questions import Bank, MultipleScoring, QuestionType
from app.formats import gift_read, gift_write
from app.formats.read_bank import ReadBank
from tests.formats import round_trips
from tests.formats.reading import errors, losses, questions, right, source
from tests.formats.rich_banks import rich_banks

DATA = Path(__file__).parent / "data" / "gift"
MAY_LOSE = {
    "bank.topic", "question.left_out", "question.ambiguous", "question.translations",
    "question.image", "question.scoring", "question.option_ids",
    "question.source", "question.explanation",
}  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(rich_banks())
def test_what_gift_carries_comes_back_and_the_rest_is_listed(bank: Bank) -> None:
    round_trips.check(bank, gift_write.write, gift_read.read, may_lose=MAY_LOSE)


def read(text: str) -> ReadBank:
    return gift_read.read(text.encode(), source())


def sample(name: str) -> ReadBank:
    return gift_read.read((DATA / name).read_bytes(), source())


@pytest.mark.parametrize("file", sorted(DATA.glob("*.gift")), ids=lambda file: file.name)
def test_every_real_file_is_read_or_says_why_not(file: Path) -> None:
    found = sample(file.name)
    assert found.bank is not None or errors(found) == [(1, 1, "file.no_questions")]


def test_escaped_marks_are_plain_text() -> None:
    (question,) = questions(sample("escapeAll.gift"))
    assert [option.text for option in question.options] == ["~", "=", "#", "{", "}", ":", "\\"]
    assert right(sample("escapeAll.gift")) == [{"\\"}]
    assert losses(sample("escapeAll.gift"))[-1] == (9, "option_feedback")


def test_html_becomes_plain_words_and_its_answers_too() -> None:
    (question,) = questions(sample("formatExamples.gift"))
    assert question.text == "The sun rises in which direction?"
    assert right(sample("formatExamples.gift")) == [{"The east."}]


def test_numbers_are_read_as_value_tolerance_and_range() -> None:
    found = sample("numerical1.gift")
    assert found.bank is not None
    keys = [found.bank.keys[question.id] for question in found.bank.questions]
    assert [(key.number, key.tolerance) for key in keys[:6]] == [
        (Decimal(1822), Decimal(0)),
        (Decimal(-1), Decimal(0)),
        (Decimal("3.1415"), Decimal("0.0005")),
        (Decimal("-3.142"), Decimal("0.001")),
        (Decimal("3.1415"), Decimal("0.0005")),
        (Decimal("-3.1415"), Decimal("0.0005")),
    ]
    assert (21, "partial_weights") in losses(found)


def test_words_after_the_braces_leave_a_gap_in_the_question() -> None:
    texts = [question.text for question in questions(sample("shortAnswer1.gift"))]
    assert texts == ["Who's buried in Grant's tomb?", "Two plus two equals _____."]


def test_a_comment_after_the_braces_is_no_text() -> None:
    assert questions(sample("mc4.gift"))[0].text == "Who's buried in Grant's tomb?"


def test_weights_that_cancel_each_other_are_the_partial_rule() -> None:
    found = sample("totara_moodle_multichoice_multi.gift")
    assert right(found) == [{"yellow", "off-beige"}]
    assert found.bank is not None
    assert found.bank.keys["colours"].scoring is MultipleScoring.PARTIAL


def test_matching_gives_pairs_and_lone_right_sides() -> None:
    found = read("Ghép {=Canada -> Ottawa =Italy -> Rome = -> Paris}")
    (question,) = questions(found)
    assert question.type is QuestionType.MATCH
    assert {option.text for option in question.rights} == {"Ottawa", "Rome", "Paris"}


def test_categories_become_topics() -> None:
    text = "$CATEGORY: $course$/top/Luật\n\n::a::x{T}\n\n$CATEGORY: top/Luật/An toàn//số\n\ny{F}"
    found = read(text)
    assert [question.topic for question in questions(found)] == ["luat", "luat-an-toan-so"]
    assert found.bank is not None
    assert found.bank.topics[1].title == "Luật / An toàn/số"


def test_essays_and_descriptions_are_listed_with_their_line() -> None:
    found = read("Viết đi {}\n\nChỉ là lời dẫn\n\nĐúng? {T}")
    assert losses(found) == [(1, "essay"), (3, "description")]
    assert len(questions(found)) == 1


def test_a_category_without_a_blank_line_after_it_still_ends() -> None:
    found = read("$CATEGORY: Luật\n::a::Một? {T}\n::b::Hai? {F}")
    assert [question.id for question in questions(found)] == ["a", "b"]


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("Một? {T}\n\nHai? {=a ~b\n\n::c::Ba? {T}", (3, 1, "gift.braces")),
        ("Một? {T}\n\nHai? }", (3, 1, "gift.braces")),
        ("Hai? {\nabc}", (1, 1, "gift.answers")),
        ("Hai? {#mười}", (1, 1, "gift.number")),
        ("Hai? {\n=a -> b\n=c}", (3, 1, "pair.unclear")),
        ("Hai? {\n~a\n~b}", (1, 1, "key.missing")),
        ("Hai? {\n=a\n~\n}", (3, 1, "field.empty")),
        ("Một\x01 {T}", (1, 1, "file.binary")),
    ],
)
def test_faults_name_their_line(text: str, error: tuple[int, int, str]) -> None:
    assert error in errors(read(text))


def test_the_same_question_written_again_has_the_same_id() -> None:
    before = read("Một? {T}\n\nHai? {F}")
    after = read("Mới? {T}\n\nMột? {T}\n\nHai? {F}")
    assert {q.id for q in questions(before)} < {q.id for q in questions(after)}


def test_names_that_repeat_are_numbered() -> None:
    assert [q.id for q in questions(read("::a::x{T}\n\n::a::y{T}"))] == ["a", "a-2"]


def test_a_comment_of_others_is_not_taken_for_the_name_of_the_bank() -> None:
    found = read("// bank: Ngân hàng số 1\n// language: Tiếng Việt\nMột? {T}")
    assert found.bank is not None
    assert (found.bank.slug, found.bank.language) == ("thu", "vi")
