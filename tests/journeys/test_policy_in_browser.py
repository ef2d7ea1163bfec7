"""No page asks a browser for anything that the site's own policy forbids."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext

from tests.journeys.reach import furnish
from tests.journeys.site import Site

pytestmark = [pytest.mark.browser, pytest.mark.long]
WATCH = """
addEventListener("securitypolicyviolation", (event) => {
  console.error("policy: " + event.violatedDirective + " " + event.blockedURI);
});
"""


def test_no_page_breaks_the_policy(site: Site, new_context: Callable[..., BrowserContext]) -> None:
    context = new_context()
    furnished = furnish(site, context)
    page = context.new_page()
    page.add_init_script(WATCH)
    said: list[str] = []
    page.on("console", lambda line: said.append(line.text) if line.type == "error" else None)
    found: dict[str, list[str]] = {}
    pages = furnished.pages()
    for name, address in pages.items():
        said.clear()
        page.goto(address)
        broken = [line for line in said if "policy" in line.lower()]
        if broken:
            found[name] = broken
    assert len(pages) > 80
    assert found == {}
    # The watch sees: what is forbidden is told of.
    said.clear()
    page.evaluate("document.body.setAttribute('style', 'color: red')")
    page.evaluate("document.body.insertAdjacentHTML('beforeend', '<i onclick=\"1\"></i>')")
    page.wait_for_timeout(200)
    assert [line for line in said if "policy" in line.lower()]
