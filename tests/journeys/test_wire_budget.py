"""What first visits cost over the wire: everything, compressed, with headers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import BrowserContext, Page

from app.services import accounts, attempts, starting
from app.services.accounts import Identity
from app.services.attempts import RawAnswer
from tests.journeys.quiz import Quiz, newest_attempt, sign_in
from tests.journeys.site import Participant, Site
from tests.journeys.wire import Meter, served

NewContext = Callable[..., BrowserContext]
QUIZ_BYTES = 60_000
BOARD_BYTES = 40_000
ROWS = 60


@pytest.fixture(scope="module")
def slug(site: Site) -> str:
    """A contest whose boards are full."""
    slug, now = site.contest(), datetime.now(UTC)
    with site.app.app_context():
        for number in range(ROWS):
            who = accounts.add_user(
                phone=f"0981{number:06d}",
                password=None,
                full_name=f"{('Hoàng Thị', 'Ma Văn', 'Lý', 'Nông Đức')[number % 4]} {number} Hạnh",
                role=None,
                group="resident",
                commune=site.commune,
                now=now,
            )
            _take(slug, who, right=number % 20, now=now)
    site.refresh_boards()
    return slug


def _take(slug: str, who: accounts.SignedIn, *, right: int, now: datetime) -> None:
    identity = Identity(who.account_id, who.epoch)
    attempt_id = starting.start(slug=slug, who=who, now=now, seed=f"{right:032x}").attempt_id
    sitting = attempts.get_sitting(attempt_id=attempt_id, identity=identity, now=now)
    answers = [
        RawAnswer(number, question.id, question.options[0].id)
        for number, question in enumerate(sitting.questions[:right], start=1)
        if question.type.value == "single"
    ]
    end = now + timedelta(seconds=60 + right)
    attempts.save_answers(attempt_id=attempt_id, identity=identity, answers=answers, now=end)
    attempts.submit(attempt_id=attempt_id, identity=identity, prediction=None, now=end)


@pytest.fixture(params=["br", "gzip"])
def visitor(new_context: NewContext, request: pytest.FixtureRequest) -> BrowserContext:
    """A phone that has never been here; old ones, and all without https, know gzip only."""
    headers = {"Accept-Encoding": request.param}
    return new_context(service_workers="allow", extra_http_headers=headers)


def settle(page: Page) -> None:
    """Until the page, its scripts and the service worker have fetched all they want."""
    page.wait_for_load_state("networkidle")
    page.evaluate("navigator.serviceWorker.ready.then(() => 0)")
    page.wait_for_timeout(1500)


def test_the_quiz_costs_at_most_60_kilobytes(
    site: Site, visitor: BrowserContext, phone: BrowserContext, participant: Participant, slug: str
) -> None:
    sign_in(phone.new_page(), participant)
    token = phone.pages[0].locator('meta[name="csrf-token"]').get_attribute("content") or ""
    phone.request.post(f"/contests/{slug}/start", form={"csrf_token": token})
    visitor.add_cookies(phone.cookies())  # type: ignore[arg-type]
    page = visitor.new_page()
    meter = Meter(visitor, page)
    with served(site.app) as log:
        page.goto(f"/attempts/{newest_attempt(site, participant)}")
        Quiz(page).is_ready()
        settle(page)
    meter.add_unseen(log)
    print(meter.listing())
    assert "/service-worker.js" in meter.bytes, meter.listing()
    assert meter.total <= QUIZ_BYTES, meter.listing()


@pytest.mark.parametrize("kind", ["individual", "organisation", "commune"])
def test_a_board_costs_at_most_40_kilobytes(
    site: Site, visitor: BrowserContext, slug: str, kind: str
) -> None:
    page = visitor.new_page()
    meter = Meter(visitor, page)
    with served(site.app) as log:
        page.goto(f"/contests/{slug}/boards/{kind}")
        settle(page)
    meter.add_unseen(log)
    print(meter.listing())
    assert meter.total <= BOARD_BYTES, meter.listing()


def test_pages_that_are_not_compressed_would_be_found_out(
    site: Site, new_context: NewContext, slug: str
) -> None:
    plain = new_context(extra_http_headers={"Accept-Encoding": "identity"})
    page = plain.new_page()
    meter = Meter(plain, page)
    page.goto(f"/contests/{slug}/boards/individual")
    page.wait_for_load_state("networkidle")
    assert meter.total > BOARD_BYTES, meter.listing()
