"""The opening minute in a browser: nobody refreshes, nobody's clock runs while waiting."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect
from sqlalchemy import select

from app.storage.db import db
from app.storage.tables import Attempt, Round
from tests.journeys.quiz import Quiz, newest_attempt, sign_in
from tests.journeys.site import Participant, Site

NewContext = Callable[..., BrowserContext]
START = "**/contests/*/start"
SOON = timedelta(seconds=8)


def wait_page(site: Site, phone: BrowserContext, who: Participant, opens_in: timedelta) -> Page:
    """The waiting page of a contest that opens after signing in has taken its time."""
    page = phone.new_page()
    sign_in(page, who)
    page.goto(f"/contests/{site.contest(opens_in=opens_in)}/wait")
    return page


def is_ready(page: Page) -> None:
    expect(page.locator("html[data-waiting=ready]")).to_be_attached()


def press_ready(page: Page) -> None:
    is_ready(page)
    page.get_by_role("button", name="Tôi đã sẵn sàng").click()
    expect(page.locator("[data-state]")).to_contain_text("bài thi tự mở ra")


def started_after_opening(site: Site, who: Participant) -> float:
    """Seconds from the opening to the start of the person's attempt, as the server has them."""
    attempt_id = newest_attempt(site, who)
    query = (
        select(Attempt.started_at, Round.opens_at)
        .join(Round, Round.id == Attempt.round_id)
        .where(Attempt.id == attempt_id)
    )
    with site.app.app_context():
        started_at, opens_at = db.session.execute(query).one()
    return float((started_at - opens_at).total_seconds())


def test_the_paper_opens_by_itself_for_who_is_ready_and_asks_nothing_meanwhile(
    site: Site, phone: BrowserContext, participant: Participant
) -> None:
    page = wait_page(site, phone, participant, SOON)
    press_ready(page)
    page.wait_for_timeout(500)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.method))
    expect(page.locator("[data-left]")).to_have_text(re.compile(r"^00:0\d$"))
    assert newest_attempt(site, participant) == 0
    page.wait_for_url("**/attempts/*", timeout=20_000)
    Quiz(page).is_ready()
    assert asked[:2] == ["POST", "GET"]
    assert 0 <= started_after_opening(site, participant) < 8


def test_who_is_not_ready_gets_a_button_and_no_surprise(
    site: Site, phone: BrowserContext, participant: Participant
) -> None:
    page = wait_page(site, phone, participant, timedelta(seconds=3))
    is_ready(page)
    go = page.get_by_role("button", name="Bắt đầu làm bài")
    expect(go).to_be_visible(timeout=10_000)
    expect(page.locator("[data-state]")).to_have_text("Đã mở. Bạn bắt đầu được rồi.")
    page.wait_for_timeout(5500)
    assert newest_attempt(site, participant) == 0
    go.click()
    page.wait_for_url("**/attempts/*")


def test_ready_can_be_taken_back(
    site: Site, phone: BrowserContext, participant: Participant
) -> None:
    page = wait_page(site, phone, participant, SOON)
    press_ready(page)
    page.get_by_role("button", name="Thôi, tôi sẽ tự bấm").click()
    expect(page.get_by_role("button", name="Bắt đầu làm bài")).to_be_visible(timeout=15_000)
    assert newest_attempt(site, participant) == 0


def test_a_crowded_server_is_asked_again_after_the_pause_it_wants(
    site: Site, phone: BrowserContext, participant: Participant
) -> None:
    moments: list[datetime] = []

    def crowded(route: Route) -> None:
        moments.append(datetime.now(UTC))
        if len(moments) == 1:
            route.fulfill(status=503, headers={"Retry-After": "3"}, body="busy")
        elif len(moments) == 2:
            route.fulfill(status=429, body="many")
        else:
            route.continue_()

    page = wait_page(site, phone, participant, timedelta(seconds=4))
    phone.route(START, crowded)
    press_ready(page)
    state = page.locator("[data-state]")
    expect(state).to_contain_text("Nhiều người vào cùng lúc", timeout=15_000)
    expect(state).to_contain_text("Giờ làm bài của bạn chưa chạy")
    page.wait_for_url("**/attempts/*", timeout=30_000)
    assert len(moments) == 3
    assert moments[1] - moments[0] >= timedelta(seconds=3)
    assert moments[2] - moments[1] >= timedelta(seconds=1)


def test_a_network_that_is_away_at_the_opening_is_waited_for(
    site: Site, phone: BrowserContext, participant: Participant
) -> None:
    page = wait_page(site, phone, participant, timedelta(seconds=4))
    press_ready(page)
    phone.set_offline(True)
    expect(page.locator("[data-state]")).to_contain_text("Chưa nối được", timeout=15_000)
    phone.set_offline(False)
    page.wait_for_url("**/attempts/*", timeout=30_000)


def test_a_refusal_is_explained_on_its_own_page(
    site: Site, phone: BrowserContext, participant: Participant
) -> None:
    page = wait_page(site, phone, participant, timedelta(seconds=4))
    press_ready(page)
    phone.clear_cookies()
    expect(page.get_by_role("heading", level=1)).not_to_contain_text("Kỹ năng số", timeout=20_000)
    assert newest_attempt(site, participant) == 0


@pytest.mark.parametrize("hours", [-3, 3])
def test_a_wrong_clock_of_the_phone_changes_nothing(
    site: Site, new_context: NewContext, participant: Participant, hours: int
) -> None:
    phone = new_context()
    phone.add_init_script(
        f"const real = Date.now.bind(Date); Date.now = () => real() + {hours * 3_600_000}"
    )
    page = wait_page(site, phone, participant, timedelta(seconds=5))
    press_ready(page)
    page.wait_for_url("**/attempts/*", timeout=20_000)
    assert 0 <= started_after_opening(site, participant) < 8


def test_without_javascript_the_page_says_when_to_press(
    site: Site, new_context: NewContext, participant: Participant
) -> None:
    page = wait_page(
        site, new_context(java_script_enabled=False), participant, timedelta(seconds=3)
    )
    expect(page.locator("main")).to_contain_text("Đến giờ đó, hãy bấm “Bắt đầu làm bài”")
    expect(page.get_by_role("button", name="Tôi đã sẵn sàng")).to_be_hidden()
    page.wait_for_timeout(3500)
    page.get_by_role("button", name="Bắt đầu làm bài").click()
    page.wait_for_url("**/attempts/*")


def test_pressing_early_without_javascript_loses_nothing(
    site: Site, new_context: NewContext, participant: Participant
) -> None:
    page = wait_page(
        site, new_context(java_script_enabled=False), participant, timedelta(minutes=10)
    )
    page.get_by_role("button", name="Bắt đầu làm bài").click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert newest_attempt(site, participant) == 0
