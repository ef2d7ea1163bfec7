"""Time given back reaches the phone: the countdown grows, a note says why, nothing ends early."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Route, expect
from sqlalchemy import update

from app.services import adjustments
from app.services.transactions import writing
from app.storage.db import db
from app.storage.tables import Attempt
from tests.journeys.quiz import Quiz, sign_in, start
from tests.journeys.site import Participant, Site

SHORT = timedelta(seconds=9)
SHOWN = "**/api/v1/attempts/*/shown"


@pytest.fixture(scope="module")
def slug(site: Site) -> str:
    return site.contest()


def left(quiz: Quiz) -> int:
    minutes, seconds = quiz.page.locator("[data-timer-value]").inner_text().split(":")
    return int(minutes) * 60 + int(seconds)


def facts(site: Site, attempt_id: int) -> Any:
    """Start, deadline and when the paper was shown."""
    with site.app.app_context():
        row = db.session.get_one(Attempt, attempt_id)
        return row.started_at, row.deadline_at, row.shown_at


def begun_earlier(site: Site, attempt_id: int, by: timedelta) -> None:
    """Let an attempt have begun a while ago, with its deadline as it is."""
    started_at = facts(site, attempt_id)[0] - by
    with site.app.app_context(), writing() as session:
        session.execute(
            update(Attempt).where(Attempt.id == attempt_id).values(started_at=started_at)
        )


def outage(site: Site, slug: str, minutes: float, reason: str = "Đứt cáp quang") -> None:
    """An outage that has just ended."""
    now = datetime.now(UTC)
    with site.app.app_context():
        adjustments.record_outage(
            slug,
            from_at=now - timedelta(minutes=minutes),
            until_at=now,
            reason=reason,
            account_id=site.organiser.account_id,
            now=now,
        )


def extend(site: Site, slug: str, attempt_id: int, minutes: int = 5) -> None:
    with site.app.app_context():
        adjustments.extend(
            slug,
            attempt_id=attempt_id,
            seconds=minutes * 60,
            reason="Máy hỏng",
            account_id=site.organiser.account_id,
            now=datetime.now(UTC),
        )


def test_the_time_begins_once_the_paper_is_on_the_screen(
    site: Site, phone: BrowserContext, participant: Participant, slug: str
) -> None:
    page = phone.new_page()
    sign_in(page, participant)
    token = page.locator('meta[name="csrf-token"]').get_attribute("content")
    phone.request.post(f"/contests/{slug}/start", form={"csrf_token": token or ""})
    page.wait_for_timeout(3000)  # The paper is slow to arrive.
    page.goto(f"/contests/{slug}")
    with page.expect_response(SHOWN) as told:
        page.get_by_role("button", name="Làm tiếp lượt đang mở").click()
    assert told.value.status == 200
    quiz = Quiz(page)
    quiz.is_ready()
    started_at, deadline_at, shown_at = facts(site, quiz.attempt_id)
    assert started_at == shown_at
    assert deadline_at - started_at == timedelta(minutes=15)
    page.wait_for_timeout(300)
    assert 14 * 60 + 55 <= left(quiz) <= 15 * 60


def test_it_is_told_once_and_again_only_when_the_network_was_away(
    site: Site, phone: BrowserContext, participant: Participant, slug: str
) -> None:
    calls: list[str] = []

    def fail_once(route: Route) -> None:
        calls.append(route.request.url)
        if len(calls) == 1:
            route.abort()
        else:
            route.continue_()

    phone.route(SHOWN, fail_once)
    quiz = start(phone, site, participant, slug)
    with quiz.page.expect_response(SHOWN):
        pass
    quiz.page.reload()
    quiz.is_ready()
    quiz.page.wait_for_timeout(500)
    assert len(calls) == 2


def test_an_outage_lengthens_the_countdown_with_the_next_save_and_says_why(
    site: Site, phone: BrowserContext, participant: Participant, slug: str
) -> None:
    quiz = start(phone, site, participant, slug)
    begun_earlier(site, quiz.attempt_id, timedelta(minutes=10))
    outage(site, slug, minutes=7)
    before = left(quiz)
    quiz.tap(0)
    expect(quiz.trouble).to_contain_text("Bạn được thêm giờ làm bài.")
    expect(quiz.page.locator("[data-notes]")).to_contain_text("Có sự cố từ")
    expect(quiz.page.locator("[data-notes]")).to_contain_text("Đứt cáp quang")
    assert 6.8 * 60 <= left(quiz) - before <= 7 * 60
    quiz.trouble.get_by_role("button", name="Đã hiểu").click()
    expect(quiz.trouble).to_be_hidden()
    expect(quiz.page.locator("[data-notes] .notice")).to_have_count(1)
    quiz.page.reload()
    quiz.is_ready()
    expect(quiz.page.locator("[data-notes]")).to_contain_text("Đứt cáp quang")
    expect(quiz.trouble).to_be_hidden()


def test_at_the_end_the_page_asks_before_it_submits_and_finds_more_time(
    site: Site, phone: BrowserContext, participant: Participant
) -> None:
    slug = site.contest(closes_in=SHORT)
    quiz = start(phone, site, participant, slug)
    attempt_id = quiz.attempt_id
    quiz.tap(0)
    expect(quiz.saved).to_have_text("Đã lưu 1/20")
    extend(site, slug, attempt_id)
    expect(quiz.page.locator("[data-timer-label]")).to_have_text("Sắp hết giờ", timeout=15_000)
    expect(quiz.trouble).to_contain_text("Bạn được thêm giờ làm bài.")
    expect(quiz.page.locator("[data-notes]")).to_contain_text("ban tổ chức cho bạn thêm giờ")
    expect(quiz.page.locator("#ended")).to_be_hidden()
    quiz.show(2)
    quiz.tap(1)
    expect(quiz.saved).to_have_text("Đã lưu 2/20")
    assert site.closed_by(attempt_id) is None


def test_more_time_is_found_when_the_network_was_away_at_the_end(
    site: Site, phone: BrowserContext, participant: Participant
) -> None:
    slug = site.contest(closes_in=SHORT)
    quiz = start(phone, site, participant, slug)
    attempt_id = quiz.attempt_id
    phone.set_offline(True)
    quiz.tap(0)
    ended = quiz.page.locator("#ended")
    expect(ended).to_be_visible(timeout=15_000)
    extend(site, slug, attempt_id)
    phone.set_offline(False)
    expect(ended).to_be_hidden(timeout=20_000)
    expect(quiz.question).to_be_visible()
    expect(quiz.saved).to_have_text("Đã lưu 1/20")
    assert site.closed_by(attempt_id) is None


def test_a_reopened_attempt_goes_on_in_the_browser_and_the_result_tells_of_it(
    site: Site, phone: BrowserContext, participant: Participant, slug: str
) -> None:
    quiz = start(phone, site, participant, slug)
    attempt_id = quiz.attempt_id
    page = quiz.page
    page.evaluate("location.hash = '#finish'")
    page.get_by_role("button", name="Nộp bài").click()
    page.wait_for_url("**/result")
    code = page.locator("[data-copy-from]").inner_text()
    with site.app.app_context():
        adjustments.reopen(
            slug,
            attempt_id=attempt_id,
            seconds=600,
            reason="Bấm nhầm",
            account_id=site.organiser.account_id,
            now=datetime.now(UTC),
        )
    page.goto(f"/contests/{slug}")
    page.get_by_role("button", name="Làm tiếp lượt đang mở").click()
    quiz.is_ready()
    expect(page.locator("[data-notes]")).to_contain_text("Bấm nhầm")
    quiz.show(1)
    quiz.tap(0)
    expect(quiz.saved).to_have_text("Đã lưu 1/20")
    page.evaluate("location.hash = '#finish'")
    page.get_by_role("button", name="Nộp bài").click()
    page.wait_for_url("**/result")
    expect(page.locator("[data-notes]")).to_contain_text(code)
    page.goto(f"/receipts/{code}")
    expect(page.locator("main")).to_contain_text("đã được mở lại")
