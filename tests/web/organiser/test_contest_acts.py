from __future__ import annotations

import random
from collections.abc import Callable
from datetime import timedelta

import pytest
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from app.domain.contests import State
from app.services import boards, contests, demo_play
from app.services.contests import ContestView
from app.storage import audit as audit_storage
from tests.factories import a_person
from tests.web.organiser.conftest import Browser, Clock
from tests.web.organiser.html_forms import form_in
from tests.web.organiser.test_contest_form import NEW, Form, fresh, press

DAY = timedelta(days=1)
SLUG = "tim-hieu-de-an-06"
PAGE = f"/organiser/contests/{SLUG}"
EDIT = f"{PAGE}/edit"


@pytest.fixture
def draft(organiser: Browser, bank: str) -> ContestView:
    """A contest with a prediction, open from the day after now for a week."""
    form = fresh(organiser)
    form["prediction_text"], form["chain_choice"] = "Bao nhiêu người?", "a"
    assert organiser.send(NEW, form).status_code == 303
    return contests.get_contest(SLUG)


@pytest.fixture
def running(organiser: Browser, draft: ContestView, clock: Clock) -> ContestView:
    """The contest, published and open, with one attempt."""
    organiser.send(f"{PAGE}/publish")
    clock.now = draft.opens_at + DAY
    take(contests.get_contest(SLUG), clock)
    return contests.get_contest(SLUG)


def take(contest: ContestView, clock: Clock) -> None:
    demo_play.play(random.Random(1), contest, contest.rounds[0], a_person(), 0.5, at=clock.now)


def state(clock: Clock) -> State:
    return contests.get_contest(SLUG).state(clock.now)


def test_a_draft_is_published_once(
    organiser: Browser, draft: ContestView, clock: Clock, acts: Callable[[], list[str]]
) -> None:
    assert "chưa ai thấy" in organiser.see(PAGE)
    for _ in range(2):
        assert organiser.send(f"{PAGE}/publish").status_code == 303
    page = organiser.see(PAGE)
    assert "Đã công bố cuộc thi." in page
    assert "chưa ai thấy" not in page
    assert state(clock) is State.SCHEDULED
    assert acts() == ["bank.import", "contest.create", "contest.publish"]


def test_the_chain_names_the_organiser(organiser: Browser, draft: ContestView) -> None:
    (made,) = (e for e in audit_storage.list_entries() if e.act == "contest.create")
    assert made.account_id == organiser.who.account_id
    assert made.subject == f"contest/{SLUG}"


def test_a_late_draft_is_warned_about(organiser: Browser, draft: ContestView, clock: Clock) -> None:
    clock.now = draft.opens_at + DAY
    assert "Giờ mở đã qua" in organiser.see(PAGE)


def test_the_numbers_are_shown(organiser: Browser, running: ContestView) -> None:
    page = " ".join(organiser.see(PAGE).split())
    assert '<span class="stat-number">1</span> <span class="stat-label">người dự thi</span>' in page
    assert "<strong>1</strong> lượt thi" in organiser.see("/organiser/")


def test_the_rules_are_told_in_words(organiser: Browser, draft: ContestView) -> None:
    page = organiser.see(PAGE)
    for words in (
        "Tất cả mọi người",
        "20 câu",
        "15 phút",
        "1 lượt mỗi đợt thi",
        "Bao nhiêu người?",
    ):
        assert words in page, words
    assert "1) đúng nhiều câu hơn, 2) dự đoán gần đúng hơn" in page


def confirmed(organiser: Browser, form: Form, reason: str = "Vì bão") -> TestResponse:
    """Send a change that touches people, and give a reason on the page that asks for it."""
    page = organiser.send(EDIT, form)
    assert page.status_code == 200
    carried = form_in(page.text, having="confirmed")
    carried["reason"] = reason
    return organiser.send(EDIT, carried)


def test_once_begun_only_texts_and_closing_are_offered(
    organiser: Browser, running: ContestView
) -> None:
    form = organiser.form(EDIT, "title")
    assert "minutes" not in form
    form["title"] = "Tên mới"
    later = running.closes_at + DAY
    form["rounds-0-closes_at"] = (later + timedelta(hours=7)).strftime("%Y-%m-%dT%H:%M")
    assert confirmed(organiser, form).status_code == 303
    changed = contests.get_contest(SLUG)
    assert (changed.title, changed.closes_at) == ("Tên mới", later)
    assert (changed.rules, changed.opens_at) == (running.rules, running.opens_at)


def test_once_begun_a_round_can_be_added(organiser: Browser, running: ContestView) -> None:
    form = press(organiser, EDIT, organiser.form(EDIT, "title"), "rows", "add_round")
    assert confirmed(organiser, form).status_code == 303
    assert [one.title for one in contests.get_contest(SLUG).rounds] == ["Đợt 1", "Đợt 2"]


def test_an_open_round_cannot_be_made_shorter(organiser: Browser, running: ContestView) -> None:
    form = organiser.form(EDIT, "title")
    form["title"] = "Tên mới"
    form["rounds-0-closes_at"] = "2026-11-28T00:00"
    answer = organiser.send(EDIT, form)
    assert answer.status_code == 400
    assert "Đợt đang mở không đóng sớm hơn được" in answer.text
    assert 'value="Tên mới"' in answer.text
    assert contests.get_contest(SLUG) == running


def test_rules_sent_after_somebody_has_begun_are_refused_not_dropped(
    organiser: Browser, draft: ContestView, clock: Clock
) -> None:
    form: Form = organiser.form(EDIT, "minutes")
    form["minutes"] = "30"
    organiser.send(f"{PAGE}/publish")
    clock.now = draft.opens_at + DAY
    take(contests.get_contest(SLUG), clock)
    answer = organiser.send(EDIT, form)
    assert answer.status_code == 400
    assert "Thể lệ không đổi được nữa" in answer.text
    assert contests.get_contest(SLUG).rules.minutes == 15


def test_a_prediction_is_settled_after_the_closing_only(
    organiser: Browser, running: ContestView, clock: Clock, acts: Callable[[], list[str]]
) -> None:
    settle = f"{PAGE}/rounds/1/settle"
    assert 'name="value"' not in organiser.see(PAGE)
    organiser.send(settle, MultiDict({"value": "12"}))
    assert "Còn đợt thi chưa đóng" in organiser.see(PAGE)
    clock.now = running.closes_at + DAY
    page = organiser.see(PAGE)
    assert "Cần ghi đáp số" in page
    assert "Số người trả lời đúng tất cả các câu: <strong>0</strong>" in page
    organiser.send(settle, MultiDict({"value": "24 455"}))
    assert "Số này vừa thay đổi" in organiser.see(PAGE)
    organiser.send(settle, MultiDict({"value": "0"}))
    page = organiser.see(PAGE)
    assert "Đã ghi đáp số" in page
    assert "Cần ghi đáp số" not in page
    settled = contests.get_contest(SLUG).rounds[0]
    assert (settled.settled_prediction, settled.settled_quantity) == (0, "all_right")
    assert acts().count("round.settle") == 1


@pytest.mark.parametrize("value", ["", "-1", "nhiều", "1.5", "9" * 30, "1000000001"])
def test_a_prediction_that_is_no_number_is_refused(
    organiser: Browser, running: ContestView, clock: Clock, value: str
) -> None:
    clock.now = running.closes_at + DAY
    organiser.send(f"{PAGE}/rounds/1/settle", MultiDict({"value": value}))
    assert "ngoài mức cho phép" in organiser.see(PAGE)
    assert contests.get_contest(SLUG).rounds[0].settled_prediction is None


def test_a_contest_is_finalised_once_all_is_over(
    organiser: Browser, running: ContestView, clock: Clock, acts: Callable[[], list[str]]
) -> None:
    organiser.send(f"{PAGE}/finalise")
    assert state(clock) is State.OPEN
    clock.now = running.closes_at + DAY
    boards.refresh(clock.now)
    assert "Công bố kết quả chính thức" in organiser.see(PAGE)
    organiser.send(f"{PAGE}/finalise")
    assert state(clock) is State.FINAL
    assert "Kết quả đã là chính thức từ" in organiser.see(PAGE)
    assert acts().count("contest.finalise") == 1


def test_acts_on_what_is_not_there_are_not_found(organiser: Browser, draft: ContestView) -> None:
    for path in ("khong-co/publish", "khong-co/finalise", "khong-co/rounds/1/settle"):
        sent = organiser.send(f"/organiser/contests/{path}", MultiDict({"value": "1"}))
        assert sent.status_code == 404
    assert organiser.send(f"{PAGE}/rounds/9/settle", MultiDict({"value": "1"})).status_code == 404
    organiser.see("/organiser/contests/khong-co", status=404)
    organiser.see("/organiser/contests/khong-co/edit", status=404)
