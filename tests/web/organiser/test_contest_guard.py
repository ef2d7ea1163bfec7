"""The guard on the page: first whom a change touches, then a reason, then the change."""

from __future__ import annotations

import json
from datetime import datetime, timedelta

import pytest

from app.domain.contest_dangers import DangerKind
from app.services import contests
from app.services.contests import ContestView
from app.storage import audit as audit_storage
from app.web.organiser import contest_guarding
from tests.factories import a_person
from tests.factories_contests import (
    a_bank,
    a_contest,
    a_finished_attempt,
    a_round,
    a_started_attempt,
)
from tests.web.organiser.conftest import Browser
from tests.web.organiser.html_forms import form_in
from tests.web.organiser.test_contest_form import press

EDIT = "/organiser/contests/cuoc-thi/edit"
DAY = timedelta(days=1)


@pytest.fixture
def taken(organiser: Browser, now: datetime) -> ContestView:
    """A contest of two rounds: in the first one person has ended and one answers now."""
    a_bank()
    later = a_round(title="Đợt 2", opens_at=now + 2 * DAY, closes_at=now + 3 * DAY)
    contest = a_contest(rounds=[a_round(), later])
    a_finished_attempt(a_person(), at=now - timedelta(minutes=3))
    a_started_attempt(a_person(), at=now)
    return contest


def test_a_change_shows_first_whom_it_touches_and_saves_nothing(
    organiser: Browser, taken: ContestView
) -> None:
    form = organiser.form(EDIT, "title")
    form["title"], form["prizes"] = "Tên mới", "Một xe đạp"
    form["rounds-0-closes_at"] = "2026-11-25T20:00"
    answer = organiser.send(EDIT, form)
    page = " ".join(answer.text.split())
    assert answer.status_code == 200
    for words in (
        "Xác nhận thay đổi",
        "Cuộc thi → Tên mới",
        "Đổi giải thưởng",
        "Đóng muộn hơn: Đợt 1",
        "09:00, 25/11/2026 → 20:00, 25/11/2026",
        "2 người đã vào thi, 1 đang làm bài",
        '<span class="stat-number">2</span> <span class="stat-label">người đã vào thi</span>',
        '<span class="stat-number">1</span> <span class="stat-label">người đã có bài nộp</span>',
    ):
        assert words in page, words
    assert contests.get_contest("cuoc-thi") == taken


def test_with_a_reason_the_change_is_saved_and_the_reason_kept(
    organiser: Browser, taken: ContestView
) -> None:
    form = organiser.form(EDIT, "title")
    form["title"], form["prizes"] = "Tên mới", "Một <b>xe</b>\n- Hai mũ"
    carried = form_in(organiser.send(EDIT, form).text, having="confirmed")
    carried["reason"] = "Nhà tài trợ tặng thêm"
    assert organiser.send(EDIT, carried).status_code == 303
    changed = contests.get_contest("cuoc-thi")
    assert (changed.title, changed.prizes) == ("Tên mới", "Một <b>xe</b>\n- Hai mũ")
    assert changed.rounds == taken.rounds
    entry = list(audit_storage.list_entries())[-1]
    detail = json.loads(entry.detail)
    assert (detail["reason"], detail["changes"]) == ("Nhà tài trợ tặng thêm", ["title", "prizes"])
    assert entry.account_id == organiser.who.account_id


@pytest.mark.parametrize("reason", ["", "   "])
def test_without_a_reason_the_page_asks_again_and_keeps_all(
    organiser: Browser, taken: ContestView, reason: str
) -> None:
    form = organiser.form(EDIT, "title")
    form["title"] = "Tên mới"
    carried = form_in(organiser.send(EDIT, form).text, having="confirmed")
    carried["reason"] = reason
    answer = organiser.send(EDIT, carried)
    assert answer.status_code == 200
    assert "Hãy ghi lý do." in answer.text
    assert form_in(answer.text, having="confirmed")["title"] == "Tên mới"
    assert contests.get_contest("cuoc-thi") == taken


def test_a_reason_that_skips_the_page_does_not_count(
    organiser: Browser, taken: ContestView
) -> None:
    form = organiser.form(EDIT, "title")
    form["title"], form["reason"] = "Tên mới", "Tôi biết rồi"
    answer = organiser.send(EDIT, form)
    assert "Xác nhận thay đổi" in answer.text
    assert contests.get_contest("cuoc-thi") == taken


def test_one_can_go_back_from_the_question_and_go_on_editing(
    organiser: Browser, taken: ContestView
) -> None:
    form = organiser.form(EDIT, "title")
    form["title"] = "Tên mới"
    carried = form_in(organiser.send(EDIT, form).text, having="confirmed")
    again = press(organiser, EDIT, carried, "rows", "back")
    assert again["title"] == "Tên mới"
    assert "confirmed" not in again
    assert contests.get_contest("cuoc-thi") == taken


def test_a_reason_that_is_too_long_is_said_at_its_field(
    organiser: Browser, taken: ContestView
) -> None:
    form = organiser.form(EDIT, "title")
    form["title"] = "Tên mới"
    carried = form_in(organiser.send(EDIT, form).text, having="confirmed")
    carried["reason"] = "x" * 301
    answer = organiser.send(EDIT, carried)
    assert answer.status_code == 400
    assert '<a href="#reason">' in answer.text
    assert form_in(answer.text, having="title")["reason"] == "x" * 301


def test_a_coming_round_can_be_cancelled_with_a_reason(
    organiser: Browser, taken: ContestView
) -> None:
    form = press(organiser, EDIT, organiser.form(EDIT, "title"), "remove", "rounds-1")
    page = organiser.send(EDIT, form)
    assert "Bỏ đợt thi: Đợt 2" in page.text
    carried = form_in(page.text, having="confirmed")
    carried["reason"] = "Không đủ kinh phí"
    assert organiser.send(EDIT, carried).status_code == 303
    assert len(contests.get_contest("cuoc-thi").rounds) == 1


def test_a_text_that_touches_nobody_is_saved_at_once(
    organiser: Browser, taken: ContestView
) -> None:
    form = organiser.form(EDIT, "title")
    form["summary"] = "Lời mời"
    assert organiser.send(EDIT, form).status_code == 303
    assert contests.get_contest("cuoc-thi").summary == "Lời mời"


def test_somebody_who_begins_meanwhile_is_guarded_too(organiser: Browser, now: datetime) -> None:
    a_contest()
    form = organiser.form(EDIT, "minutes")
    form["title"] = "Tên mới"
    a_started_attempt(a_person(), at=now)
    page = organiser.send(EDIT, form)
    assert "Xác nhận thay đổi" in page.text
    carried = form_in(page.text, having="confirmed")
    carried["reason"] = "Sai chính tả"
    assert organiser.send(EDIT, carried).status_code == 303
    assert contests.get_contest("cuoc-thi").title == "Tên mới"


def test_what_may_not_change_at_all_is_said_with_its_reason(
    organiser: Browser, taken: ContestView
) -> None:
    page = organiser.see(EDIT)
    assert "Đã có 2 người vào thi" in page
    assert "người đã thi và người thi sau phải theo cùng một thể lệ" in page
    assert "chỉ đóng muộn hơn được" in page


def test_every_kind_of_change_has_words() -> None:
    assert set(contest_guarding._WHAT) == set(contest_guarding._EFFECT) == set(DangerKind)
