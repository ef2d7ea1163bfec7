"""What a page costs over the wire, as the browser counts it: headers and packed bodies."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

from flask import Flask
from playwright.sync_api import BrowserContext, CDPSession, Page

STATUS_LINE = 120
"""What a server adds to the headers of the application: status, date, its name."""


class Meter:
    """Counts every response of a page from now on."""

    def __init__(self, context: BrowserContext, page: Page) -> None:
        self.session: CDPSession = context.new_cdp_session(page)
        self.bytes: dict[str, int] = {}
        self._paths: dict[str, str] = {}
        self.session.on("Network.requestWillBeSent", self._sent)
        self.session.on("Network.loadingFinished", self._finished)
        self.session.send("Network.enable")

    def _sent(self, event: dict[str, Any]) -> None:
        redirect = event.get("redirectResponse")
        if redirect:
            self._add(redirect["url"], redirect["encodedDataLength"])
        self._paths[event["requestId"]] = event["request"]["url"]

    def _finished(self, event: dict[str, Any]) -> None:
        self._add(self._paths.get(event["requestId"], "?"), event["encodedDataLength"])

    def _add(self, url: str, length: float) -> None:
        path = urlsplit(url).path
        self.bytes[path] = self.bytes.get(path, 0) + int(length)

    def add_unseen(self, log: Counter[str]) -> None:
        """Count too what the server has sent and the page has not seen: to its service worker."""
        for path, length in log.items():
            self.bytes[path] = max(self.bytes.get(path, 0), length)

    @property
    def total(self) -> int:
        """Bytes of all responses so far."""
        return sum(self.bytes.values())

    def listing(self) -> str:
        """Every address with its bytes, the largest first."""
        rows = sorted(self.bytes.items(), key=lambda row: -row[1])
        lines = [f"{length:>8,}  {path}" for path, length in rows]
        return "\n".join(["", *lines, f"{self.total:>8,}  in all"])


@contextmanager
def served(app: Flask) -> Iterator[Counter[str]]:
    """The bytes that the application sends meanwhile, by path."""
    log: Counter[str] = Counter()
    inner = app.wsgi_app

    def counting(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        path = environ["PATH_INFO"]

        def begin(status: str, headers: list[tuple[str, str]], *further: Any) -> Any:
            log[path] += STATUS_LINE + sum(len(name) + len(value) + 4 for name, value in headers)
            return start_response(status, headers, *further)

        body = b"".join(inner(environ, begin))
        log[path] += len(body)
        return [body]

    app.wsgi_app = counting  # type: ignore[assignment,method-assign]
    try:
        yield log
    finally:
        app.wsgi_app = inner  # type: ignore[method-assign]
