from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from flask import Flask

from app.domain.errors import BankChanged, BankRefused, NotFound
from app.domain.question_drafts import question_draft
from app.services import bank_editing, bank_views, banks
from app.services.bank_imports import Imported
from app.services.transactions import end_reading
from app.storage import audit
from tests.conftest import NOW
from tests.factories import an_organiser
from tests.factories_contests import a_bank, a_contest


@pytest.fixture
def account_id(app: Flask) -> int:
    a_bank(topics=("x", "y"))
    return an_organiser().account_id


def draft_of(id: str = "q1", **changes: Any) -> dict[str, Any]:
    bank = bank_views.get_whole("bank").bank
    found = next(one for one in bank.questions if one.id == id)
    return {**question_draft(found, bank.keys[id]), **changes}


def save(account_id: int, draft: dict[str, Any], *, started_from: int = 1) -> Imported:
    return bank_editing.save_question(
        "bank",
        draft,
        replaces=draft["id"],
        started_from=started_from,
        account_id=account_id,
        now=NOW,
    )


def test_an_edit_is_a_new_version_in_the_audit_and_the_old_one_stays(account_id: int) -> None:
    done = save(account_id, draft_of(text="Câu mới?"))
    assert (done.number, done.already_there, done.question_count) == (2, False, 6)
    assert bank_views.get_whole("bank", 1).bank.questions[0].text == "Câu 1?"
    assert bank_views.get_whole("bank").bank.questions[0].text == "Câu mới?"
    entry = list(audit.list_entries())[-1]
    assert (entry.act, entry.subject, entry.account_id) == (
        "bank.question.edit",
        "bank/bank/2",
        account_id,
    )


def test_a_running_contest_keeps_the_version_that_it_began_with(account_id: int) -> None:
    contest = a_contest()
    save(account_id, draft_of(text="Câu mới?"))
    used = banks.compiled(contest.rounds[0].bank_version_id)
    assert used.questions[0].text == "Câu 1?"


def test_an_edit_of_an_older_version_is_refused(account_id: int) -> None:
    save(account_id, draft_of(text="Một?"))
    with pytest.raises(BankChanged) as changed:
        save(account_id, draft_of(text="Hai?"))
    assert changed.value.number == 2
    assert bank_views.get_whole("bank").bank.questions[0].text == "Một?"


def test_of_edits_at_the_same_moment_one_wins_and_the_others_are_told(
    app: Flask, account_id: int
) -> None:
    drafts = [draft_of(text=f"Bản {number}?") for number in range(4)]

    def edit(draft: dict[str, Any]) -> str:
        with app.app_context():
            try:
                return f"version {save(account_id, draft).number}"
            except BankChanged:
                return "changed"

    with ThreadPoolExecutor(4) as pool:
        outcomes = sorted(pool.map(edit, drafts))
    assert outcomes == ["changed", "changed", "changed", "version 2"]
    end_reading()
    assert len(banks.get_bank("bank").versions) == 2


def test_a_wrong_question_is_refused_with_places_that_count_from_itself(account_id: int) -> None:
    with pytest.raises(BankRefused) as refused:
        save(account_id, draft_of(text="", topic="z", id="q1"))
    assert [(one.path, one.code) for one in refused.value.problems if one.severity == "error"] == [
        ("text", "field.empty"),
        ("topic", "topic.unknown"),
    ]


def test_warnings_come_back_with_the_new_version(account_id: int) -> None:
    done = save(account_id, draft_of(text="câu 2?"))
    assert {one.code for one in done.problems} == {"source.missing", "question.duplicate"}


def test_new_questions_get_ids_of_their_own(account_id: int) -> None:
    bank = bank_views.get_whole("bank").bank
    assert bank_editing.new_question_id(bank, "Đâu là đúng?") == "dau-la-dung"
    assert bank_editing.new_question_id(bank, "q1") == "q1-2"
    assert bank_editing.new_question_id(bank, "???") == "cau-hoi"


def test_a_question_that_is_not_there_cannot_be_deleted(account_id: int) -> None:
    with pytest.raises(NotFound):
        bank_editing.delete_question("bank", "q99", started_from=1, account_id=account_id, now=NOW)
    with pytest.raises(NotFound):
        bank_editing.delete_question("khac", "q1", started_from=1, account_id=account_id, now=NOW)


def test_a_topic_without_questions_may_go_and_one_with_them_may_not(account_id: int) -> None:
    bank = bank_views.get_whole("bank").bank
    topics = [{"id": id, "title": id} for id in ("x", "y", "z")]
    wider, problems = bank_editing.check_head(bank, {"title": "A", "topics": topics})
    assert problems == ()
    assert wider is not None
    narrower, _ = bank_editing.check_head(wider, {"title": "A", "topics": topics[:2]})
    assert narrower is not None
    assert [topic.id for topic in narrower.topics] == ["x", "y"]
    refused, problems = bank_editing.check_head(wider, {"title": "A", "topics": topics[1:]})
    assert refused is None
    assert [(one.code, one.args["count"]) for one in problems] == [("topic.in_use", "3")]


def test_a_text_without_a_bank_of_its_own_is_not_another_bank(account_id: int) -> None:
    whole = bank_views.get_whole("bank")
    text = bank_editing.bank_text(whole.bank)
    assert bank_editing.check_text("bank", text).bank == whole.bank
    flow = '{"bank": khac, format: 1, title: A, language: vi, questions: [{id: a, type: boolean, '
    read = bank_editing.check_text("bank", flow + "text: B, answer: true}]}")
    assert read.bank is None
    assert (read.problems[0].code, read.problems[0].line) == ("bank.other_slug", 1)
