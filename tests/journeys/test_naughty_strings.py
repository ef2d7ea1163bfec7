"""Words that would be markup, script or a way out stay words on every page, in a real browser."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import cycle
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page

from tests import naughty
from tests.faults.page_forms import Form, look
from tests.faults.poison import poison
from tests.faults.scene import Scene, furnished
from tests.journeys.quiz import sign_in
from tests.journeys.site import Site

BECAME = f"""() => [
  ...[...document.querySelectorAll('[{naughty.MARK}]')].map((one) => one.outerHTML.slice(0, 200)),
  ...[...document.querySelectorAll('[href], [src], [action], [formaction]')]
    .flatMap((one) => ['href', 'src', 'action', 'formaction']
      .map((name) => one.getAttribute(name) ?? ''))
    .filter((link) => /^\\s*(javascript|vbscript|data:text)/i.test(link)),
  ...('{naughty.DONE}' in window ? ['a script ran'] : []),
]"""
# Each would end what is tried here: the sign-in, the account, or the session.
LEFT_ALONE = ("sign-out", "/profile/delete", "/disable", "/profile/password", "/language",
              "/text-size")  # fmt: skip
# A value for each of these is chosen, not written.
CHOSEN = ("csrf_token", "started_from", "version", "step", "act")


class Watch:
    """What a page must not do, noted while it is looked at."""

    def __init__(self, page: Page, site: Site) -> None:
        self.page, self.site = page, site
        self.seen: list[str] = []
        page.on("dialog", lambda dialog: self._note("a dialog", dialog.message, dialog.dismiss))
        page.on("pageerror", lambda error: self._note("a page error", str(error)))
        page.on("console", self._console)
        page.on("request", self._request)

    def look_at(self, address: str) -> list[str]:
        """Open a page; what it did that it must not, and what of our words became markup."""
        self.seen.clear()
        answer = self.page.goto(address)
        assert answer is not None
        status = [f"status {answer.status}"] if answer.status >= 500 else []
        return [*status, *self.seen, *self.page.evaluate(BECAME)]

    def _note(self, what: str, detail: str, end: Callable[[], None] = lambda: None) -> None:
        self.seen.append(f"{what}: {detail[:300]}")
        end()

    def _console(self, message: Any) -> None:
        if "Content Security Policy" in message.text or "Content-Security-Policy" in message.text:
            self._note("the policy", message.text)

    def _request(self, request: Any) -> None:
        if not request.url.startswith((self.site.address, "data:", "blob:")):
            self._note("a request", request.url)


@pytest.fixture(scope="module")
def scene(site: Site) -> Scene:
    """Something on every page, and naughty words in every field and every column of text."""
    starts = tuple(f"{one} " for one in (*naughty.MARKUP, *naughty.TEMPLATES))
    assert poison(site.app, starts) > 100
    made = furnished(site)
    assert _fill_in_all(made) > 100
    assert poison(site.app, starts) > 100
    site.refresh_boards()
    return made


@pytest.fixture
def watch(site: Site, phone: BrowserContext) -> Watch:
    return Watch(phone.new_page(), site)


def _fill_in_all(scene: Scene) -> int:
    """Send every form of every page, once with each of a few words; returns how many."""
    client, words, sent = scene.client(scene.everything), cycle(naughty.TYPEABLE), 0
    for address in sorted(set(scene.pages.values())):
        answer = client.get(address)
        if answer.mimetype != "text/html":
            continue
        for form in look(answer.text).forms:
            target = form.action or address
            if form.method != "post" or any(one in target for one in LEFT_ALONE):
                continue
            for _ in range(2):
                answer = client.post(target, data=dict(_filled(form, words).lists()))
                assert answer.status_code < 500, (target, answer.text[:500])
                sent += 1
    return sent


def _filled(form: Form, words: Iterator[str]) -> Any:
    values = form.values.copy()
    for name, old in form.values.items():
        # What looks like a number, a date or a code is one of a list: leave most of them.
        if name not in CHOSEN and (not old or not old.isascii() or " " in old):
            values[name] = next(words)
    return values


def test_the_watch_sees_what_it_is_to_see(watch: Watch, site: Site) -> None:
    watch.look_at("/help")
    watch.page.evaluate(
        f"document.body.insertAdjacentHTML('beforeend', {naughty.MARKUP[9]!r}"
        f" + '<img src=https://{naughty.ELSEWHERE}/ {naughty.MARK}>')"
    )
    watch.page.evaluate("setTimeout(() => { alert(1); throw new Error('planted'); })")
    watch.page.wait_for_timeout(300)
    seen = " ".join(watch.seen)
    assert "a dialog" in seen
    assert "a page error" in seen
    assert "the policy" in seen
    assert watch.page.evaluate(BECAME)


def test_no_page_takes_words_for_anything_else(watch: Watch, scene: Scene) -> None:
    sign_in(watch.page, scene.everything)
    watch.seen.clear()
    wrong = {
        name: found for name, address in scene.pages.items() if (found := watch.look_at(address))
    }
    assert wrong == {}


def test_nor_does_one_that_is_asked_with_them(watch: Watch, scene: Scene) -> None:
    contest = f"/contests/{scene.slug}"
    wrong = {}
    for word in naughty.MARKUP:
        for address in (f"{contest}/boards/individual", "/join", "/receipts", "/sign-in"):
            asked = f"{address}?{_query(word)}"
            if found := watch.look_at(asked):
                wrong[asked] = found
    assert wrong == {}


def _query(word: str) -> str:
    from urllib.parse import urlencode

    return urlencode(dict.fromkeys(("q", "code", "next", "group", "division", "round"), word))
