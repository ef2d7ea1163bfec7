"""What the result page shows: as much as the contest's policy, and never too early."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from app.domain.questions import QuestionType
from app.services import attempts, banks, boards
from app.services.accounts import Identity
from app.services.attempts import RawAnswer
from app.services.demo_play import right_answer
from tests.web.play.conftest import Taking, begin, make_contest


def answer_and_submit(taking: Taking, *, at: datetime) -> None:
    """All right, but for the first question, which stays open."""
    sitting = taking.sitting()
    keys = banks.compiled_keys(sitting.facts.bank_version_id, 1)
    identity = Identity(taking.who.account_id, taking.who.epoch)
    answers = [
        RawAnswer(seq, one.id, right_for(one.type, right_answer(keys[one.id])))
        for seq, one in enumerate(sitting.questions[1:], start=1)
    ]
    attempts.save_answers(attempt_id=taking.attempt_id, identity=identity, answers=answers, now=at)
    attempts.submit(attempt_id=taking.attempt_id, identity=identity, prediction=None, now=at)


def right_for(kind: QuestionType, response: object) -> object:
    """Several choices are a list, even when there is but one."""
    return [response] if kind is QuestionType.MULTIPLE and isinstance(response, str) else response


def result_page(app: Flask, policy: str) -> str:
    make_contest(result_policy=policy)
    taking = begin(app)
    answer_and_submit(taking, at=datetime.now(UTC))
    return taking.page("/result")


def test_the_policy_nothing_shows_the_receipt_and_when_results_come(app: Flask) -> None:
    page = result_page(app, "nothing")
    assert "Mã biên nhận" in page
    assert "chưa công bố điểm" in page
    assert "Bài làm của bạn" not in page
    assert "điểm</small>" not in page


def test_the_policy_score_shows_the_score_but_no_question(app: Flask) -> None:
    page = result_page(app, "score")
    assert ">19<small>/20" in page
    assert "Bài làm của bạn" not in page


def test_the_policy_answers_shows_the_own_answers_without_right_or_wrong(app: Flask) -> None:
    page = result_page(app, "answers")
    assert page.count('class="review"') == 20
    assert page.count("Không trả lời") == 1
    assert "Đáp án" not in page
    assert "Chưa đúng" not in page


def test_explanations_wait_until_nobody_can_answer_any_more(app: Flask) -> None:
    page = result_page(app, "explanations")
    assert "hiện ở đây khi vòng thi đã đóng" in page
    assert "badge-good" not in page
    assert "<dt>Đáp án</dt>" not in page


def test_after_the_round_the_right_answers_and_the_reasons_are_shown(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_contest(result_policy="explanations", closes_in=timedelta(minutes=30))
    taking = begin(app)
    answer_and_submit(taking, at=datetime.now(UTC))
    later = datetime.now(UTC) + timedelta(hours=1)
    monkeypatch.setattr("app.web.play.results.now", lambda: later)
    page = taking.page("/result")
    assert page.count("badge-good") == 19
    assert page.count("badge-bad") == 1
    assert page.count("<dt>Đáp án</dt>") == 1
    key = banks.compiled_keys(taking.sitting().facts.bank_version_id, 1)
    explanation = key[taking.sitting().questions[0].id].explanation
    assert explanation is not None
    assert explanation.split("'")[0][:40] in page


def test_what_to_read_gathers_the_questions_missed_once_they_are_explained(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_contest(result_policy="explanations", closes_in=timedelta(minutes=30))
    taking = begin(app)
    answer_and_submit(taking, at=datetime.now(UTC))
    assert "Nên đọc thêm" not in taking.page("/result")
    monkeypatch.setattr("app.web.play.results.now", lambda: datetime.now(UTC) + timedelta(hours=1))
    page = taking.page("/result")
    assert "Nên đọc thêm" in page
    assert "1 câu chưa đúng" in page


def test_the_place_comes_with_the_boards(app: Flask) -> None:
    make_contest(result_policy="score")
    taking = begin(app)
    answer_and_submit(taking, at=datetime.now(UTC))
    assert "Bảng xếp hạng đang được cập nhật" in taking.page("/result")
    boards.refresh(datetime.now(UTC))
    page = taking.page("/result")
    assert "Toàn cuộc thi" in page
    assert "1<small>/1</small>" in page
    assert "Phường Minh Xuân" in page


def test_another_attempt_is_offered_while_there_is_one(app: Flask) -> None:
    make_contest(attempts_allowed=1)
    taking = begin(app)
    answer_and_submit(taking, at=datetime.now(UTC))
    assert "Thi thêm lượt nữa" not in taking.page("/result")


def test_the_receipt_of_the_page_can_be_verified_by_anybody(app: Flask) -> None:
    make_contest()
    taking = begin(app)
    answer_and_submit(taking, at=datetime.now(UTC))
    receipt = taking.sitting().facts.receipt
    assert receipt is not None
    assert receipt in taking.page("/result")
    assert app.test_client().get(f"/receipts/{receipt}").status_code == 200
