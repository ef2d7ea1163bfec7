"""A running site for each module of journeys, and a real browser.

Without a chromium the browser tests are left out, unless THISO_BROWSER=required.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, sync_playwright

from app import create_app
from app.storage.db import db
from tests.conftest import test_settings as settings_of
from tests.databases import Databases
from tests.journeys.site import Participant, Site, running

CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
PHONE = {"width": 360, "height": 740}


# Whole minutes of real time between them: `make journeys` runs these, and CI does.
LONG = {
    "test_answer_file",
    "test_bad_network",
    "test_contest_maker",
    "test_first_run_in_browser",
    "test_hall",
    "test_import_journey",
    "test_lengthened_time",
    "test_long_outage",
    "test_naughty_strings",
    "test_offline_shell",
    "test_practice",
    "test_quiz_in_browser",
    "test_quiz_modules",
    "test_quiz_sessions",
    "test_quiz_time",
    "test_registering_in_browser",
    "test_reach_by_hand",
    "test_reach_en",
    "test_reach_layout",
    "test_reach_ru",
    "test_reach_vi",
    "test_slow_network",
    "test_waiting",
    "test_watching",
    "test_wire_budget",
}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.stem in LONG:
            item.add_marker(pytest.mark.long)
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="module")
def site(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    url = databases.fresh("sqlite")
    app = create_app(settings_of(url, tmp_path_factory.mktemp("site")))
    app.config.update(ARGON2_FAST=True)
    with running(app) as made:
        yield made
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
    databases.drop(url)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if path is None:
        if os.environ.get("THISO_BROWSER") == "required":
            pytest.fail("no chromium found")
        pytest.skip("no chromium found")
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield launched
        launched.close()


@pytest.fixture
def new_context(browser: Browser, site: Site) -> Iterator[Callable[..., BrowserContext]]:
    """Makes browser contexts the size of a phone; each is a phone of its own."""
    made: list[BrowserContext] = []

    def make(**options: object) -> BrowserContext:
        # Requests that a service worker answers cannot be routed: those who want one ask for it.
        given = {
            "viewport": PHONE,
            "locale": "vi-VN",
            "base_url": site.address,
            "service_workers": "block",
            **options,
        }
        made.append(browser.new_context(**given))  # type: ignore[arg-type]
        made[-1].set_default_timeout(10_000)
        return made[-1]

    yield make
    for context in made:
        context.close()


@pytest.fixture
def phone(new_context: Callable[..., BrowserContext]) -> BrowserContext:
    return new_context()


@pytest.fixture
def participant(site: Site) -> Participant:
    return site.participant()
