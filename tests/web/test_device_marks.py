"""A browser gets one mark at signing in; an attempt started there keeps a digest of it."""

from __future__ import annotations

import re
from datetime import datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.services import device_marks
from app.services.transactions import end_reading
from app.storage.db import db
from app.storage.tables import Attempt, AttemptDevice
from app.web.device_marks import COOKIE
from tests.factories import PASSWORD, a_person, a_phone
from tests.factories_contests import a_contest


def token(client: FlaskClient, path: str = "/sign-in") -> str:
    found = re.search(r'name="csrf-token" content="([^"]+)"', client.get(path).text)
    found = found or re.search(r'name="csrf_token" value="([^"]+)"', client.get(path).text)
    assert found is not None
    return found[1]


def sign_in(client: FlaskClient, phone: str) -> None:
    values = {"phone": phone, "password": PASSWORD, "csrf_token": token(client)}
    assert client.post("/sign-in", data=values).status_code == 303


def start(client: FlaskClient, slug: str = "cuoc-thi") -> None:
    at = f"/contests/{slug}"
    answer = client.post(f"{at}/start", data={"csrf_token": token(client, at)})
    assert answer.status_code == 303
    end_reading()


@pytest.fixture
def browser(app: Flask) -> FlaskClient:
    return app.test_client()


def mark(client: FlaskClient) -> str:
    cookie = client.get_cookie(COOKIE)
    assert cookie is not None
    return cookie.value


def test_a_visitor_gets_no_mark(browser: FlaskClient) -> None:
    browser.get("/")
    browser.get("/sign-in")
    assert browser.get_cookie(COOKIE) is None


def test_signing_in_gives_a_mark_that_scripts_cannot_read(app: Flask, browser: FlaskClient) -> None:
    phone = a_phone()
    a_person(phone=phone, password=PASSWORD)
    sign_in(browser, phone)
    cookie = browser.get_cookie(COOKIE)
    assert cookie is not None
    assert cookie.http_only
    assert cookie.same_site == "Lax"
    assert device_marks.read(cookie.value) is not None


def test_the_mark_stays_when_somebody_else_signs_in(app: Flask, browser: FlaskClient) -> None:
    first, second = a_phone(), a_phone()
    a_person(phone=first, password=PASSWORD)
    a_person(phone=second, password=PASSWORD)
    sign_in(browser, first)
    before = mark(browser)
    browser.post("/sign-out", data={"csrf_token": token(browser, "/")})
    sign_in(browser, second)
    assert mark(browser) == before


def test_two_people_in_one_browser_leave_one_digest_and_another_browser_another(
    app: Flask, browser: FlaskClient, monkeypatch: pytest.MonkeyPatch, now: datetime
) -> None:
    monkeypatch.setattr("app.web.play.attempts.now", lambda: now)
    a_contest()
    elsewhere = app.test_client()
    for client in (browser, browser, elsewhere):
        phone = a_phone()
        a_person(phone=phone, password=PASSWORD)
        sign_in(client, phone)
        start(client)
        client.post("/sign-out", data={"csrf_token": token(client, "/")})
    marks = [one.mark for one in db.session.query(AttemptDevice).order_by("attempt_id")]
    assert len(marks) == 3
    assert marks[0] == marks[1] != marks[2]


def test_a_made_up_mark_is_not_kept(
    app: Flask, browser: FlaskClient, monkeypatch: pytest.MonkeyPatch, now: datetime
) -> None:
    monkeypatch.setattr("app.web.play.attempts.now", lambda: now)
    a_contest()
    phone = a_phone()
    a_person(phone=phone, password=PASSWORD)
    sign_in(browser, phone)
    browser.set_cookie(COOKIE, "gia-mao")
    start(browser)
    assert db.session.query(AttemptDevice).count() == 0
    assert db.session.query(Attempt).count() == 1


def test_the_privacy_page_tells_of_the_mark(app: Flask) -> None:
    page = app.test_client().get("/privacy").text
    assert "dấu trình duyệt" in page
    assert "không kèm địa chỉ mạng" in page
