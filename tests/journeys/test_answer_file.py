"""The network is away at the end: nothing answered is lost, and it counts if an arbiter agrees."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from app.services import roles
from tests.journeys.quiz import Quiz, sign_in, start
from tests.journeys.site import Participant, Site

NewContext = Callable[..., BrowserContext]
SAVE = "[data-rescue-save]"
PATIENCE = 3
"""For so many seconds after the grace the server still waits for what came in time."""


@pytest.fixture
def slug(site: Site) -> str:
    return site.contest(closes_in=timedelta(seconds=9), grace_seconds=2)


@pytest.fixture
def quiz(site: Site, phone: BrowserContext, participant: Participant, slug: str) -> Quiz:
    """One answer is saved; the network goes away, and another is tapped."""
    taken = start(phone, site, participant, slug)
    taken.tap()
    expect(taken.saved).to_have_text("Đã lưu 1/20")
    phone.set_offline(True)
    taken.show(2)
    taken.tap()
    return taken


def ended(page: Page) -> None:
    """Wait until deadline and grace are over, as the phone knows them."""
    expect(page.locator("[data-alert-text]")).to_contain_text("máy này tự thử gửi", timeout=30_000)
    expect(page.locator("[data-ended-unsent]")).to_be_visible(timeout=30_000)


def arbitrate(site: Site, desk: BrowserContext, participant: Participant) -> None:
    """An arbiter looks at the evidence and accepts."""
    arbiter = site.participant("Giám sát viên")
    with site.app.app_context():
        roles.grant_role(
            account_id=arbiter.who.account_id, role="arbiter", by=None, now=datetime.now(UTC)
        )
    page = desk.new_page()
    sign_in(page, arbiter)
    page.get_by_role("link", name="Giám sát", exact=True).click()
    page.get_by_role("link", name=participant.who.full_name).first.click()
    expect(page.get_by_text("Trong giờ")).to_be_visible()
    page.get_by_role("radio", name="Chấp nhận", exact=True).check()
    page.get_by_label("Lý do").fill("Mất mạng lúc hết giờ, giờ trả lời hợp lệ")
    page.get_by_role("button", name="Ghi quyết định").click()
    expect(page.get_by_text("Đã ghi quyết định")).to_be_visible()


def test_a_downloaded_file_counts_after_an_arbiter_has_seen_it(
    site: Site,
    phone: BrowserContext,
    new_context: NewContext,
    quiz: Quiz,
    participant: Participant,
    tmp_path: Path,
) -> None:
    attempt_id = quiz.attempt_id
    ended(quiz.page)
    with quiz.page.expect_download() as download:
        quiz.page.locator(SAVE).click()
    assert download.value.suggested_filename == f"bai-lam-{attempt_id}.thiso"
    file = tmp_path / download.value.suggested_filename
    download.value.save_as(file)
    assert "question" not in file.read_text()
    expect(quiz.page.locator("[data-rescue-text]")).to_contain_text("Đã tải tệp về máy")
    # From any device: the phone itself may be gone.
    page = new_context().new_page()
    sign_in(page, participant, "/answer-files")
    time.sleep(PATIENCE)
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_role("button", name="Gửi tệp").click()
    expect(page.get_by_text("Đã nhận tệp bài làm.")).to_be_visible()
    code = page.locator("[data-copy-from]").inner_text()
    arbitrate(site, new_context(), participant)
    page.goto(f"/attempts/{attempt_id}/result")
    expect(page.get_by_text("Tệp bài làm gửi sau: Đã chấp nhận")).to_be_visible()
    expect(page.get_by_text("máy chủ đã nhận 2 câu trả lời")).to_be_visible()
    assert [entry[:2] for entry in site.entries(attempt_id)] == [(1, 0), (2, 1)]
    again = phone.new_page()  # What was sent from elsewhere is not asked for again.
    phone.set_offline(False)
    again.goto(f"/attempts/{attempt_id}/result")
    again.wait_for_timeout(500)
    expect(again.locator("[data-leftover]")).to_be_hidden()
    page.goto(f"/receipts/{code}")
    expect(page.locator("main")).to_contain_text("được tính thêm bài gửi sau")


def test_what_is_still_on_the_phone_later_is_sent_from_the_result_page(
    site: Site, phone: BrowserContext, quiz: Quiz
) -> None:
    attempt_id = quiz.attempt_id
    ended(quiz.page)
    quiz.page.close(run_before_unload=False)
    time.sleep(PATIENCE)
    phone.set_offline(False)
    page = phone.new_page()
    page.goto(f"/attempts/{attempt_id}")
    page.wait_for_url("**/result")
    leftover = page.locator("[data-leftover]")
    expect(leftover).to_contain_text("còn câu trả lời chưa gửi được")
    leftover.get_by_role("button", name="Gửi cho giám sát").click()
    expect(page.get_by_text("Tệp bài làm gửi sau: Chờ quyết định")).to_be_visible()
    expect(leftover).to_be_hidden()
    page.reload()
    expect(leftover).to_be_hidden()
    expect(page.get_by_text("Tệp bài làm gửi sau: Chờ quyết định")).to_have_count(1)


def test_when_the_network_comes_back_too_late_the_answers_stay_on_the_phone(
    phone: BrowserContext, quiz: Quiz
) -> None:
    ended(quiz.page)
    phone.set_offline(False)
    expect(quiz.page.locator("[data-ended-text]")).to_contain_text(
        "Lượt thi đã hết giờ", timeout=30_000
    )
    expect(quiz.page.locator(SAVE)).to_be_visible()
    quiz.page.get_by_role("link", name="Xem kết quả").click()
    expect(quiz.page.locator("[data-leftover-send]")).to_be_visible()


def test_no_file_is_offered_when_all_is_saved(
    site: Site, phone: BrowserContext, participant: Participant, slug: str
) -> None:
    quiz = start(phone, site, participant, slug)
    quiz.tap()
    expect(quiz.saved).to_have_text("Đã lưu 1/20")
    phone.set_offline(True)
    expect(quiz.page.locator("[data-ended-text]")).to_contain_text(
        "chưa kết nối được", timeout=30_000
    )
    quiz.page.wait_for_timeout(4000)
    expect(quiz.page.locator("[data-rescue]")).to_be_hidden()
    expect(quiz.page.locator("[data-ended-unsent]")).to_be_hidden()


def test_a_browser_that_cannot_encrypt_says_so_and_offers_nothing(
    site: Site, phone: BrowserContext, participant: Participant, slug: str
) -> None:
    phone.add_init_script("Object.defineProperty(crypto, 'subtle', {value: undefined})")
    quiz = start(phone, site, participant, slug)
    phone.set_offline(True)
    quiz.tap()
    ended(quiz.page)
    expect(quiz.page.locator("[data-rescue-text]")).to_contain_text("không mã hoá được")
    expect(quiz.page.locator(SAVE)).to_be_hidden()
    phone.set_offline(False)
    quiz.page.get_by_role("link", name="Xem kết quả").click()
    expect(quiz.page.locator("[data-leftover]")).to_contain_text("không mã hoá được")
    expect(quiz.page.locator("[data-leftover-send]")).to_be_hidden()
