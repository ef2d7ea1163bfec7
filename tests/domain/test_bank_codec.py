from __future__ import annotations

import json
from decimal import Decimal

from hypothesis import given, settings

from app.domain import bank_codec
from app.domain.questions import Bank, Question, QuestionType, QuestionWords
from tests.bank_strategies import banks, canary_bank


@settings(max_examples=60, deadline=None)
@given(banks())
def test_a_bank_survives_storing_as_json(bank: Bank) -> None:
    questions = json.loads(bank_codec.canonical_json(bank_codec.questions_to_plain(bank)))
    keys = json.loads(bank_codec.canonical_json(bank_codec.keys_to_plain(bank)))
    assert bank_codec.bank_from_plain(questions, keys) == bank
    assert bank_codec.questions_from_plain(questions) == bank.questions
    assert bank_codec.keys_from_plain(keys) == bank.keys


def test_the_questions_part_holds_nothing_of_the_key() -> None:
    bank = canary_bank()
    questions = bank_codec.canonical_json(bank_codec.questions_to_plain(bank))
    keys = bank_codec.canonical_json(bank_codec.keys_to_plain(bank))
    secrets = [f"canary-{name}" for name in ("explanation", "source", "text", "english")]
    assert [secret for secret in secrets if secret not in keys] == []
    assert [secret for secret in secrets if secret in questions] == []
    seen = set(bank_codec.questions_to_plain(bank)["questions"][0])
    assert seen & set(bank_codec.keys_to_plain(bank)["keys"]["single"]) == {"options"}


def test_questions_that_differ_only_in_their_key_look_the_same() -> None:
    one, other = canary_bank(right=True), canary_bank(right=False)
    assert one.keys != other.keys
    plain = [bank_codec.canonical_json(bank_codec.questions_to_plain(b)) for b in (one, other)]
    assert plain[0] == plain[1]


def test_equal_banks_give_equal_json_whatever_the_sequence_of_their_mappings() -> None:
    words = {"en": QuestionWords("A?"), "ru": QuestionWords("Б?")}
    texts = []
    for languages in (words, dict(reversed(words.items()))):
        for points in (Decimal("1"), Decimal("1.00"), Decimal("1E0")):
            question = Question(
                "q", QuestionType.BOOLEAN, "?", points=points, translations=languages
            )
            bank = Bank("b", "B", "vi", (question,), {})
            texts.append(bank_codec.canonical_json(bank_codec.questions_to_plain(bank)))
    assert len(set(texts)) == 1
