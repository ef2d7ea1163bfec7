"""A festival's hall: five phones come in by the code, and the big screen shows five."""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from app.services import halls
from app.services.halls import HallFacts
from tests.journeys.joining import register
from tests.journeys.quiz import sign_in
from tests.journeys.reach import furnish
from tests.journeys.site import Site

SCREEN = {"width": 1280, "height": 720}
SOON = 15_000
NAME = "Trung tâm Phục vụ hành chính công và Xúc tiến đầu tư"
_seeds = itertools.count(5)


@pytest.fixture
def hall(site: Site) -> HallFacts:
    with site.app.app_context():
        return halls.open_hall(
            site.contest(),
            title="Ngày hội chuyển đổi số",
            commune=site.commune,
            organisation=None,
            account_id=site.organiser.account_id,
            now=datetime.now(UTC),
            below=random.Random(next(_seeds)).randrange,
        )


@pytest.fixture
def screen(hall: HallFacts, new_context: Callable[..., BrowserContext]) -> Page:
    page = new_context(viewport=SCREEN).new_page()
    page.goto(f"/halls/{hall.code}")
    return page


def test_five_phones_join_by_the_code_and_the_screen_counts_them(
    site: Site, hall: HallFacts, screen: Page, new_context: Callable[..., BrowserContext]
) -> None:
    people = screen.locator("[data-figure=people]")
    expect(people).to_have_text("0")
    for number in range(5):
        page = new_context().new_page()
        if number:
            sign_in(page, site.participant())
            page.goto("/join")
            page.get_by_label("Mã buổi thi").fill(hall.code.lower())
            page.locator("main form button").click()
            page.wait_for_url(f"**/contests/{hall.contest_slug}")
            page.get_by_role("button", name="Bắt đầu làm bài").click()
        else:
            page.goto(f"/j/{hall.code}")
            expect(page.locator("select[name=commune]")).to_have_value(site.commune)
            register(page, hall.contest_slug, full_name="Lý Thị Mai")
        page.wait_for_url("**/attempts/*")
    expect(people).to_have_text("5", timeout=SOON)
    first = screen.locator("[data-list=communes] li")
    expect(first).to_have_count(1)
    expect(first).to_contain_text("5")
    expect(screen.locator("[data-none=communes]")).to_be_hidden()


def test_a_screen_never_needs_scrolling_however_many_and_long_its_units(screen: Page) -> None:
    rows = [{"name": f"{NAME} {n}", "people": 99_000 - n, "attempts": 1} for n in range(8)]
    live = {"people": 99_999, "attempts": 99_999, "communes": rows, "organisations": rows}
    screen.route("**/live.json", lambda route: route.fulfill(json=live))
    expect(screen.locator("[data-list=organisations] li")).to_have_count(8, timeout=SOON)
    assert screen.evaluate("document.documentElement.scrollHeight - innerHeight") <= 0
    assert screen.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    for part in (".hall-code", "[data-list=communes] li:first-child"):
        box = screen.locator(part).bounding_box()
        assert box is not None
        assert box["y"] + box["height"] <= SCREEN["height"]


def test_a_closed_hall_says_so_on_its_screen(site: Site, hall: HallFacts, screen: Page) -> None:
    with site.app.app_context():
        halls.close_hall(hall.contest_slug, hall.code, account_id=None, now=datetime.now(UTC))
    expect(screen.get_by_text("Đã đóng buổi thi.")).to_be_visible(timeout=SOON)
    expect(screen.locator(".hall-code")).to_be_hidden()
    expect(screen.locator("[data-figure=people]")).to_be_visible()


@pytest.mark.parametrize("script", [True, False])
def test_only_a_screen_without_scripts_loads_itself_again(
    hall: HallFacts, new_context: Callable[..., BrowserContext], script: bool
) -> None:
    page = new_context(java_script_enabled=script, viewport=SCREEN).new_page()
    page.goto(f"/halls/{hall.code}")
    assert page.locator("meta[http-equiv=refresh]").count() == (0 if script else 1)


def test_a_board_on_a_projector_has_large_numerals_and_no_menu(
    site: Site, phone: BrowserContext, new_context: Callable[..., BrowserContext]
) -> None:
    slug = furnish(site, phone).slug
    page = new_context(viewport=SCREEN).new_page()
    page.goto(f"/contests/{slug}/boards/individual?hall=1")
    figure = page.locator(".board-figure strong").first
    assert figure.evaluate("(element) => parseFloat(getComputedStyle(element).fontSize)") >= 40
    expect(page.locator(".site-header")).to_be_hidden()
