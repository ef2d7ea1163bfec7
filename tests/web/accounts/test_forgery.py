"""No form of these pages is taken without its token."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from app.services import accounts
from app.services.people import count_people
from tests.factories import MINH_XUAN, NOW, PASSWORD, a_person
from tests.web.accounts.browser import Browser

PHONE = "0912 345 678"
NEW_PASSWORD = "rung-tre-ben-suoi-9"
FORMS: dict[str, dict[str, Any]] = {
    "/register": {
        "full_name": "An",
        "phone": "0987 654 321",
        "password": PASSWORD,
        "commune": MINH_XUAN,
        "group": "resident",
        "consent": "y",
    },
    "/sign-in": {"phone": PHONE, "password": PASSWORD},
    "/sign-out": {},
    "/profile/edit": {"full_name": "Đổi Tên", "commune": MINH_XUAN, "group": "resident"},
    "/profile/password": {"current": PASSWORD, "new": NEW_PASSWORD},
    "/profile/delete": {"password": PASSWORD},
    "/activate": {"phone": PHONE, "code": "K7MQ-2RXT-9WPH", "password": NEW_PASSWORD},
    "/profile/birth-year": {"birth_year": "1990", "consent": "y"},
    "/setup": {"code": "K7MQ-2RXT-9WPH", "phone": "0987 654 321", "password": PASSWORD},
}


@pytest.fixture
def browser(app: Flask) -> Browser:
    a_person(phone=PHONE, password=PASSWORD)
    browser = Browser(app)
    browser.sign_in(PHONE, PASSWORD)
    return browser


@pytest.mark.parametrize("token", ["", "made-up"])
@pytest.mark.parametrize("path", sorted(FORMS))
def test_a_form_without_its_token_changes_nothing(browser: Browser, path: str, token: str) -> None:
    answer = browser.post(path, token=token, fields=FORMS[path])
    assert answer.status_code == 400
    assert "Trang đã cũ" in answer.text
    assert browser.is_signed_in()
    assert "Nguyễn Thị Hạnh" in browser.open("/profile").text
    assert count_people() == 1
    accounts.sign_in(phone=PHONE, password=PASSWORD, now=NOW)


@pytest.mark.parametrize("path", sorted(FORMS))
def test_the_token_of_another_person_is_no_token(browser: Browser, path: str) -> None:
    other = Browser(browser.app)
    assert browser.post(path, token=other.token(), fields=FORMS[path]).status_code == 400
    assert browser.is_signed_in()


def test_every_form_of_these_pages_is_looked_at_here(app: Flask) -> None:
    posted = {
        rule.rule
        for rule in app.url_map.iter_rules()
        if rule.endpoint.startswith("accounts.") and "POST" in (rule.methods or ())
    }
    assert posted == set(FORMS)
