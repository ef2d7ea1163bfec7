"""What a correction makes of a key, and who moves by it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.bank_codec import key_from_plain, key_to_plain
from app.domain.corrections import InvalidCorrection, Kind, Move, Place, corrected, moves
from app.domain.questions import Key, Option, Question, QuestionType
from app.domain.scoring import mark

OPTIONS = (Option("a", "A"), Option("b", "B"), Option("c", "C"))
ONE = Question("q", QuestionType.SINGLE, "?", options=OPTIONS)
MANY = Question("q", QuestionType.MULTIPLE, "?", options=OPTIONS)
NUMBER = Question("q", QuestionType.NUMBER, "?")
TEXT = Question("q", QuestionType.TEXT, "?")
TRUTH = Question("q", QuestionType.BOOLEAN, "?")
A = Key("q", options=frozenset("a"), explanation="Vì A.")


@pytest.mark.parametrize(
    ("question", "key", "response", "wrong"),
    [
        (ONE, A, "b", "a"),
        (MANY, Key("q", options=frozenset("ab")), ["b", "c"], ["a", "b"]),
        (NUMBER, Key("q", number=Decimal(5)), "7.5", "5"),
        (TEXT, Key("q", texts=("Hà Giang",)), "Tuyên Quang", "Hà Giang"),
        (TRUTH, Key("q", truth=True), False, True),
    ],
)
def test_another_answer_is_right_and_the_old_one_is_not(
    question: Question, key: Key, response: Any, wrong: Any
) -> None:
    made = corrected(question, key, Kind.REPLACE, response)
    assert mark(question, made, response).correct
    assert not mark(question, made, wrong).correct
    assert made.explanation == key.explanation


def test_a_further_answer_is_right_beside_the_first() -> None:
    made = corrected(ONE, A, Kind.ACCEPT, "b")
    assert [mark(ONE, made, one).mills for one in "abc"] == [1000, 1000, 0]
    more = corrected(MANY, Key("q", options=frozenset("ab")), Kind.ACCEPT, ["c", "a"])
    assert [mark(MANY, more, one).correct for one in (["a", "b"], ["a", "c"], ["a"])] == [
        True, True, False,
    ]  # fmt: skip


def test_a_voided_question_gives_everybody_all_its_points() -> None:
    made = corrected(ONE, A, Kind.VOID)
    for response in ("a", "b", None):
        assert mark(ONE, made, response, negative=Decimal(1)).mills == 1000


@pytest.mark.parametrize(
    ("kind", "response", "reason"),
    [
        (Kind.REPLACE, "a", "no_change"),
        (Kind.REPLACE, None, "no_response"),
        (Kind.REPLACE, "z", "unreadable"),
        (Kind.ACCEPT, ["a"], "unreadable"),
    ],
)
def test_a_correction_that_cannot_be_is_refused(kind: Kind, response: Any, reason: str) -> None:
    with pytest.raises(InvalidCorrection) as refused:
        corrected(ONE, A, kind, response)
    assert refused.value.reason == reason


def test_a_corrected_key_is_kept_whole_and_an_old_one_as_it_was() -> None:
    for key in (A, corrected(ONE, A, Kind.ACCEPT, "b"), corrected(ONE, A, Kind.VOID)):
        assert key_from_plain("q", key_to_plain(key)) == key
    assert "also" not in key_to_plain(A)
    assert "voided" not in key_to_plain(A)


def test_everybody_who_moves_is_named() -> None:
    before = [Place(1, "1", 3000), Place(2, "2", 2000), Place(3, "2", 2000), Place(4, "4", 0)]
    after = {4: Place(4, "0", 4000)}
    assert moves(before, after) == [
        Move(4, 4, 1, 0, 4000),
        Move(1, 1, 2, 3000, 3000),
        Move(2, 2, 3, 2000, 2000),
        Move(3, 2, 3, 2000, 2000),
    ]


@given(st.lists(st.integers(0, 5)), st.dictionaries(st.integers(0, 20), st.integers(0, 5)))
def test_nobody_moves_without_a_change_and_all_who_do_are_named(
    keys: list[int], changes: dict[int, int]
) -> None:
    before = [Place(person, str(key), key) for person, key in enumerate(keys)]
    assert moves(before, {}) == []
    after = {p: Place(p, str(k), k) for p, k in changes.items() if p < len(keys)}
    named = {move.person_id for move in moves(before, after)}
    now = [after.get(one.person_id, one) for one in before]
    for old, new in zip(before, now, strict=True):
        rank_before = 1 + sum(one.rank_key < old.rank_key for one in before)
        rank_after = 1 + sum(one.rank_key < new.rank_key for one in now)
        assert ((rank_before, old.mills) != (rank_after, new.mills)) == (old.person_id in named)
