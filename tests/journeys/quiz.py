"""What a person does and sees on the pages of the quiz, for browser tests."""

from __future__ import annotations

import re
from typing import Any

from playwright.sync_api import BrowserContext, Locator, Page, expect
from sqlalchemy import func, select

from app.storage.db import db
from app.storage.tables import Attempt
from tests.journeys.site import PASSWORD, Participant, Site

ANSWERS = "**/api/v1/attempts/*/answers"


class Quiz:
    """One open attempt on one phone."""

    def __init__(self, page: Page) -> None:
        self.page = page

    @property
    def attempt_id(self) -> int:
        """The attempt of this page."""
        match = re.search(r"/attempts/(\d+)", self.page.url)
        assert match is not None, self.page.url
        return int(match[1])

    @property
    def question(self) -> Locator:
        """The question on the screen."""
        return self.page.locator(".question:visible")

    @property
    def saved(self) -> Locator:
        """What the bar says about saving."""
        return self.page.locator("[data-saved-text]")

    @property
    def trouble(self) -> Locator:
        """The line above the bar, when something is wrong."""
        return self.page.locator("[data-alert]")

    def is_ready(self) -> None:
        """Wait until the script has taken over."""
        expect(self.page.locator("html[data-quiz=ready]")).to_be_attached()

    def show(self, number: int) -> None:
        """Go to a question through its anchor, as the map does."""
        self.page.evaluate(
            "(n) => { location.hash = document.querySelectorAll('.map-link[data-to]')[n].hash }",
            number - 1,
        )
        expect(self.question.locator(".question-number")).to_contain_text(f"Câu {number}/")

    def tap(self, option: int = 0) -> str:
        """Tap an option of the shown question; returns its value."""
        row = self.question.locator(".option").nth(option)
        row.click()
        value = row.locator("input").get_attribute("value")
        assert value is not None
        return value

    def chosen(self) -> list[str]:
        """The values that are checked in the shown question."""
        found: Any = self.question.locator("input:checked").evaluate_all(
            "(inputs) => inputs.map((input) => input.value)"
        )
        return list(found)


def sign_in(page: Page, participant: Participant, next_page: str = "/profile") -> None:
    """Through the page, as everybody does."""
    page.goto(f"/sign-in?next={next_page}")
    page.locator("main [name=phone]").fill(participant.phone)
    page.locator("main [name=password]").fill(PASSWORD)
    page.locator("main form button[type=submit]").click()
    page.wait_for_url(f"**{next_page}")


def start(phone: BrowserContext, site: Site, participant: Participant, slug: str) -> Quiz:
    """Sign in on a phone, start the contest, and see the first question."""
    page = phone.new_page()
    sign_in(page, participant)
    token = page.locator('meta[name="csrf-token"]').get_attribute("content")
    phone.request.post(f"/contests/{slug}/start", form={"csrf_token": token or ""})
    attempt_id = newest_attempt(site, participant)
    page.goto(f"/attempts/{attempt_id}")
    quiz = Quiz(page)
    quiz.is_ready()
    return quiz


def newest_attempt(site: Site, participant: Participant) -> int:
    """The attempt that a person started last."""
    with site.app.app_context():
        query = select(func.max(Attempt.id)).where(Attempt.person_id == participant.who.person_id)
        return int(db.session.scalar(query) or 0)
