"""Answers out of the plain form, one kind of question after another."""

from __future__ import annotations

from typing import Any

import pytest

from app.domain.questions import Question, QuestionType
from tests.web.play.conftest import Taking


def first(taking: Taking, kind: QuestionType) -> Question:
    return next(one for one in taking.sitting().questions if one.type is kind)


def fields(question: Question, **more: str) -> dict[str, Any]:
    """Form fields of one question; names in `more` begin after "q-<id>"."""
    name = f"q-{question.id}"
    return {f"has-{question.id}": "1", **{name + key: value for key, value in more.items()}}


def saved(taking: Taking, question: Question, form: dict[str, Any]) -> Any:
    assert taking.post("/answers", **form).status_code == 303
    return taking.sitting().answers.get(question.id)


@pytest.mark.parametrize(
    ("kind", "typed", "expected"),
    [
        (QuestionType.BOOLEAN, "true", True),
        (QuestionType.BOOLEAN, "false", False),
        (QuestionType.NUMBER, " 3,50 ", "3.5"),
        (QuestionType.TEXT, "  hai   chữ ", "hai chữ"),
        (QuestionType.TEXT, "   ", None),
    ],
)
def test_what_is_typed_is_saved_in_one_written_form(
    taking: Taking, kind: QuestionType, typed: str, expected: Any
) -> None:
    question = first(taking, kind)
    assert saved(taking, question, fields(question, **{"": typed})) == expected


def test_a_single_choice_is_saved_and_can_be_taken_back(taking: Taking) -> None:
    question = first(taking, QuestionType.SINGLE)
    chosen = question.options[1].id
    assert saved(taking, question, fields(question, **{"": chosen})) == chosen
    assert saved(taking, question, fields(question, **{"": ""})) is None


def test_several_choices_are_saved_together(taking: Taking) -> None:
    question = first(taking, QuestionType.MULTIPLE)
    chosen = sorted(option.id for option in question.options[:2])
    form = fields(question)
    form[f"q-{question.id}"] = chosen
    assert saved(taking, question, form) == chosen


def test_an_order_counts_once_every_item_has_a_place(taking: Taking) -> None:
    question = first(taking, QuestionType.ORDER)
    items = [option.id for option in question.options]
    backwards = list(reversed(items))
    places = {f"-{item}": str(place) for place, item in enumerate(backwards, start=1)}
    assert saved(taking, question, fields(question, **{**places, f"-{items[0]}": ""})) is None
    assert saved(taking, question, fields(question, **places)) == backwards


def test_pairs_may_be_left_open(taking: Taking) -> None:
    question = first(taking, QuestionType.MATCH)
    left, right = question.lefts[0].id, question.rights[0].id
    form = fields(question, **{f"-{left}": right, f"-{question.lefts[1].id}": ""})
    assert saved(taking, question, form) == {left: right}


def test_a_question_that_the_form_does_not_hold_is_left_alone(taking: Taking) -> None:
    one, other = taking.sitting().questions[:2]
    chosen = one.options[0].id
    saved(taking, one, fields(one, **{"": chosen}))
    saved(taking, other, fields(other, **{"": other.options[0].id}))
    assert taking.sitting().answers[one.id] == chosen


def test_only_what_changed_becomes_an_entry(taking: Taking) -> None:
    question = first(taking, QuestionType.SINGLE)
    form = fields(question, **{"": question.options[0].id})
    saved(taking, question, form)
    saved(taking, question, form)
    assert taking.sitting().last_seq == 1


def test_the_form_is_the_same_as_the_page_shows(taking: Taking) -> None:
    """Every name that is read is a name of the page."""
    page = taking.page()
    for question in taking.sitting().questions:
        assert f'name="has-{question.id}"' in page
        parts = {QuestionType.ORDER: question.options, QuestionType.MATCH: question.lefts}
        for part in parts.get(question.type, ()):
            assert f'name="q-{question.id}-{part.id}"' in page
        if question.type not in parts:
            assert f'name="q-{question.id}"' in page
