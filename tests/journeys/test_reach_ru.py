"""Every page in one language, light and dark, looked at by axe-core."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import BrowserContext

from tests.journeys.reach import check_language
from tests.journeys.site import Site


def test_axe_finds_nothing_on_any_page(
    site: Site, new_context: Callable[..., BrowserContext]
) -> None:
    assert check_language("ru", site, new_context) == {}
