from __future__ import annotations

import pytest
from hypothesis import given

from app.domain.bank_rules import check_draft
from app.domain.question_drafts import empty_draft, free_option_id, question_draft, retyped
from app.domain.questions import Bank, QuestionType
from tests.bank_strategies import banks


@given(banks())
def test_a_question_made_a_draft_again_reads_back_to_itself(bank: Bank) -> None:
    draft = {
        "format": "1",
        "bank": bank.slug,
        "title": bank.title,
        "language": bank.language,
        "topics": [{"id": topic.id, "title": topic.title} for topic in bank.topics],
        "questions": [question_draft(one, bank.keys[one.id]) for one in bank.questions],
    }
    back = check_draft(draft, image_exists=lambda file: True).bank
    assert back is not None
    assert back.questions == bank.questions
    assert back.keys == bank.keys


@pytest.mark.parametrize("kind", QuestionType)
def test_a_new_question_has_only_fields_of_its_type(kind: QuestionType) -> None:
    draft = {"format": "1", "bank": "a", "title": "A", "language": "vi"}
    checked = check_draft(
        {**draft, "questions": [empty_draft(kind)]}, image_exists=lambda file: True
    )
    assert "field.unknown" not in {problem.code for problem in checked.problems}


CHOICE = {
    "id": "a",
    "type": "single",
    "text": "Gì?",
    "options": [{"id": "a", "text": "Một", "correct": "true"}, {"id": "b", "text": "Hai"}],
    "shuffle": "false",
    "translations": {"en": {"text": "What?", "options": {"a": "One", "b": "Two"}}},
}


def test_between_the_types_with_options_everything_goes_along() -> None:
    other = retyped(CHOICE, QuestionType.MULTIPLE)
    assert other == {**CHOICE, "type": "multiple"}
    assert retyped(other, QuestionType.SINGLE) == CHOICE


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        (QuestionType.ORDER, {"items": ["Một", "Hai", ""]}),
        (QuestionType.TEXT, {"answers": ["Một", "Hai"]}),
        (QuestionType.BOOLEAN, {}),
        (
            QuestionType.MATCH,
            {
                "pairs": [
                    {"left": "Một", "right": ""},
                    {"left": "Hai", "right": ""},
                    {"left": "", "right": ""},
                ]
            },
        ),
    ],
)
def test_the_texts_go_along_to_another_type(
    kind: QuestionType, expected: dict[str, object]
) -> None:
    assert retyped(CHOICE, kind) == {
        "id": "a",
        "type": kind.value,
        "text": "Gì?",
        "translations": {"en": {"text": "What?"}},
        **expected,
    }


def test_the_next_option_takes_the_first_free_letter() -> None:
    assert free_option_id({"a", "c"}) == "b"
    assert free_option_id(set("abcdefghijklmnopqrstuvwxyz")) == "o27"
