"""Every page with the keyboard alone, and every page without JavaScript."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page

from tests.journeys.reach import LOCALES, furnish
from tests.journeys.site import Site

MOST_TABS = 150
# What a key should reach, in any order; of radio buttons the group is one stop.
STOPS = """() => {
  const groups = new Set();
  return [...document.querySelectorAll('a[href], button, input, select, textarea, summary')]
    .filter((one) => !one.disabled && one.type !== 'hidden' && one.tabIndex >= 0)
    .filter((one) => one.checkVisibility({visibilityProperty: true}))
    .filter((one) => one.type !== 'radio' || !groups.has(one.name) && groups.add(one.name))
    .length;
}"""
FOCUSED = """() => {
  const one = document.activeElement;
  if (!one || one === document.body) return null;
  window.stops = window.stops || [];
  if (!window.stops.includes(one)) window.stops.push(one);
  const style = getComputedStyle(one);
  const drawn = [one.closest('label, .option, .choice'), one.nextElementSibling];
  // The browser marks the part of a date that is being typed, inside its own field.
  const shown = /^(date|time)/.test(one.type)
    || style.outlineStyle !== 'none' || style.boxShadow !== 'none'
    || drawn.some((beside) => beside && getComputedStyle(beside).outlineStyle !== 'none');
  return {count: window.stops.length, shown, what: one.outerHTML.slice(0, 120)};
}"""


def walk(page: Page, address: str) -> list[str]:
    """What is wrong with going through a page by the Tab key; [] when nothing is."""
    page.goto(address)
    wrong, reached = [], 0
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        focused = page.evaluate(FOCUSED)
        if focused is None:  # Round to the browser's own buttons: all of the page was passed.
            wanted = page.evaluate(STOPS)
            return wrong if reached >= wanted else [*wrong, f"{reached} of {wanted} reached"]
        reached = focused["count"]
        if not focused["shown"]:
            wrong.append(f"no sign of focus: {focused['what']}")
    return wrong if reached > MOST_TABS // 4 else [*wrong, "the key goes round in a part"]


def test_every_page_is_walked_by_the_keyboard(site: Site, phone: BrowserContext) -> None:
    furnished = furnish(site, phone)
    page = phone.new_page()
    wrong = [
        f"{name}: {one}"
        for name, address in furnished.pages().items()
        for one in walk(page, address)
    ]
    assert not wrong, "\n".join(wrong)


# Buttons that do nothing without a script, and forms that lead nowhere.
IDLE = """() => [
  ...document.querySelectorAll('main button[type=button], main .script-only'),
  ...[...document.querySelectorAll('main form')]
    .filter((one) => ![...one.elements].some((part) => part.type === 'submit')),
].filter((one) => one.checkVisibility()).map((one) => one.outerHTML.slice(0, 120))"""


@pytest.mark.parametrize("language", LOCALES)
def test_every_page_is_of_use_without_javascript(
    site: Site, new_context: Callable[..., BrowserContext], phone: BrowserContext, language: str
) -> None:
    furnished = furnish(site, phone)
    plain = new_context(java_script_enabled=False, locale=LOCALES[language])
    plain.add_cookies(phone.cookies())  # type: ignore[arg-type]
    page, wrong = plain.new_page(), {}
    for name, address in furnished.pages().items():
        answer = page.goto(address)
        assert answer is not None
        if name not in MISSING_PAGES and not answer.ok:
            wrong[name] = [f"status {answer.status}"]
            continue
        found = page.evaluate(IDLE)  # The tests' own script runs where the page's may not.
        if found or not page.locator("main h1").first.is_visible():
            wrong[name] = found or ["no heading"]
    assert not wrong, wrong


MISSING_PAGES = {"an error", "public.find_receipt wrong", "public.find_hall"}
