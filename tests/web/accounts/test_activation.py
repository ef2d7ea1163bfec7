"""Activating in a browser: phone and code, then consent and a password."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from flask import Flask

from app.services import rosters
from app.services.rosters import About
from app.services.transactions import end_reading
from tests.factories import MINH_XUAN, PASSWORD, some_communes
from tests.lists import a_list
from tests.services.test_rosters import codes_of, names
from tests.web.accounts.browser import Browser

PHONE = "0912 345 678"


@pytest.fixture
def browser(app: Flask) -> Browser:
    return Browser(app)


@pytest.fixture
def code(app: Flask) -> str:
    some_communes()
    now = datetime.now(UTC)
    data = a_list(("Họ tên", "Điện thoại"), ("Hoàng Thị Mỷ", PHONE))
    about = About("Văn phòng Sở", "tạo tài khoản dự thi", commune=MINH_XUAN)
    roster_id, _ = rosters.import_now(data, about, file_name="a", account_id=None, now=now)
    return codes_of(roster_id, now)["Hoàng Thị Mỷ"][1]


def test_a_code_shows_what_is_held_and_by_whom(browser: Browser, code: str) -> None:
    assert "Kích hoạt tài khoản" in browser.open("/activate").text
    page = browser.post("/activate", phone=PHONE, code=code).text
    for words in ("Hoàng Thị Mỷ", "Phường Minh Xuân", "Văn phòng Sở", "tạo tài khoản dự thi"):
        assert words in page


def test_consent_and_password_are_asked_for_and_then_one_is_signed_in(
    browser: Browser, code: str
) -> None:
    step = {"phone": PHONE, "code": code}
    answer = browser.post("/activate", fields={**step, "password": PASSWORD})
    assert answer.status_code == 400
    assert "Hãy đánh dấu vào ô này nếu bạn đồng ý." in answer.text
    answer = browser.post("/activate", fields={**step, "password": "123", "consent": "y"})
    assert "Mật khẩu cần có ít nhất 8 ký tự." in answer.text
    answer = browser.post("/activate", fields={**step, "password": PASSWORD, "consent": "y"})
    assert (answer.status_code, answer.location) == (303, "/profile")
    assert browser.is_signed_in()
    profile = browser.open("/profile").text
    assert "Văn phòng Sở" in profile
    again = browser.post("/activate", fields={**step, "password": PASSWORD, "consent": "y"})
    assert again.status_code == 400


def test_a_wrong_code_and_an_unknown_phone_look_the_same(browser: Browser, code: str) -> None:
    pages = []
    for phone in (PHONE, "0912 999 999"):
        answer = browser.post("/activate", phone=phone, code="ABCD-EFGH-JKLM")
        assert answer.status_code == 400
        pages.append(answer.text.replace(phone, ""))
    strip = [page.split('id="form-errors"')[1] for page in pages]
    assert strip[0] == strip[1]
    assert "Số điện thoại hoặc mã không đúng" in pages[0]


def test_who_declines_is_gone(browser: Browser, code: str) -> None:
    answer = browser.post("/activate", phone=PHONE, code=code, decline="1")
    assert (answer.status_code, answer.location) == (303, "/")
    end_reading()
    assert names() == set()


def test_the_way_to_it_is_on_the_sign_in_page(browser: Browser) -> None:
    assert 'href="/activate"' in browser.open("/sign-in").text
