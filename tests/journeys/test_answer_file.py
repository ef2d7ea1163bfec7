"""The network is away at the end: a file is kept, sent later, and counts once an arbiter agrees."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from playwright.sync_api import BrowserContext, expect

from app.services import roles
from tests.journeys.quiz import sign_in, start
from tests.journeys.site import Participant, Site


def test_answers_left_on_the_phone_count_after_an_arbiter_has_seen_them(
    site: Site,
    new_context: Callable[..., BrowserContext],
    participant: Participant,
    tmp_path: Path,
) -> None:
    phone = new_context()
    slug = site.contest(closes_in=timedelta(seconds=9), grace_seconds=2)
    quiz = start(phone, site, participant, slug)
    attempt_id = quiz.attempt_id
    phone.set_offline(True)
    quiz.tap()
    button = quiz.page.locator("[data-rescue-save]")
    expect(button).to_be_visible(timeout=30_000)
    with quiz.page.expect_download() as download:
        button.click()
    file = tmp_path / download.value.suggested_filename
    download.value.save_as(file)
    assert "question" not in file.read_text()
    phone.set_offline(False)
    page = phone.new_page()
    page.goto("/answer-files")
    page.locator("input[type=file]").set_input_files(file)
    page.locator("main form button").click()
    expect(page.get_by_text("Đã nhận tệp bài làm")).to_be_visible()
    arbitrate(site, new_context(), participant)
    page.goto(f"/attempts/{attempt_id}/result")
    expect(page.get_by_text("Tệp bài làm gửi sau: Đã chấp nhận")).to_be_visible()
    assert len(site.entries(attempt_id)) == 1


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
    page.locator("#reason").fill("Mất mạng lúc hết giờ, giờ trả lời hợp lệ")
    page.get_by_role("button", name="Chấp nhận", exact=True).click()
    expect(page.get_by_text("Đã ghi quyết định")).to_be_visible()
