from __future__ import annotations

from typing import Any

from hypothesis import given

from app.domain.question_drafts import question_draft
from app.domain.question_rows import (
    add_language,
    add_row,
    move_row,
    remove_language,
    remove_row,
    tidy,
)
from app.domain.questions import Bank
from tests.bank_strategies import banks


def a_choice() -> dict[str, Any]:
    return {
        "type": "single",
        "options": [{"id": "a", "text": "Một", "correct": "true"}, {"id": "b", "text": "Hai"}],
        "translations": {"en": {"text": "?", "options": {"a": "One", "b": "Two"}}},
    }


def an_order() -> dict[str, Any]:
    return {
        "type": "order",
        "items": ["một", "hai", "ba"],
        "translations": {"en": {"text": "?", "items": ["one", "two", "three"]}},
    }


def test_a_new_option_gets_a_free_id_and_a_new_item_a_place_in_every_language() -> None:
    assert add_row(a_choice(), "options")["options"][2] == {"id": "c", "text": ""}
    longer = add_row(an_order(), "items")
    assert longer["items"] == ["một", "hai", "ba", ""]
    assert longer["translations"]["en"]["items"] == ["one", "two", "three", ""]


def test_there_is_an_end_to_adding_rows() -> None:
    draft = an_order()
    for _ in range(60):
        draft = add_row(draft, "items")
    assert len(draft["items"]) == 50
    assert add_row(draft, "title") == draft


def test_a_removed_row_takes_its_translations_along() -> None:
    assert remove_row(a_choice(), "options", 0)["translations"]["en"]["options"] == {"b": "Two"}
    shorter = remove_row(an_order(), "items", 1)
    assert shorter["items"] == ["một", "ba"]
    assert shorter["translations"]["en"]["items"] == ["one", "three"]


def test_a_moved_row_takes_its_translations_along() -> None:
    moved = move_row(an_order(), "items", 2, 0)
    assert moved["items"] == ["ba", "một", "hai"]
    assert moved["translations"]["en"]["items"] == ["three", "one", "two"]


def test_a_row_that_is_not_there_is_neither_moved_nor_removed() -> None:
    draft = an_order()
    assert remove_row(draft, "items", 3) == remove_row(draft, "items", -1) == draft
    assert move_row(draft, "items", 0, 3) == move_row(draft, "pairs", 0, 0) == draft


def test_languages_come_with_room_for_every_row_and_go_again() -> None:
    russian = add_language(a_choice(), "ru")["translations"]["ru"]
    assert russian == {"text": "", "explanation": "", "options": {"a": "", "b": ""}}
    assert add_language(an_order(), "ru")["translations"]["ru"]["items"] == ["", "", ""]
    assert add_language(an_order(), "en") == an_order()
    assert remove_language(an_order(), "en")["translations"] == {}


def test_tidying_drops_what_is_blank_everywhere_and_nothing_else() -> None:
    draft = an_order()
    draft["items"][1] = " "
    draft["translations"]["en"]["items"][1] = ""
    draft["translations"]["ru"] = {"text": "", "items": ["", " ", ""]}
    draft["image"] = {"file": "", "alt": " "}
    tidied = tidy(draft)
    assert tidied["items"] == ["một", "ba"]
    assert tidied["translations"] == {"en": {"text": "?", "items": ["one", "three"]}}
    assert "image" not in tidied
    draft["translations"]["en"]["items"][1] = "two"
    assert tidy(draft)["items"] == ["một", " ", "ba"]


def test_tidying_keeps_an_empty_option_that_is_marked_right_or_translated() -> None:
    draft = a_choice()
    draft["options"] += [{"id": "c", "text": "", "correct": "true"}, {"id": "d", "text": ""}]
    draft["translations"]["en"]["options"]["b"] = "Two"
    draft["options"][1]["text"] = ""
    assert [one["id"] for one in tidy(draft)["options"]] == ["a", "b", "c"]


def test_tidying_names_new_options_and_asks_for_their_translation() -> None:
    draft = a_choice()
    draft["options"] += [{"id": "", "text": "Ba"}]
    tidied = tidy(draft)
    assert tidied["options"][2]["id"] == "c"
    assert tidied["translations"]["en"]["options"] == {"a": "One", "b": "Two", "c": ""}


@given(banks())
def test_a_whole_question_is_tidy_already(bank: Bank) -> None:
    for question in bank.questions:
        draft = question_draft(question, bank.keys[question.id])
        assert tidy(draft) == draft
