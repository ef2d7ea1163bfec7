"""On 50 kbit/s with 400 ms round trips: from pressing start to the first question."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, CDPSession, Page, expect

from tests.journeys.patience import until
from tests.journeys.quiz import Quiz, sign_in
from tests.journeys.site import Participant, Site

NewContext = Callable[..., BrowserContext]
SLOW = {
    "offline": False,
    "latency": 400,
    "downloadThroughput": 50_000 / 8,
    "uploadThroughput": 50_000 / 8,
}
TARGET_SECONDS = 5.0
# The frame in which the first question is wholly in sight, above the bar: observers are only
# called once a page is painted, not while it waits for its style.
WATCH = """
addEventListener('click', () => sessionStorage.setItem('pressed', Date.now()), true);
new MutationObserver((_, watching) => {
  const first = document.querySelector('.question-text');
  if (!first) return;
  watching.disconnect();
  new IntersectionObserver((entries, seeing) => {
    if (!entries.some((entry) => entry.isIntersecting)) return;
    seeing.disconnect();
    window.shownAfter = (Date.now() - sessionStorage.getItem('pressed')) / 1000;
  }, {rootMargin: '0px 0px -120px 0px', threshold: 1}).observe(first);
}).observe(document, {childList: true, subtree: true});
"""


@pytest.fixture(scope="module")
def slug(site: Site) -> str:
    return site.contest()


def at_the_contest(
    context: BrowserContext, participant: Participant, slug: str
) -> tuple[Page, CDPSession]:
    """Signed in, at the contest's page, which has come over a good network."""
    context.add_init_script(WATCH)
    page = context.new_page()
    sign_in(page, participant, f"/contests/{slug}")
    page.wait_for_load_state("networkidle")
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    return page, session


def seconds_to_first_question(page: Page, session: CDPSession) -> float:
    """Press start on the slow network; seconds until the first question is in sight."""
    session.send("Network.emulateNetworkConditions", SLOW)
    page.get_by_role("button", name="Bắt đầu làm bài").click(no_wait_after=True)
    page.wait_for_url("**/attempts/*", timeout=30_000, wait_until="commit")
    return float(until(page, "window.shownAfter ?? null", seconds=30))


def best_of(times: int, seconds: Callable[[], float]) -> float:
    """The least of several tries, or the first that is good: this machine may be busy."""
    tried: list[float] = []
    while len(tried) < times and (not tried or min(tried) > TARGET_SECONDS):
        tried.append(seconds())
    return min(tried)


def test_the_first_question_shows_within_5_seconds_when_nothing_of_the_site_is_kept(
    site: Site, new_context: NewContext, slug: str
) -> None:
    def attempt() -> float:
        page, session = at_the_contest(new_context(), site.participant(), slug)
        session.send("Network.clearBrowserCache")
        return seconds_to_first_question(page, session)

    seconds = best_of(3, attempt)
    print(f"nothing kept: first question after {seconds:.2f} s")
    assert 1.0 < seconds <= TARGET_SECONDS


def test_the_first_question_shows_sooner_after_the_contests_page(
    site: Site, new_context: NewContext, slug: str
) -> None:
    def attempt() -> float:
        page, session = at_the_contest(new_context(), site.participant(), slug)
        return seconds_to_first_question(page, session)

    seconds = best_of(3, attempt)
    print(f"after the contest's page: first question after {seconds:.2f} s")
    assert 1.0 < seconds <= 4.0


def test_the_script_takes_over_on_the_slow_network_too(
    new_context: NewContext, participant: Participant, slug: str
) -> None:
    page, session = at_the_contest(new_context(), participant, slug)
    session.send("Network.clearBrowserCache")
    seconds_to_first_question(page, session)
    page.wait_for_selector("html[data-quiz=ready]", state="attached", timeout=20_000)
    quiz = Quiz(page)
    quiz.tap(0)
    expect(quiz.saved).to_have_text("Đã lưu 1/20", timeout=15_000)
