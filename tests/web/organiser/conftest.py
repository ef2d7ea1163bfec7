"""An organiser and a participant, each in a browser, with a clock that tests may set."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, g
from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from app.services import banks
from app.services.accounts import SignedIn
from app.services.transactions import end_reading
from tests.factories import a_person, an_organiser
from tests.web.organiser.html_forms import form_in

File = tuple[bytes, str]
QUESTIONS = Path(__file__).parents[3] / "questions"


class Clock:
    """The time of all requests."""

    def __init__(self, now: datetime) -> None:
        self.now = now


class Browser:
    """A signed-in person who fills in forms."""

    def __init__(self, client: FlaskClient, who: SignedIn) -> None:
        self.who = who
        self.client = client
        with client.session_transaction() as session:
            session["_user_id"] = who.get_id()

    def see(self, path: str, status: int = 200) -> str:
        """The page at a path."""
        answer = self.client.get(path)
        assert answer.status_code == status, answer.text
        return answer.text

    def form(self, path: str, having: str) -> MultiDict[str, str]:
        """The values of a form as the page fills them in."""
        return form_in(self.see(path), having=having)

    def send(
        self, path: str, values: MultiDict[str, str] | None = None, file: File | None = None
    ) -> TestResponse:
        """Post values and perhaps a file; the token of the session goes along."""
        data: dict[str, Any] = dict((values or MultiDict()).lists())
        data["csrf_token"] = self.form("/organiser/banks/upload", "csrf_token")["csrf_token"]
        if file is not None:
            data["file"] = (io.BytesIO(file[0]), file[1])
        answer = self.client.post(path, data=data)
        end_reading()  # the test itself must see what the request has written
        return answer


@pytest.fixture
def clock(app: Flask, now: datetime) -> Clock:
    made = Clock(now)

    def set_time() -> None:
        g.now = made.now

    app.before_request_funcs.setdefault(None, []).insert(0, set_time)
    return made


@pytest.fixture
def organiser(app: Flask, clock: Clock) -> Browser:
    return Browser(app.test_client(), an_organiser(phone="+84912345678"))


@pytest.fixture
def participant(app: Flask, clock: Clock) -> Browser:
    return Browser(app.test_client(), a_person())


@pytest.fixture
def bank(app: Flask, now: datetime) -> str:
    """The bank on digital transformation; its slug."""
    file = QUESTIONS / "chuyen-doi-so.yaml"
    return banks.import_bank(file.read_bytes(), file_name=file.name, account_id=None, now=now).slug


@pytest.fixture
def acts(app: Flask) -> Callable[[], list[str]]:
    """The acts in the audit chain, oldest first, without the granting of roles."""
    from app.storage import audit

    return lambda: [
        entry.act
        for entry in audit.list_entries()
        if entry.act.split(".")[0] in ("bank", "contest", "round")
    ]
