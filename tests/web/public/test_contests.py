"""The page of one contest."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from flask.testing import FlaskClient

from app.services.accounts import SignedIn
from tests.factories import a_person
from tests.factories_contests import (
    DAY,
    a_bank,
    a_contest,
    a_draft,
    a_finished_attempt,
    a_round,
    a_started_attempt,
)

As = Callable[[SignedIn], FlaskClient]
START = 'action="/contests/cuoc-thi/start"'


def test_it_says_times_rules_and_prizes(visitor: FlaskClient) -> None:
    a_contest(prizes="**Giải nhất**: 2.000.000 đồng", minutes=15)
    page = visitor.get("/contests/cuoc-thi").text
    assert "Từ 08:00, 24/11/2026" in page
    assert "đến 09:00, 25/11/2026" in page
    assert "Mỗi lượt thi có 3 câu hỏi, làm trong 15 phút." in page
    assert "<strong>Giải nhất</strong>" in page


def test_a_stranger_is_led_to_register_and_back(visitor: FlaskClient) -> None:
    a_contest()
    page = visitor.get("/contests/cuoc-thi").text
    assert 'href="/register?next=/contests/cuoc-thi"' in page
    assert 'href="/sign-in?next=/contests/cuoc-thi"' in page
    assert START not in page


def test_a_person_can_start_with_a_token_against_forgery(as_person: As) -> None:
    a_contest()
    page = as_person(a_person()).get("/contests/cuoc-thi").text
    assert START in page
    assert 'name="csrf_token"' in page
    assert "Bắt đầu làm bài" in page


def test_an_open_attempt_is_continued(as_person: As) -> None:
    who = a_person()
    a_contest()
    attempt_id = a_started_attempt(who)
    page = as_person(who).get("/contests/cuoc-thi").text
    assert "Làm tiếp lượt đang mở" in page
    assert f'href="/attempts/{attempt_id}"' in page


def test_own_finished_attempts_are_listed_with_what_the_policy_shows(as_person: As) -> None:
    who = a_person()
    a_contest()
    attempt = a_finished_attempt(who, right=2)
    page = as_person(who).get("/contests/cuoc-thi").text
    assert f'href="/attempts/{attempt.id}/result"' in page
    assert "2/3 câu đúng" in page
    assert "Bạn đã dùng hết số lượt thi" in page
    assert START not in page


def test_a_contest_that_shows_nothing_shows_no_score_here(as_person: As) -> None:
    who = a_person()
    a_contest(result_policy="nothing")
    a_finished_attempt(who, right=2)
    page = as_person(who).get("/contests/cuoc-thi").text
    assert "câu đúng</strong>" not in page
    assert "Đã nộp" in page


def test_others_attempts_are_not_shown(as_person: As) -> None:
    a_contest()
    a_finished_attempt(a_person())
    assert "Các lượt thi của bạn" not in as_person(a_person()).get("/contests/cuoc-thi").text


@pytest.mark.parametrize(
    ("opens", "closes", "words"),
    [(1, 2, "Cuộc thi chưa mở."), (-3, -1, "Cuộc thi đã đóng.")],
)
def test_outside_its_time_nobody_can_start(
    as_person: As, now: datetime, opens: int, closes: int, words: str
) -> None:
    a_bank()
    a_contest(
        now=now - 9 * DAY,
        rounds=[a_round(opens_at=now + opens * DAY, closes_at=now + closes * DAY)],
    )
    page = as_person(a_person()).get("/contests/cuoc-thi").text
    assert words in page
    assert START not in page


def test_drafts_are_not_found(visitor: FlaskClient) -> None:
    a_draft("nhap")
    page = visitor.get("/contests/nhap")
    assert page.status_code == 404
    assert "Không tìm thấy" in page.text


def test_markup_of_organisers_stays_text(visitor: FlaskClient) -> None:
    evil = "<script>alert(1)</script>[x](javascript:alert(1))"
    a_contest(title=evil, summary=evil, description=evil, prizes=evil)
    page = visitor.get("/contests/cuoc-thi").text
    assert "<script>" not in page
    assert 'href="javascript' not in page
