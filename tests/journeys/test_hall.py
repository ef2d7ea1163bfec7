"""A festival's hall: five phones come in by the code, and the big screen shows five."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import UTC, datetime

from playwright.sync_api import BrowserContext, expect

from app.services import halls
from tests.journeys.quiz import sign_in
from tests.journeys.site import Site


def test_five_phones_join_by_the_code_and_the_screen_counts_them(
    site: Site, new_context: Callable[..., BrowserContext]
) -> None:
    slug = site.contest()
    with site.app.app_context():
        hall = halls.open_hall(
            slug,
            title="Ngày hội chuyển đổi số",
            commune=site.commune,
            organisation=None,
            account_id=site.organiser.account_id,
            now=datetime.now(UTC),
            below=random.Random(5).randrange,
        )
    screen = new_context(viewport={"width": 1280, "height": 720}).new_page()
    screen.goto(f"/halls/{hall.code}")
    people = screen.locator("[data-figure=people]")
    expect(people).to_have_text("0")
    for _ in range(5):
        page = new_context().new_page()
        sign_in(page, site.participant())
        page.goto("/join")
        page.get_by_label("Mã buổi thi").fill(hall.code.lower())
        page.locator("main form button").click()
        page.wait_for_url(f"**/contests/{slug}")
        page.get_by_role("button", name="Bắt đầu làm bài").click()
        page.wait_for_url("**/attempts/*")
    expect(people).to_have_text("5", timeout=15_000)
    first = screen.locator("[data-list=communes] li")
    expect(first).to_have_count(1)
    expect(first).to_contain_text("5")
    expect(screen.locator("[data-none=communes]")).to_be_hidden()
