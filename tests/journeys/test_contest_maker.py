"""The contest maker in a browser: the words beside the form follow what is typed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from playwright.sync_api import BrowserContext, expect

from app.services import roles
from tests.journeys.quiz import sign_in
from tests.journeys.site import Site


def test_the_words_follow_the_form_and_weeks_are_made_in_one_step(
    site: Site, new_context: Callable[..., BrowserContext]
) -> None:
    who = site.participant("Ma Thị Sim")
    with site.app.app_context():
        roles.grant_role(
            account_id=who.who.account_id, role="organiser", by=None, now=datetime.now(UTC)
        )
    page = new_context(viewport={"width": 1280, "height": 900}).new_page()
    sign_in(page, who)
    page.goto("/organiser/contests/new")
    words = page.locator("[data-words]")
    expect(words).to_contain_text("làm trong 15 phút")
    page.get_by_label("Thời gian làm bài (phút)").fill("45")
    expect(words).to_contain_text("làm trong 45 phút")
    expect(words.locator(".words-new")).to_have_count(1)
    page.get_by_label("Thời gian làm bài (phút)").fill("")
    expect(words).to_contain_text("Sửa xong các chỗ trên")
    page.get_by_label("Thời gian làm bài (phút)").fill("15")
    page.get_by_text("Tạo nhiều đợt hằng tuần trong một bước").click()
    page.get_by_role("button", name="Tạo các đợt").click()
    expect(page.get_by_label("Tên đợt")).to_have_count(4)
    expect(words).to_contain_text("Mỗi đợt bạn được thi 1 lượt.")
