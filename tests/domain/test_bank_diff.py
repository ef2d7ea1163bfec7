from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.bank_diff import Change, Kind, Part, compare_banks, compare_words
from app.domain.bank_rules import check_draft
from app.domain.questions import Bank
from tests.bank_strategies import banks

SINGLE: dict[str, Any] = {
    "id": "ngay",
    "type": "single",
    "topic": "t",
    "difficulty": "1",
    "text": "Ngày nào là ngày chuyển đổi số?",
    "options": [{"id": "a", "text": "10/10", "correct": "true"}, {"id": "b", "text": "20/11"}],
    "explanation": "Vì thế.",
    "source": "QĐ 505",
}


def a_bank(*questions: dict[str, Any], **head: Any) -> Bank:
    draft = {
        "format": "1",
        "bank": "thu",
        "title": "Thử",
        "language": "vi",
        "topics": [{"id": "t", "title": "Một"}, {"id": "u", "title": "Hai"}],
        "questions": list(questions),
        **head,
    }
    bank = check_draft(draft, image_exists=lambda file: True).bank
    assert bank is not None
    return bank


def shown(parts: tuple[Part, ...]) -> str:
    marks = {Kind.SAME: "{}", Kind.ADDED: "[+{}]", Kind.REMOVED: "[-{}]"}
    return "".join(marks[part.kind].format(part.text) for part in parts)


def changes(**new: Any) -> dict[str, str]:
    """What is shown of the question when these fields change; names with labels as "options b"."""
    changed = {**SINGLE, **new}
    diff = compare_banks(a_bank(SINGLE), a_bank(changed))
    assert not diff.added
    assert not diff.removed
    return {
        f"{change.name} {change.label}".strip(): shown(change.parts)
        for one in diff.changed
        for change in one.changes()
    }


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("a b", "a b", "a b"),
        ("", "mới", "[+mới]"),
        ("cũ", "", "[-cũ]"),
        ("Ngày nào?", "Ngày tháng nào?", "Ngày[+ tháng] nào?"),
        ("Đó là 10/10.", "Đó là 20/10.", "Đó là [-10][+20]/10."),
        ("một hai ba bốn", "một x y bốn", "một [-hai ba][+x y] bốn"),
        ("chuyển đổi", "chuyến đổi", "[-chuyển][+chuyến] đổi"),
    ],
)
def test_texts_are_compared_by_whole_words(old: str, new: str, expected: str) -> None:
    assert shown(compare_words(old, new)) == expected


pieces = st.lists(st.sampled_from(["một", "hai", " ", "  ", "\n", "?", "ba,"]), max_size=12)


@given(pieces.map("".join), pieces.map("".join))
def test_the_parts_give_both_texts_back(old: str, new: str) -> None:
    parts = compare_words(old, new)
    assert "".join(part.text for part in parts if part.kind is not Kind.ADDED) == old
    assert "".join(part.text for part in parts if part.kind is not Kind.REMOVED) == new


def test_very_long_texts_are_shown_whole_instead_of_compared() -> None:
    old, new = "a " * 4000, "b " * 4000
    assert compare_words(old, new) == (Part(Kind.REMOVED, old), Part(Kind.ADDED, new))


@pytest.mark.parametrize(
    ("new", "expected"),
    [
        ({"text": "Ngày nào là ngày số?"}, {"text": "Ngày nào là ngày [-chuyển đổi ]số?"}),
        ({"topic": "u"}, {"topic": "[-t][+u]"}),
        ({"difficulty": "3"}, {"difficulty": "[-1][+3]"}),
        ({"points": "2"}, {"points": "[-1][+2]"}),
        ({"explanation": ""}, {"explanation": "[-Vì thế.]"}),
        ({"source": "QĐ 506"}, {"source": "QĐ [-505][+506]"}),
        ({"shuffle": "false"}, {"shuffle": "[-true][+false]"}),
        ({"image": {"file": "images/a.png", "alt": "A"}}, {"image": "[+images/a.png (A)]"}),
        (
            {"options": [{"id": "a", "text": "10/10"}, SINGLE["options"][1] | {"correct": "true"}]},
            {"key": "[-a][+b]"},
        ),
        (
            {"options": [*SINGLE["options"], {"id": "c", "text": "Khác"}]},
            {"options c": "[+Khác]", "order_of_options": "a b[+ c]"},
        ),
        (
            {"translations": {"en": {"text": "Which?", "options": {"a": "x", "b": "y"}}}},
            {"translation en": "[+Which?\n10/10: x\n20/11: y]"},
        ),
    ],
)
def test_every_part_of_a_question_that_changed_is_named(
    new: dict[str, Any], expected: dict[str, str]
) -> None:
    assert changes(**new) == expected


TYPED: list[tuple[dict[str, Any], dict[str, Any], dict[str, str]]] = [
    ({"type": "boolean", "answer": "true"}, {"answer": "false"}, {"truth": "[-true][+false]"}),
    (
        {"type": "number", "answer": "2030", "tolerance": "0"},
        {"answer": "2045", "tolerance": "1"},
        {"number": "[-2030][+2045]", "tolerance": "[-0][+1]"},
    ),
    (
        {"type": "text", "answers": ["VNeID"]},
        {"answers": ["VNeID", "định danh"], "ignore_accents": "true"},
        {"texts": "VNeID[+\nđịnh danh]", "ignore_accents": "[-false][+true]"},
    ),
    (
        {"type": "order", "items": ["một", "hai"]},
        {"items": ["hai", "một"]},
        {"order": "[+hai\n]một[-\nhai]"},
    ),
    (
        {"type": "match", "pairs": [{"left": "a", "right": "b"}, {"left": "c", "right": "d"}]},
        {"extra_right": ["e"]},
        {"extra_right": "[+e]"},
    ),
]


@pytest.mark.parametrize(("old", "new", "expected"), TYPED)
def test_answers_of_every_type_are_compared(
    old: dict[str, Any], new: dict[str, Any], expected: dict[str, str]
) -> None:
    base = {"id": "q", "text": "Gì?", **old}
    diff = compare_banks(a_bank(base), a_bank({**base, **new}))
    found = {change.name: shown(change.parts) for change in diff.changed[0].changes()}
    assert found == expected


def test_added_and_removed_questions_and_the_head_are_told_apart() -> None:
    other = {**SINGLE, "id": "khac", "text": "Khác?"}
    topics = [{"id": "t", "title": "Một"}, {"id": "u", "title": "Ba"}]
    diff = compare_banks(a_bank(SINGLE), a_bank(other, title="Thử lại", topics=topics))
    assert [question.id for question in diff.added] == ["khac"]
    assert [question.id for question in diff.removed] == ["ngay"]
    assert diff.changed == ()
    assert not diff.moved
    assert diff.head == (
        Change("title", "", (Part(Kind.SAME, "Thử"), Part(Kind.ADDED, " lại"))),
        Change("topics", "u", (Part(Kind.REMOVED, "Hai"), Part(Kind.ADDED, "Ba"))),
    )


def test_another_order_of_the_same_questions_is_a_move() -> None:
    other = {**SINGLE, "id": "khac"}
    assert compare_banks(a_bank(SINGLE, other), a_bank(other, SINGLE)).moved
    assert not compare_banks(a_bank(SINGLE, other), a_bank(other)).moved


@given(banks())
def test_a_bank_does_not_differ_from_itself(bank: Bank) -> None:
    assert compare_banks(bank, replace(bank)).is_empty
