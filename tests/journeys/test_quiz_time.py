"""The countdown follows the server alone, and its end is kind and explained."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import BrowserContext, expect

from app.services import closing
from tests.journeys.quiz import ANSWERS, Quiz, start
from tests.journeys.site import Participant, Site

NewContext = Callable[..., BrowserContext]
THREE_HOURS_LATE = """
  const real = Date.now;
  Date.now = () => real() + 3 * 3600 * 1000;
"""
SHORT = timedelta(seconds=9)
END = "**/api/v1/attempts/*/submission"


@pytest.fixture(scope="module")
def slug(site: Site) -> str:
    return site.contest()


def left(quiz: Quiz) -> int:
    """Seconds on the timer."""
    minutes, seconds = quiz.page.locator("[data-timer-value]").inner_text().split(":")
    return int(minutes) * 60 + int(seconds)


def test_the_timer_counts_down_to_the_deadline_of_the_server(
    site: Site, phone: BrowserContext, participant: Participant, slug: str
) -> None:
    quiz = start(phone, site, participant, slug)
    before = left(quiz)
    assert 14 * 60 + 50 < before <= 15 * 60
    quiz.page.wait_for_timeout(2100)
    assert before - 4 <= left(quiz) <= before - 1


def test_a_wrong_clock_of_the_phone_changes_nothing(
    site: Site, new_context: NewContext, participant: Participant, slug: str
) -> None:
    phone = new_context()
    phone.add_init_script(THREE_HOURS_LATE)
    quiz = start(phone, site, participant, slug)
    assert 14 * 60 + 50 < left(quiz) <= 15 * 60


def test_a_clock_changed_in_the_middle_changes_nothing(
    site: Site, phone: BrowserContext, participant: Participant, slug: str
) -> None:
    quiz = start(phone, site, participant, slug)
    quiz.page.evaluate(THREE_HOURS_LATE)
    with quiz.page.expect_request(ANSWERS):  # The server is asked what time it is.
        quiz.page.wait_for_timeout(2500)
    assert 14 * 60 + 40 < left(quiz) <= 15 * 60


def test_at_the_end_the_quiz_submits_by_itself_and_says_so(
    site: Site, phone: BrowserContext, participant: Participant
) -> None:
    slug = site.contest(closes_in=SHORT)
    quiz = start(phone, site, participant, slug)
    attempt_id = quiz.attempt_id
    expect(quiz.page.locator("[data-timer-label]")).to_have_text("Phút cuối")
    quiz.tap(0)
    ended = quiz.page.locator("#ended")
    expect(ended).to_contain_text("Hết giờ. Bài đã tự nộp với 1/20 câu đã lưu.", timeout=15_000)
    assert site.closed_by(attempt_id) == "submission"
    ended.get_by_role("link", name="Xem kết quả").click()
    expect(quiz.page.get_by_role("heading", level=1)).to_contain_text("Kết quả")


def test_what_waits_on_the_phone_at_the_end_is_sent_first(
    site: Site, phone: BrowserContext, participant: Participant
) -> None:
    slug = site.contest(closes_in=SHORT)
    quiz = start(phone, site, participant, slug)
    attempt_id = quiz.attempt_id
    phone.set_offline(True)
    quiz.tap(0)
    ended = quiz.page.locator("#ended")
    expect(ended).to_contain_text("Đang gửi 1 câu", timeout=15_000)
    phone.set_offline(False)
    expect(ended).to_contain_text("Bài đã tự nộp với 1/20 câu", timeout=15_000)
    assert len(site.entries(attempt_id)) == 1


def test_without_network_at_the_end_the_truth_is_told_and_the_rest_follows(
    site: Site, phone: BrowserContext, participant: Participant
) -> None:
    slug = site.contest(closes_in=SHORT, grace_seconds=2)
    quiz = start(phone, site, participant, slug)
    attempt_id = quiz.attempt_id
    quiz.tap(0)
    expect(quiz.saved).to_have_text("Đã lưu 1/20")
    phone.set_offline(True)
    quiz.show(2)
    quiz.tap(1)
    ended = quiz.page.locator("#ended")
    expect(ended).to_contain_text("1/20 câu đã lưu vẫn được tính", timeout=20_000)
    expect(ended).to_contain_text("1 câu trả lời trên máy này chưa tới máy chủ")
    phone.set_offline(False)
    expect(ended).to_contain_text("Lượt thi đã hết giờ", timeout=20_000)
    with site.app.app_context():  # What the background task does, whether or not anybody looks.
        closing.close_overdue(datetime.now(UTC) + timedelta(seconds=10))
    assert site.closed_by(attempt_id) == "deadline"
    assert len(site.entries(attempt_id)) == 1


def test_a_submission_without_network_is_sent_once_it_is_back(
    site: Site, phone: BrowserContext, participant: Participant, slug: str
) -> None:
    quiz = start(phone, site, participant, slug)
    quiz.page.evaluate("location.hash = '#finish'")
    phone.set_offline(True)
    quiz.page.get_by_role("button", name="Nộp bài").click()
    expect(quiz.page.locator("[data-finish-state]")).to_contain_text("Chưa nộp được")
    phone.set_offline(False)
    quiz.page.wait_for_url(re.compile("/result$"))


def test_somebody_may_think_again_while_a_submission_waits(
    site: Site, phone: BrowserContext, participant: Participant, slug: str
) -> None:
    quiz = start(phone, site, participant, slug)
    phone.route(END, lambda route: route.abort())
    quiz.page.evaluate("location.hash = '#finish'")
    quiz.page.get_by_role("button", name="Nộp bài").click()
    expect(quiz.page.locator("[data-finish-state]")).to_contain_text("Chưa nộp được")
    quiz.page.get_by_role("link", name="Làm tiếp").click()
    phone.unroute(END)
    quiz.tap(0)
    expect(quiz.saved).to_have_text("Đã lưu 1/20")
    quiz.page.wait_for_timeout(4000)
    assert site.closed_by(quiz.attempt_id) is None
