"""One line a request, with nothing about anybody in it."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from io import StringIO
from typing import Any

import pytest
from flask import Flask
from flask.logging import default_handler
from flask.testing import FlaskClient
from sqlalchemy.exc import IntegrityError

from app.web import request_log
from app.web.access import requires
from app.web.request_log import JsonLines
from tests.factories import PASSWORD, a_person, some_communes
from tests.registering import GOOD
from tests.web.accounts.browser import Browser

HEADER = "X-Request-ID"
PHONE, NAME, TYPED = "0912 345 678", "Đỗ Thị Ánh", "mat-khau-da-go-sai"
SECRETS = ("0912", "912345678", "912 345", "Ánh", "\\u00c1nh", "Anh", TYPED, PASSWORD, "127.0.0.1")


class Lines:
    """What has been logged: by requests, and by the application itself."""

    def __init__(self) -> None:
        self.stream = StringIO()

    @property
    def text(self) -> str:
        return self.stream.getvalue()

    @property
    def all(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.text.splitlines()]


@pytest.fixture
def lines(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[Lines]:
    made = Lines()
    monkeypatch.setattr(request_log, "write_line", lambda line: made.stream.write(line + "\n"))
    own = logging.StreamHandler(made.stream)
    own.setFormatter(JsonLines())
    app.logger.addHandler(own)
    yield made
    app.logger.removeHandler(own)


def test_a_request_is_one_line_with_its_name_and_time(client: FlaskClient, lines: Lines) -> None:
    answer = client.get("/contests/secret-slug?q=phone", headers={HEADER: "from-proxy.1234"})
    (line,) = lines.all
    assert {name: line[name] for name in ("id", "method", "endpoint", "status", "code")} == {
        "id": "from-proxy.1234",
        "method": "GET",
        "endpoint": "public.show_contest",
        "status": 404,
        "code": "not_found",
    }
    assert 0 < line["ms"] < 60_000
    assert set(line) == {"at", "id", "method", "endpoint", "status", "ms", "code"}
    assert answer.headers[HEADER] == "from-proxy.1234"


@pytest.mark.parametrize(
    "given",
    ["", "short", "a" * 65, "with space 123", 'quote"12345', "Đặng-Văn-1234", "x\\u000a1234"],
)
def test_a_name_that_is_not_sane_is_replaced(client: FlaskClient, lines: Lines, given: str) -> None:
    answer = client.get("/", headers={HEADER: given.encode().decode("latin-1")})
    assert answer.headers[HEADER] != given
    assert len(answer.headers[HEADER]) == 16
    assert lines.all[0]["id"] == answer.headers[HEADER]


def test_an_address_that_leads_nowhere_is_not_repeated(client: FlaskClient, lines: Lines) -> None:
    client.get("/khong-co/0912345678")
    client.open("/", method="MADEUP0912")
    assert lines.all[0]["endpoint"] is None
    assert "0912" not in lines.text and "khong-co" not in lines.text


def test_files_and_machines_do_not_fill_the_log(client: FlaskClient, lines: Lines) -> None:
    for path in ("/static/css/base.css", "/healthz", "/metrics", "/bundles/site.css"):
        assert client.get(path).status_code == 200
    assert lines.text == ""
    assert HEADER not in client.get("/static/css/base.css").headers
    assert HEADER in client.get("/healthz").headers


def test_neither_phone_nor_name_nor_password_are_logged_when_signing_in_fails(
    app: Flask, lines: Lines
) -> None:
    a_person(phone=PHONE, password=PASSWORD, full_name=NAME)
    assert Browser(app).sign_in(PHONE, TYPED).status_code == 400
    assert Browser(app).sign_in("0912 345 679", TYPED).status_code == 400
    assert Browser(app).sign_in(PHONE, PASSWORD).status_code == 303
    body = {"phone": PHONE, "password": TYPED}
    assert app.test_client().post("/api/v1/sessions", json=body).status_code == 401
    assert "accounts.sign_in" in lines.text
    assert lines.all[-1]["code"] == "sign_in_failed"
    assert not [secret for secret in SECRETS if secret in lines.text]


def test_neither_are_they_when_registering_fails(app: Flask, lines: Lines) -> None:
    some_communes()
    bad = {**GOOD, "full_name": NAME, "password": TYPED}
    for changed in ({"phone": "0912"}, {"consent": ""}, {"commune": "99999"}, {"group": PHONE}):
        fields = {**bad, **changed, "organisation": ""}
        answer = app.test_client().post("/api/v1/accounts", json=fields)
        assert 400 <= answer.status_code < 500
        assert Browser(app).post("/register", fields=fields).status_code == 400
    assert "accounts.register" in lines.text
    assert not [secret for secret in SECRETS if secret in lines.text]


def failing(app: Flask, error: Exception) -> FlaskClient:
    """A browser of a site that has a page which fails."""

    @requires("view_public")
    def fail() -> str:
        raise error

    app.view_functions["public.show_privacy"] = fail
    return app.test_client()


def test_a_failure_says_where_but_not_what_people_wrote(app: Flask, lines: Lines) -> None:
    cause = ValueError(f"Key (phone)=({PHONE}) already exists.")
    error = IntegrityError("INSERT INTO accounts", {"phone": PHONE, "name": NAME}, cause)
    answer = failing(app, error).get("/privacy")
    assert answer.status_code == 500
    failure, request = lines.all
    assert failure["error"] == "sqlalchemy.exc.IntegrityError"
    assert failure["id"] == request["id"] == answer.headers[HEADER]
    assert any("test_request_log.py" in place for place in failure["where"])
    assert not [secret for secret in SECRETS if secret in lines.text]


def test_a_mistake_of_the_program_is_told_in_its_words(app: Flask, lines: Lines) -> None:
    failing(app, AttributeError("'NoneType' object has no attribute 'slug'")).get("/privacy")
    assert lines.all[0]["says"] == "'NoneType' object has no attribute 'slug'"


def test_the_applications_own_log_speaks_json(app: Flask) -> None:
    assert isinstance(default_handler.formatter, JsonLines)
    record = logging.LogRecord("app", logging.WARNING, __file__, 1, "xin %s", ("chào",), None)
    line = json.loads(JsonLines().format(record))
    assert (line["level"], line["message"]) == ("warning", "xin chào")


def test_a_line_goes_to_the_error_output_at_once(
    client: FlaskClient, capsys: pytest.CaptureFixture[str]
) -> None:
    client.get("/privacy")
    written = capsys.readouterr().err
    assert json.loads(written)["endpoint"] == "public.show_privacy"
    assert written.endswith("}\n")
