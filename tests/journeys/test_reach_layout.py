"""Small screens, large text, big fingers, and no mouse."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.journeys.furnishing import no_pages
from tests.journeys.quiz import start
from tests.journeys.reach import LOCALES, Furnished, furnish
from tests.journeys.site import Site

SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
SMALL = """() => [...document.querySelectorAll(
    'main button, main .button, main input:not([type=hidden]), main select, main textarea, nav a')]
  .map((element) => element.closest('label') ?? element)
  .filter((element) => !element.matches('.visually-hidden'))
  .filter((element) => element.checkVisibility({visibilityProperty: true}))
  .map((element) => [element, element.getBoundingClientRect()])
  .filter(([, box]) => box.width > 1 && box.height > 0 && box.height < 47.5)
  .map(([element, box]) => `${element.tagName}.${element.className} ${box.height}`)"""


@pytest.fixture
def furnished(site: Site, phone: BrowserContext) -> Furnished:
    return furnish(site, phone)


def all_pages(
    page: Page, furnished: Furnished, look: Callable[[Page], object]
) -> dict[str, object]:
    """What `look` says of each page, where it says anything."""
    wrong = {}
    for name, address in furnished.pages().items():
        page.goto(address)
        found = look(page)
        if found:
            wrong[name] = found
    return wrong


# What is no page: files, figures, and ways that only lead on.
NO_PAGES = {
    "bundle", "static", "accounts.export_data", "play.show_card", "public.show_image",
    "play.start_practice", "public.check_health", "public.check_readiness", "public.join_hall",
    "public.show_hall_live", "public.show_hall_qr", "public.show_manifest",
    "public.show_metrics", "public.show_receipt_qr", "public.show_service_worker",
}  # fmt: skip


def test_every_page_is_looked_at(site: Site, furnished: Furnished) -> None:
    looked_at = {name.split()[0] for name in (*furnished.pages(), *furnished.pages_of_strangers())}
    there = {
        rule.endpoint
        for rule in site.app.url_map.iter_rules()
        if "GET" in (rule.methods or ()) and not rule.endpoint.startswith("api.")
    }
    assert there - looked_at == NO_PAGES | no_pages()


@pytest.mark.parametrize("language", LOCALES)
def test_nothing_scrolls_sideways_on_320_pixels(
    site: Site, new_context: Callable[..., BrowserContext], language: str
) -> None:
    narrow = new_context(viewport={"width": 320, "height": 600}, locale=LOCALES[language])
    furnished = furnish(site, narrow)
    wrong = all_pages(narrow.new_page(), furnished, lambda page: page.evaluate(SIDEWAYS))
    assert wrong == {}


def test_nothing_scrolls_sideways_with_text_twice_as_large(
    phone: BrowserContext, furnished: Furnished
) -> None:
    def look(page: Page) -> object:
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        return page.evaluate(SIDEWAYS)

    assert all_pages(phone.new_page(), furnished, look) == {}


def test_everything_to_press_is_48_pixels_high(phone: BrowserContext, furnished: Furnished) -> None:
    wrong = all_pages(phone.new_page(), furnished, lambda page: page.evaluate(SMALL))
    assert wrong == {}


def test_the_quiz_is_taken_with_the_keyboard_alone(site: Site, phone: BrowserContext) -> None:
    participant, slug = site.participant(), site.contest()
    page = start(phone, site, participant, slug).page
    first = page.locator(".question:visible .question-number")
    expect(first).to_contain_text("1/")
    for _ in range(30):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('.question input')"):
            break
    page.keyboard.press("Space")
    expect(page.locator("[data-saved-text]")).to_contain_text("1/20")
    for _ in range(30):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('[data-next]')"):
            break
    page.keyboard.press("Enter")
    expect(first).to_contain_text("2/")
    outline = page.evaluate(
        "() => { document.querySelector('[data-next]').focus();"
        " const style = getComputedStyle(document.activeElement);"
        " return style.outlineStyle + style.boxShadow }"
    )
    assert outline != "nonenone"
