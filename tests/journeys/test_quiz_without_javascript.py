"""A whole contest without any script: plain forms, saved by pressing a button."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.journeys.joining import expect_on_boards, join
from tests.journeys.site import Site

NewContext = Callable[..., BrowserContext]


@pytest.fixture(scope="module")
def slug(site: Site) -> str:
    return site.contest()


@pytest.fixture
def page(new_context: NewContext) -> Page:
    return new_context(java_script_enabled=False).new_page()


def answer_all(page: Page) -> None:
    """Every question of the long page gets some answer."""
    for field in page.locator(".question").all():
        kind = field.get_attribute("data-type")
        if kind in ("single", "boolean", "multiple"):
            field.locator(".option").first.click()
        elif kind in ("order", "match"):
            for place, select in enumerate(field.locator("select").all(), start=1):
                select.select_option(index=place)
        else:
            field.locator("input[type=text]").fill("1000")


def test_somebody_new_takes_the_whole_contest(site: Site, page: Page, slug: str) -> None:
    join(page, site, slug, full_name="Chẩu Văn Páo", script=False)
    expect(page.locator(".question")).to_have_count(20)
    answer_all(page)
    page.get_by_role("button", name="Lưu, xem lại và nộp bài").click()
    expect(page.locator("main")).to_contain_text("Bạn đã trả lời cả 20 câu.")
    page.get_by_label("Có bao nhiêu người tham gia?").fill("900")
    page.get_by_role("button", name="Nộp bài").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Kết quả lượt thi 1")
    expect(page.locator(".review")).to_have_count(20)
    expect_on_boards(page, site, slug, "Chẩu")


def test_saving_goes_on_at_the_next_question_and_leaving_loses_nothing(
    site: Site, page: Page, slug: str
) -> None:
    join(page, site, slug, full_name="Lò Thị Dín", script=False)
    first = page.locator(".question").first
    first.locator(".option").nth(2).click()
    first.get_by_role("button", name="Lưu và sang câu sau").click()
    expect(page.locator("[data-saved-text]")).to_have_text("Đã lưu 1/20")
    second = page.locator(".question").nth(1).get_attribute("id")
    expect(page).to_have_url(re.compile(f"#{second}$"))
    page.goto(f"/contests/{slug}")
    page.get_by_role("button", name="Làm tiếp").click()
    expect(page.locator(".question").first.locator(".option input").nth(2)).to_be_checked()


def test_an_answer_can_be_taken_back(site: Site, page: Page, slug: str) -> None:
    join(page, site, slug, full_name="Sùng Mỷ", script=False)
    first = page.locator(".question").first
    first.locator(".option").nth(0).click()
    first.get_by_role("button", name="Lưu và sang câu sau").click()
    page.locator(".question").first.get_by_text("Bỏ chọn").click()
    page.get_by_role("button", name="Lưu", exact=True).click()
    expect(page.locator("[data-saved-text]")).to_have_text("Đã lưu 0/20")


def test_a_wrong_prediction_is_said_and_the_attempt_stays_open(
    site: Site, page: Page, slug: str
) -> None:
    join(page, site, slug, full_name="Ma Đức Long", script=False)
    page.get_by_role("button", name="Lưu, xem lại và nộp bài").click()
    page.get_by_label("Có bao nhiêu người tham gia?").fill("rất nhiều")
    page.get_by_role("button", name="Nộp bài").click()
    expect(page.locator("main")).to_contain_text("Còn 20 câu chưa trả lời")
    expect(page.locator(".field-error")).to_be_visible()
