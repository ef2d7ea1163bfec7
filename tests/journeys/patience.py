"""Waiting for what a page comes to; the site's policy does not let a page evaluate strings."""

from __future__ import annotations

import time
from typing import Any

from playwright.sync_api import Page


def until(page: Page, expression: str, *, seconds: float = 10) -> Any:
    """The first value of a JavaScript expression that is neither null nor false."""
    end = time.monotonic() + seconds
    while True:
        value = page.evaluate(expression)
        if value is not None and value is not False:
            return value
        assert time.monotonic() < end, f"still {value!r}: {expression}"
        page.wait_for_timeout(50)
