"""What a first visit to the quiz and to a board costs over the wire, in a real browser."""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from flask_migrate import upgrade
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from app import create_app
from app.config import Settings
from app.services import attempts, starting
from app.services.accounts import Identity
from app.services.attempts import RawAnswer
from tests.bench.lines import Line, Scale
from tests.bench.stage import Stage
from tests.journeys.quiz import Quiz, newest_attempt, sign_in
from tests.journeys.site import Participant, Site, running
from tests.journeys.wire import Meter, served

ROWS = 60
QUIZ_KILOBYTES, BOARD_KILOBYTES = 60, 40


def wire(stage: Stage, _scale: Scale) -> Iterator[Line]:
    """Everything that is sent, service worker included, packed as phones of today take it."""
    chromium = shutil.which("chromium")
    if chromium is None:
        yield Line("quiz, first visit", 0, "KB", "≤ 60 KB", None, "no chromium here")
        return
    app = create_app(
        Settings(
            database_url=f"sqlite:///{stage.folder}/wire.sqlite3",
            secret_key="a secret for measuring only",
            instance=stage.folder,
            demo=False,
        )
    )
    with app.app_context():
        upgrade()
    with running(app) as site, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        slug = _full_boards(site)
        yield _line("quiz, first visit", _quiz(browser, site, slug), QUIZ_KILOBYTES)
        for kind in ("individual", "organisation", "commune"):
            address = f"/contests/{slug}/boards/{kind}"
            used = _visit(_phone(browser, site), site, address)
            yield _line(f"board page ({kind})", used, BOARD_KILOBYTES)
        browser.close()


def _line(what: str, used: int, limit: int) -> Line:
    return Line(what, used / 1000, "KB", f"≤ {limit} KB", used <= limit * 1000, "brotli")


def _full_boards(site: Site) -> str:
    slug, now = site.contest(), datetime.now(UTC)
    for number in range(ROWS):
        person = site.participant(f"{('Hoàng Thị', 'Ma Văn', 'Lý')[number % 3]} {number} Hạnh")
        with site.app.app_context():
            _take(slug, person, right=number % 20, now=now)
    site.refresh_boards()
    return slug


def _take(slug: str, person: Participant, *, right: int, now: datetime) -> None:
    identity = Identity(person.who.account_id, person.who.epoch)
    started = starting.start(slug=slug, who=person.who, now=now, seed=secrets.token_hex(16))
    given = {"attempt_id": started.attempt_id, "identity": identity}
    questions = attempts.get_sitting(**given, now=now).questions[:right]
    answers = [
        RawAnswer(number, one.id, one.options[0].id)
        for number, one in enumerate(questions, start=1)
        if one.type.value == "single"
    ]
    end = now + timedelta(seconds=60 + right)
    attempts.save_answers(**given, answers=answers, now=end)
    attempts.submit(**given, prediction=None, now=end)


def _phone(browser: Browser, site: Site) -> BrowserContext:
    return browser.new_context(
        base_url=site.address,
        locale="vi-VN",
        viewport={"width": 360, "height": 740},
        service_workers="allow",
        extra_http_headers={"Accept-Encoding": "br"},
    )


def _quiz(browser: Browser, site: Site, slug: str) -> int:
    person, used = site.participant(), _phone(browser, site)
    sign_in(used.new_page(), person)
    token = used.pages[0].locator('meta[name="csrf-token"]').get_attribute("content") or ""
    used.request.post(f"/contests/{slug}/start", form={"csrf_token": token})
    visitor = _phone(browser, site)
    visitor.add_cookies(used.cookies())  # type: ignore[arg-type]
    return _visit(visitor, site, f"/attempts/{newest_attempt(site, person)}", is_quiz=True)


def _visit(context: BrowserContext, site: Site, address: str, *, is_quiz: bool = False) -> int:
    page = context.new_page()
    meter = Meter(context, page)
    with served(site.app) as log:
        page.goto(address)
        if is_quiz:
            Quiz(page).is_ready()
        _settle(page)
    meter.add_unseen(log)
    context.close()
    return meter.total


def _settle(page: Page) -> None:
    page.wait_for_load_state("networkidle")
    page.evaluate("navigator.serviceWorker.ready.then(() => 0)")
    page.wait_for_timeout(1500)
