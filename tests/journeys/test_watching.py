"""The watchers' page renews itself, and leaves alone what somebody is at."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from app.services import roles, starting
from tests.journeys.quiz import sign_in
from tests.journeys.site import Site
from tests.staffing import let_every_organiser_run_everything

WIDE = {"width": 1280, "height": 900}
SOON = 11_000


@pytest.fixture
def slug(site: Site) -> str:
    slug = site.contest()
    begin(site, slug)
    return slug


@pytest.fixture
def page(site: Site, slug: str, new_context: Callable[..., BrowserContext]) -> Page:
    who = site.participant("Trần Quốc Dũng")
    with site.app.app_context():
        roles.grant_role(
            account_id=who.who.account_id, role="organiser", by=None, now=datetime.now(UTC)
        )
        let_every_organiser_run_everything(datetime.now(UTC))
    page = new_context(viewport=WIDE).new_page()
    page.clock.install()
    sign_in(page, who)
    page.goto(f"/organiser/contests/{slug}/watch")
    expect(attempts(page)).to_have_text("1")
    return page


def begin(site: Site, slug: str) -> None:
    """Somebody more takes part; what was counted before is forgotten."""
    who = site.participant().who
    with site.app.app_context():
        starting.start(slug=slug, who=who, now=datetime.now(UTC), seed=f"{who.person_id:032x}")
    site.app.extensions.get("thiso_caches", {}).clear()


def attempts(page: Page) -> Locator:
    return page.locator("#watch-live .stat-number").nth(1)


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.textContent.trim()"))


def test_figures_renew_themselves_and_the_focus_stays(site: Site, slug: str, page: Page) -> None:
    tile = page.locator("#watch-map .tile").first
    tile.focus()
    page.locator("#chart-hours summary").evaluate("node => node.parentElement.open = true")
    before = focused(page)
    begin(site, slug)
    page.clock.run_for(SOON)
    expect(attempts(page)).to_have_text("2")
    expect(page.locator("#chart-hours-figures tbody tr").last).to_contain_text("2")
    assert focused(page) == before
    assert page.locator("#chart-hours-figures").evaluate("node => node.open")


def test_nothing_is_asked_for_while_paused_or_out_of_sight(
    site: Site, slug: str, page: Page
) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    button = page.get_by_role("button", name="Tạm dừng tự cập nhật")
    button.click()
    page.clock.run_for(5 * SOON)
    assert asked == []
    expect(button).to_have_attribute("aria-pressed", "true")
    button.click()
    hide(page, True)
    page.clock.run_for(5 * SOON)
    assert asked == []
    begin(site, slug)
    hide(page, False)
    expect(attempts(page)).to_have_text("2")


def hide(page: Page, hidden: bool) -> None:
    state = "hidden" if hidden else "visible"
    page.evaluate(
        "state => { Object.defineProperty(document, 'visibilityState',"
        " { value: state, configurable: true });"
        " document.dispatchEvent(new Event('visibilitychange')) }",
        state,
    )


def test_a_lost_network_is_told_and_forgotten_when_it_is_back(
    site: Site, slug: str, page: Page
) -> None:
    trouble = page.locator("[data-watch-trouble]")
    expect(trouble).to_be_hidden()
    page.context.set_offline(True)
    page.clock.run_for(SOON)
    expect(trouble).to_be_visible()
    begin(site, slug)
    page.context.set_offline(False)
    page.clock.run_for(3 * SOON)
    expect(attempts(page)).to_have_text("2")
    expect(trouble).to_be_hidden()


def test_whoever_is_signed_out_meanwhile_is_led_to_sign_in_again(page: Page) -> None:
    page.context.clear_cookies()
    page.clock.run_for(SOON)
    page.wait_for_url(re.compile(r"/sign-in\?next=.*/watch$"))


def test_tables_are_sorted_and_opened_without_a_script(
    slug: str, page: Page, new_context: Callable[..., BrowserContext]
) -> None:
    plain = new_context(viewport=WIDE, java_script_enabled=False)
    plain.add_cookies(page.context.cookies())  # type: ignore[arg-type]
    shown = plain.new_page()
    shown.goto(f"/organiser/contests/{slug}/watch")
    shown.get_by_role("link", name="Xem cả 124 dòng").click()
    expect(shown.locator("#watch-units-commune tbody tr")).to_have_count(124)
    shown.locator("#watch-units-commune").get_by_role("link", name="Tên").click()
    expect(shown.locator("#watch-units-commune tbody tr")).to_have_count(124)
    expect(shown.locator("#watch-units-commune tbody th").first).to_have_text("Phường An Tường")
    expect(shown.get_by_role("button", name="Tạm dừng tự cập nhật")).to_be_hidden()
