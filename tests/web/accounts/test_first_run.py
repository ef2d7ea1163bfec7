"""An empty site leads to its set-up, once."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from app.services import first_run
from app.services.people import count_people
from app.services.transactions import end_reading
from tests.factories import PASSWORD
from tests.web.accounts.browser import Browser

CODE = "2345-6789-ABCD"


@pytest.fixture
def browser(app: Flask) -> Browser:
    numbers = iter(range(30))
    assert first_run.open_door(lambda _: next(numbers)) == CODE
    return Browser(app)


def fill_in(browser: Browser, **given: str) -> TestResponse:
    values: dict[str, Any] = {
        "code": CODE,
        "site_name": "Thi Hà Nội",
        "province": "1",
        "full_name": "Hoàng Văn Thụ",
        "phone": "0912 345 678",
        "password": PASSWORD,
        "consent": "y",
        **given,
    }
    answer = browser.post("/setup", **values)
    end_reading()  # the test itself must see what the request has written
    return answer


def test_an_empty_site_leads_to_its_set_up_and_then_to_the_desk(browser: Browser) -> None:
    assert browser.open("/").location == "/setup"
    page = browser.open("/setup").text
    assert CODE not in page
    answer = fill_in(browser)
    assert (answer.status_code, answer.location) == (303, "/organiser/")
    desk = browser.open("/organiser/").text
    assert "Việc tiếp theo" in desk
    assert "Tải lên ngân hàng câu hỏi" in desk
    assert browser.open("/organiser/settings").status_code == 200
    home = browser.open("/")
    assert home.status_code == 200
    assert "<strong>Thi Hà Nội</strong><small>Hà Nội</small>" in home.text
    assert "thành phố Hà Nội" in home.text


def test_once_set_up_the_page_is_gone(browser: Browser) -> None:
    fill_in(browser)
    stranger = Browser(browser.app)
    assert stranger.open("/setup").status_code == 404
    assert fill_in(stranger, phone="0987 654 321").status_code == 404
    assert count_people() == 1


def test_a_site_that_was_never_opened_for_set_up_has_no_such_page(app: Flask) -> None:
    browser = Browser(app)
    assert browser.open("/setup").status_code == 404
    assert browser.open("/").status_code == 200
    assert fill_in(browser).status_code == 404
    assert count_people() == 0


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("code", "2345-6789-ABCE", "Mã này không đúng."),
        ("site_name", " ", "Hãy đặt tên cho trang."),
        ("province", "99", "Hãy chọn tỉnh hoặc thành phố trong danh sách."),
        ("province", "x", "Hãy chọn tỉnh hoặc thành phố trong danh sách."),
        ("full_name", "", "Hãy nhập họ và tên của bạn."),
        ("phone", "12", "Hãy nhập số di động gồm 10 chữ số"),
        ("password", "password1", "Mật khẩu này nhiều người dùng"),
        ("consent", "", "Hãy đánh dấu vào ô này nếu bạn đồng ý."),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(
    browser: Browser, name: str, value: str, words: str
) -> None:
    answer = fill_in(browser, **{name: value})
    assert answer.status_code == 400
    assert words in answer.text
    assert count_people() == 0
    assert fill_in(browser).status_code == 303
