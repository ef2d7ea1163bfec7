"""Limits under attack, on the real server: never more than the limit reach the password check.

Strangers guess one password from many connections at once, over two workers. What they are told
is counted: 401 was looked at, 429 and 503 were not. Meanwhile the owner, whose browser is known,
signs in by the page again and again, and people who have never failed sign in from the same
address.
"""

from __future__ import annotations

import http.client
import re
import tempfile
import threading
import time
import urllib.parse
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from app.domain.limits import STRANGER
from app.services import accounts
from tests.bench.load import Connection
from tests.bench.servers import gunicorn
from tests.bench.sign_ins import PASSWORD, accounts_with_passwords, sign_in
from tests.bench.stage import Stage, stage
from tests.faults.results import Result

OURS = ("--config", "deploy/gunicorn.py")
TARGETS = {"small": 4, "full": 40}
GUESSERS, GUESSES = 16, 4
_TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
COME_AGAIN = 40
"""How often an honest person may be asked to come again: places at hashing are few."""


@dataclass
class Browser:
    """One person's browser: it keeps cookies, and sends the token of the form."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)

    def ask(self, method: str, path: str, **form: str) -> tuple[int, str]:
        """Status and page of a request."""
        link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            held = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
            headers = {"Cookie": held, "Content-Type": "application/x-www-form-urlencoded"}
            link.request(method, path, urllib.parse.urlencode(form) or None, headers)
            reply = link.getresponse()
            for one in reply.headers.get_all("Set-Cookie") or ():
                name, _, rest = one.partition("=")
                self.cookies[name] = rest.partition(";")[0]
            return reply.status, reply.read().decode()
        finally:
            link.close()

    def sign_in(self, phone: str) -> tuple[int, str]:
        """Status and page of signing in by the form with the right password."""
        page = self.ask("GET", "/sign-in")[1]
        token = _TOKEN.search(page)
        if token is None:
            return 0, page
        return self.ask("POST", "/sign-in", phone=phone, password=PASSWORD, csrf_token=token[1])

    def sign_out(self) -> None:
        """Forget the session, and keep what the browser is known by."""
        self.cookies.pop("thiso", None)


def harness(tree: Path, folder: Path, scale: str) -> Result:
    """Try it on this tree; what failed is guesses too many and honest people kept out."""
    place = Path(tempfile.mkdtemp(dir=folder))
    made = stage(place, f"sqlite:///{place}/limits.sqlite3")
    phones = accounts_with_passwords(made, TARGETS[scale])
    village = _village(made)
    through = kept_out = guessed = 0
    with gunicorn("wsgi:app", made.environment, *OURS, tree=tree) as server:
        browsers = [Browser(server.port) for _ in phones]
        for browser, phone in zip(browsers, phones, strict=True):
            kept_out += not _comes_in(browser, phone)
        for browser, phone in zip(browsers, phones, strict=True):
            browser.sign_out()
            told, came_in = _attack(server.port, browser, phone)
            guessed += sum(told.values())
            through += max(0, told[401] - STRANGER.free) + told[200]
            # 503: turned away at the door of the process, for it is kept for those who answer.
            through += sum(told.values()) - told[401] - told[429] - told[503] - told[200]
            kept_out += not came_in
        for phone in village:
            kept_out += not _comes_in(Browser(server.port), phone)
    note = f"{through} guesses too many, {kept_out} honest people kept out"
    people = 2 * len(phones) + len(village)
    return Result("limits", guessed + people, through + kept_out, note)


def _village(made: Stage) -> list[str]:
    phones = [f"086{number:07d}" for number in range(8)]
    with made.app.test_request_context():
        for phone in phones:
            accounts.add_user(
                phone=phone, password=PASSWORD, full_name="Người Làng", role=None,
                group="resident", commune=made.communes[0], now=datetime.now(UTC),
            )  # fmt: skip
    return phones


def _attack(port: int, owner: Browser, phone: str) -> tuple[Counter[int], bool]:
    """What strangers were told, and whether the owner came in while they guessed."""
    told: Counter[int] = Counter()
    lock, ready = threading.Lock(), threading.Barrier(GUESSERS)

    def guess() -> None:
        link = Connection(port)
        ready.wait()
        for _ in range(GUESSES):
            status, _ = link.ask(sign_in(phone, "khong-phai-the"))
            with lock:
                told[status] += 1
        link.close()

    threads = [threading.Thread(target=guess) for _ in range(GUESSERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return told, _comes_in(owner, phone)


def _comes_in(browser: Browser, phone: str) -> bool:
    for _ in range(COME_AGAIN):
        status, page = browser.sign_in(phone)
        if status == 303:
            return True
        if status not in (429, 503) or "nhiều lần nhập sai" in page:
            return False
        time.sleep(0.1)
    return False
