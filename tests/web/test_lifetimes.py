"""Sessions: what a cookie is, how long it lasts, and what ends it."""

from __future__ import annotations

import time
from typing import Any

import pytest
from flask import Flask

from app.web import lifetimes
from tests.factories import PASSWORD, a_person, an_organiser
from tests.web.accounts.browser import Browser

PHONE = "0912 345 678"
NEW = "cay-tre-ben-suoi-9"
HOUR, DAY = 3600, 24 * 3600


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Moves the time of sessions on, by seconds."""
    moved = [0.0]
    monkeypatch.setattr(lifetimes, "_seconds", lambda: int(time.time() + moved[0]))

    def on(seconds: float) -> None:
        moved[0] += seconds

    return on


def signed_in(app: Flask, **given: Any) -> Browser:
    make = an_organiser if given.pop("staff", False) else a_person
    make(phone=PHONE, password=PASSWORD, **given)
    browser = Browser(app)
    assert browser.sign_in(PHONE, PASSWORD).status_code == 303
    return browser


def test_who_takes_part_stays_signed_in_for_thirty_days_and_no_longer(
    app: Flask, clock: Any
) -> None:
    browser = signed_in(app)
    for _ in range(29):
        clock(DAY)
        assert browser.is_signed_in()
    clock(DAY + 1)
    assert not browser.is_signed_in()
    # Nor does the answering path, which asks no database about it.
    answer = browser.open("/api/v1/attempts/1")
    assert (answer.status_code, answer.json["code"]) == (401, "sign_in_required")


def test_staff_is_signed_out_after_half_a_day_unused(app: Flask, clock: Any) -> None:
    browser = signed_in(app, staff=True)
    for _ in range(3):
        clock(11 * HOUR)
        assert browser.open("/organiser/").status_code == 200
    clock(12 * HOUR + 1)
    assert browser.open("/organiser/").status_code == 303


def test_staff_is_signed_out_after_a_week_also_when_at_work(app: Flask, clock: Any) -> None:
    browser = signed_in(app, staff=True)
    for _ in range(21):
        clock(8 * HOUR - 1)
        assert browser.open("/organiser/").status_code == 200
    clock(8 * HOUR)
    assert browser.open("/organiser/").status_code == 303


def test_a_new_password_ends_other_sessions_and_tokens(app: Flask) -> None:
    browser = signed_in(app)
    other = Browser(app)
    other.sign_in(PHONE, PASSWORD)
    credentials = {"phone": PHONE, "password": PASSWORD}
    token = app.test_client().post("/api/v1/sessions", json=credentials).json["token"]
    bearer = {"Authorization": f"Bearer {token}"}
    assert app.test_client().get("/profile", headers=bearer).status_code == 200
    assert browser.post("/profile/password", current=PASSWORD, new=NEW).status_code == 303
    assert browser.is_signed_in()
    assert not other.is_signed_in()
    assert app.test_client().get("/profile", headers=bearer).status_code == 303


def test_cookies_over_https_are_bound_to_the_host(app: Flask) -> None:
    a_person(phone=PHONE, password=PASSWORD)
    client = app.test_client()
    safe = {"base_url": "https://localhost"}
    page = client.get("/sign-in", **safe).text
    token = page.split('name="csrf_token" value="')[1].split('"')[0]
    form = {"phone": PHONE, "password": PASSWORD, "csrf_token": token}
    answer = client.post("/sign-in", data=form, headers={"Referer": "https://localhost/"}, **safe)
    assert answer.status_code == 303
    cookies = {one.split("=")[0]: one for one in answer.headers.getlist("Set-Cookie")}
    assert set(cookies) == {"__Host-thiso", "__Host-thiso-mark", "__Host-thiso-known"}
    for one in cookies.values():
        for flag in ("Secure", "HttpOnly", "SameSite=Lax", "Path=/"):
            assert flag in one
        assert "Domain" not in one
    assert client.get("/profile", **safe).status_code == 200


def test_over_https_a_cookie_planted_over_http_is_not_looked_at(app: Flask) -> None:
    browser = signed_in(app)
    planted = browser.client.get_cookie("thiso")
    assert planted is not None
    other = app.test_client()
    other.set_cookie("thiso", planted.value)
    assert other.get("/profile").status_code == 200
    assert other.get("/profile", base_url="https://localhost").status_code == 303


@pytest.mark.parametrize(
    "path", ["/profile/x.css", "/profile.css", "/profile/export.css", "/profile%2fx.css"]
)
def test_a_private_page_has_no_other_address_that_a_cache_would_keep(app: Flask, path: str) -> None:
    answer = signed_in(app).open(path)
    assert answer.status_code == 404
    assert "no-store" in answer.headers["Cache-Control"]
    assert "public" not in answer.headers["Cache-Control"]


@pytest.mark.parametrize("path", ["/", "/help", "/organiser/", "/profile"])
def test_no_page_is_left_to_shared_caches_by_forgetting(app: Flask, path: str) -> None:
    control = signed_in(app, staff=True).open(path).headers["Cache-Control"]
    assert "no-store" in control or "private" in control


def test_a_foreign_host_gets_no_answer(app: Flask) -> None:
    app.config["TRUSTED_HOSTS"] = ["thi.example"]
    client = app.test_client()
    assert client.get("/", base_url="http://thi.example").status_code == 200
    evil = client.get("/", base_url="http://evil.example")
    assert evil.status_code == 400
    assert "evil.example" not in evil.text
