"""Asking an address as somebody, and saying what the answer was."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape
from urllib.parse import quote

from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from tests.web.matrix.scene import Scene
from tests.web.matrix.table import Expected, Who, expected

SAFE = ("GET", "HEAD", "OPTIONS")
SENT = {"answers": [{"seq": 1, "question": "khong-co", "response": None}]}
"""What has to be whole before a path that takes JSON looks whose it is."""
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
_FIELD = re.compile(r'name="csrf_token"[^>]* value="([^"]*)"')
_TOKEN = re.compile(r'(name="csrf_token" value=|name="csrf-token" content=)"[^"]*"')


@dataclass(frozen=True, slots=True)
class Door:
    """One method of one route."""

    rule: Rule
    method: str
    permission: str

    def __str__(self) -> str:
        return f"{self.method} {self.rule.rule} ({self.rule.endpoint}, {self.permission})"

    def expected(self, who: Who) -> Expected:
        """What the tables say."""
        return expected(self.permission, self.rule.rule, who)


def doors(scene: Scene) -> list[Door]:
    """Every declared method of every route."""
    return [
        Door(rule, method, scene.permission(rule))
        for rule in scene.rules()
        for method in METHODS
        if method in (rule.methods or ())
    ]


class Asking:
    """Requests by somebody, with the forgery token that a page of theirs has."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self._client = scene.app.test_client(use_cookies=False)
        self._forms: dict[Who, tuple[str, str]] = {}

    def ask(
        self, who: Who, method: str, path: str, *, forgery: bool = False, briefly: bool = False
    ) -> TestResponse:
        """The answer; `briefly` as a script asks, which gets no page but JSON.

        `forgery` leaves the token out, as another site's form would.
        """
        headers = {"Accept": "application/json"} if briefly else {}
        if who is Who.DEMOTED_TOKEN:
            headers["Authorization"] = f"Bearer {self.scene.bearer}"
        else:
            cookie, token = self._signed_in(who)
            headers["Cookie"] = f"thiso={cookie}"
            if not forgery:
                headers["X-CSRFToken"] = token
        sent = SENT if path.endswith("/answers") and method == "PUT" else None
        return self._client.open(path, method=method, headers=headers, json=sent)

    def _signed_in(self, who: Who) -> tuple[str, str]:
        if who not in self._forms:
            client = self.scene.app.test_client()
            if who in self.scene.cookies:
                client.set_cookie("thiso", self.scene.cookies[who])
            page = client.get("/sign-in" if who is Who.NOBODY else "/profile").text
            token = _FIELD.search(page)
            cookie = client.get_cookie("thiso")
            assert token is not None
            assert cookie is not None
            self._forms[who] = (cookie.value, token.group(1))
        return self._forms[who]


def found(answer: TestResponse) -> Expected | str:
    """An answer in the words of the table; anything that no table has is said as it is."""
    location = answer.headers.get("Location", "")
    if answer.status_code == 401 or (answer.status_code == 303 and "/sign-in" in location):
        return Expected.SIGN_IN
    if answer.status_code == 403:
        return Expected.FORBIDDEN
    if answer.status_code == 404:
        return Expected.NOT_THERE
    if answer.status_code == 405 or answer.status_code >= 500:
        return str(answer.status_code)
    return Expected.LET_IN


def body(answer: TestResponse, path: str) -> str:
    """What is read, without what differs with every request and without the address itself."""
    text = _TOKEN.sub("", answer.data.decode("utf-8", "replace"))
    for written in (path, escape(path), quote(path), quote(path, safe="")):
        text = text.replace(written, "<address>")
    return text
