"""Practice in a browser, without JavaScript, from the home page to its end."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from playwright.sync_api import BrowserContext, expect

from app.config import ROOT
from app.services import banks, practice
from tests.journeys.site import Site


@pytest.fixture
def offered(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another bank to practise from than the one of the site's contests."""
    file = ROOT / "questions" / "chuyen-doi-so.yaml"
    with site.app.app_context():
        banks.import_bank(
            file.read_bytes(), file_name=file.name, account_id=None, now=datetime.now(UTC)
        )
    monkeypatch.setattr(practice, "BANK", "chuyen-doi-so")


@pytest.mark.parametrize("script", [True, False])
def test_five_questions_are_practised_from_the_home_page(
    site: Site, new_context: Callable[..., BrowserContext], offered: None, script: bool
) -> None:
    page = new_context(java_script_enabled=script).new_page()
    page.goto("/")
    page.get_by_role("link", name="Thi thử 5 câu").click()
    for number in range(1, 6):
        expect(page.locator(".question-number")).to_contain_text(f"{number}/5")
        option = page.locator(".option")
        if option.count():
            option.first.click()
        page.get_by_role("button", name="Trả lời").click()
        expect(page.locator(".review")).to_be_visible()
        page.locator("main .button-primary").click()
    expect(page.get_by_role("heading", name="Thi thử xong")).to_be_visible()
