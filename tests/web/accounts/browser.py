"""A browser for tests: keeps cookies, sends the token of the form, sees each page afresh."""

from __future__ import annotations

import re
from typing import Any

from flask import Flask
from werkzeug.test import TestResponse

_TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
VOLATILE = re.compile(r'(name="csrf_token" value="|csrf-token" content=")[^"]+')


class Browser:
    """One person's browser."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.client = app.test_client()

    def open(self, path: str, **more: Any) -> TestResponse:
        """One request."""
        return self.client.open(path, **more)

    def token(self) -> str:
        """The token that the sign-in page (or, once signed in, the profile page) puts in forms."""
        for path in ("/sign-in", "/profile/password"):
            found = _TOKEN.search(self.open(path).text)
            if found:
                return found.group(1)
        raise AssertionError("no page with a form")

    def post(self, path: str, token: str | None = None, **form: Any) -> TestResponse:
        """Send a form; fields that Python cannot name go in as a dict called `fields`."""
        fields = {**form.pop("fields", {}), **form}
        fields["csrf_token"] = self.token() if token is None else token
        return self.open(path, method="POST", data=fields)

    def sign_in(self, phone: str, password: str) -> TestResponse:
        """Sign in by the form."""
        return self.post("/sign-in", phone=phone, password=password)

    def is_signed_in(self) -> bool:
        """Whether the profile opens."""
        return self.open("/profile").status_code == 200

    @property
    def cookie(self) -> str:
        """The session as this browser keeps it, "" for none."""
        kept = self.client.get_cookie("thiso")
        return kept.value if kept else ""


def without_tokens(page: str) -> str:
    """A page without what is different each time it is asked for."""
    return VOLATILE.sub(r"\1", page)


def headers_of(response: TestResponse) -> list[tuple[str, str]]:
    """All headers, the values of cookies left out, and the name that every request has."""
    return sorted(
        (name, value.split("=")[0] if name == "Set-Cookie" else value)
        for name, value in response.headers
        if name != "X-Request-ID"
    )
