"""Receipts: one for each closed attempt, genuine or refused, and silent about people."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy import update

from app.domain.errors import NotFound
from app.domain.papers import answers_hash
from app.domain.receipts import ALPHABET
from app.services import receipts
from app.services.attempts import own_facts
from app.services.closing import answers_of
from app.services.transactions import writing
from app.storage.attempts import AttemptFacts
from app.storage.tables import Attempt
from tests.factories import a_person
from tests.factories_contests import a_contest, a_finished_attempt, a_started_attempt, identity_of

POLICIES = ("nothing", "score", "answers", "explanations")


def a_receipt(policy: str = "score") -> tuple[AttemptFacts, receipts.Receipt]:
    a_contest(result_policy=policy)
    facts = a_finished_attempt(a_person(), right=2)
    return facts, receipts.receipt_of(facts)


@pytest.mark.parametrize("policy", POLICIES)
def test_a_receipt_shows_the_score_by_the_policy_only(app: Flask, policy: str) -> None:
    facts, receipt = a_receipt(policy)
    assert (receipt.counted, receipt.closed_by) == (3, "submission")
    assert receipt.submitted_at == facts.closed_at
    if policy == "nothing":
        assert receipt.result is None
    else:
        assert receipt.result == receipts.Earned(2000, 3000, 2, 3, 60_000)


def test_a_receipt_seals_the_answers(app: Flask) -> None:
    facts, receipt = a_receipt()
    assert receipt.answers_hash == answers_hash(answers_of(facts))


def test_a_receipt_is_verified_as_people_type_it(app: Flask) -> None:
    _, receipt = a_receipt()
    typed = receipt.code.lower().replace("-", " ").replace("0", "o")
    proof = receipts.verify(f"  {typed} ")
    assert (proof.code, proof.contest_slug, proof.round_number) == (receipt.code, "cuoc-thi", 1)
    assert proof.answers_hash == receipt.answers_hash
    assert (proof.submitted_at, proof.counted) == (receipt.submitted_at, 3)


def test_a_proof_names_nobody_and_no_score(app: Flask) -> None:
    _, receipt = a_receipt()
    assert set(asdict(receipts.verify(receipt.code))) == {
        "code",
        "contest_slug",
        "round_number",
        "answers_hash",
        "submitted_at",
        "closed_by",
        "counted",
        "superseded_at",
    }


def test_every_altered_letter_of_a_code_is_refused(app: Flask) -> None:
    code = a_receipt()[1].code
    for place, letter in enumerate(code):
        if letter != "-":
            other = ALPHABET[(ALPHABET.index(letter) + 1) % len(ALPHABET)]
            with pytest.raises(NotFound):
                receipts.verify(code[:place] + other + code[place + 1 :])
    for typed in ("", "abc", "x" * 500, "' OR 1=1 --"):
        with pytest.raises(NotFound):
            receipts.verify(typed)


@pytest.mark.parametrize(
    "change", [{"answers_hash": "f" * 64}, {"prediction": 5}, {"closed_at": "later"}]
)
def test_a_row_that_was_altered_no_longer_has_a_genuine_receipt(
    app: Flask, now: datetime, change: dict[str, object]
) -> None:
    _, receipt = a_receipt()
    values = {"closed_at": now} if "closed_at" in change else change
    with writing() as session:
        session.execute(update(Attempt).values(**values))
    with pytest.raises(NotFound):
        receipts.verify(receipt.code)


def test_another_secret_does_not_verify(app: Flask) -> None:
    _, receipt = a_receipt()
    app.config["SECRET_KEY"] = "another secret for tests"
    with pytest.raises(NotFound):
        receipts.verify(receipt.code)


def test_an_open_attempt_has_no_receipt(app: Flask, now: datetime) -> None:
    a_contest()
    who = a_person()
    facts = own_facts(a_started_attempt(who), identity_of(who))
    with pytest.raises(NotFound):
        receipts.receipt_of(facts)
    assert receipts.earned(facts) is None
