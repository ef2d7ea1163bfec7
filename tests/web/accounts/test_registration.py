"""Registering in a browser: quick, forgiving, and silent about who is known."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest
from flask import Flask

from tests.factories import MINH_XUAN, PASSWORD, a_person, an_organisation, some_communes
from tests.web.accounts.browser import Browser, headers_of, without_tokens

PERSON: dict[str, Any] = {
    "full_name": "Nông Thị Mỷ",
    "phone": "0912 345 678",
    "password": PASSWORD,
    "commune": MINH_XUAN,
    "organisation": "",
    "group": "resident",
    "consent": "y",
}


@pytest.fixture
def browser(app: Flask) -> Browser:
    some_communes()
    return Browser(app)


def register(browser: Browser, path: str = "/register", **changed: Any) -> Any:
    return browser.post(path, fields={**PERSON, **changed})


def errors_of(page: str) -> dict[str, str]:
    """Field → sentence, as the page puts them beside the fields."""
    found = re.findall(r'class="field-error" id="([a-z_]+)-error">([^<]+)<', page)
    return {name: html.unescape(sentence) for name, sentence in found}


def test_somebody_new_registers_signs_in_and_gets_where_they_were_going(browser: Browser) -> None:
    asked = register(browser, "/register?next=/help")
    assert (asked.status_code, asked.location) == (303, "/sign-in?next=/help")
    page = browser.open(asked.location).text
    assert 'value="0912 345 678"' in page
    assert "Hãy đăng nhập bằng số điện thoại và mật khẩu vừa đặt" in page
    answer = browser.post(asked.location, phone="0912 345 678", password=PASSWORD)
    assert (answer.status_code, answer.location) == (303, "/help")
    assert "Nông Thị Mỷ" in browser.open("/profile").text


def test_a_known_phone_gets_the_very_same_answer_as_an_unknown_one(app: Flask) -> None:
    a_person(phone="0987 654 321", password="mat-khau-cu-khac-han")
    answers = []
    for phone in ("0912 345 678", "0987 654 321"):
        browser = Browser(app)
        answer = register(browser, "/register?next=/help", phone=phone)
        following = browser.open(answer.location)
        seen = [without_tokens(one.text).replace(phone, "PHONE") for one in (answer, following)]
        answers.append((answer.status_code, headers_of(answer), headers_of(following), seen))
    assert answers[0] == answers[1]


def test_a_known_phone_leaves_the_account_as_it_was(app: Flask) -> None:
    a_person(phone="0912 345 678", password="mat-khau-cu-khac-han", full_name="Lê Văn Cũ")
    browser = Browser(app)
    register(browser)
    assert browser.sign_in("0912 345 678", PASSWORD).status_code == 400
    assert browser.sign_in("0912 345 678", "mat-khau-cu-khac-han").status_code == 303
    assert "Lê Văn Cũ" in browser.open("/profile").text


def test_the_phone_stands_in_no_address(browser: Browser) -> None:
    assert not re.search(r"912|345|678", register(browser).location)


def test_everything_wrong_is_said_at_once_beside_its_field(browser: Browser) -> None:
    answer = browser.post("/register", organisation="khong-co")
    assert answer.status_code == 400
    assert errors_of(answer.text) == {
        "full_name": "Hãy nhập họ và tên của bạn.",
        "phone": "Hãy nhập số di động gồm 10 chữ số, ví dụ 0912 345 678.",
        "password": "Mật khẩu cần có ít nhất 8 ký tự.",
        "commune": "Hãy chọn xã hoặc phường trong danh sách.",
        "organisation": "Không thấy đơn vị này. Hãy chọn lại trong danh sách.",
        "group": "Hãy chọn nhóm của bạn trong danh sách.",
        "consent": "Hãy đánh dấu vào ô này nếu bạn đồng ý.",
    }


def test_the_list_of_errors_follows_the_order_of_the_page(browser: Browser) -> None:
    page = browser.post("/register", organisation="khong-co").text
    listed = re.findall(r'<li><a href="#([a-z_]+)">', page)
    beside = re.findall(r'id="([a-z_]+)-error"', page)
    assert listed == beside == [*errors_of(page)]


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("full_name", "  ", "Hãy nhập họ và tên của bạn."),
        ("full_name", "a" * 121, "Tên dài quá 120 ký tự. Hãy viết gọn lại."),
        ("full_name", "An\u202eh", "Tên có ký tự không dùng được. Hãy chỉ dùng chữ cái."),
        ("phone", "0123 456 789", "Hãy nhập số di động gồm 10 chữ số, ví dụ 0912 345 678."),
        ("password", "ngan", "Mật khẩu cần có ít nhất 8 ký tự."),
        ("password", "x" * 129, "Mật khẩu dài quá 128 ký tự. Hãy chọn mật khẩu ngắn hơn."),
        (
            "password",
            "0912345678",
            "Mật khẩu giống tên hoặc số điện thoại của bạn. Hãy chọn từ khác.",
        ),
        (
            "password",
            "password1",
            "Mật khẩu này nhiều người dùng, dễ bị đoán. Hãy thêm vài từ nữa.",
        ),
        ("commune", "99999", "Hãy chọn xã hoặc phường trong danh sách."),
        ("group", "king", "Hãy chọn nhóm của bạn trong danh sách."),
        ("consent", "", "Hãy đánh dấu vào ô này nếu bạn đồng ý."),
    ],
)
def test_a_single_fault_is_said_beside_its_field_and_the_rest_is_kept(
    browser: Browser, field: str, value: str, said: str
) -> None:
    answer = register(browser, **{field: value})
    assert answer.status_code == 400
    assert errors_of(answer.text) == {field: said}
    kept = {"full_name", "phone"} - {field}
    assert all(f'value="{PERSON[name]}"' in answer.text for name in kept)
    if field != "commune":
        assert f'<option selected value="{MINH_XUAN}">' in answer.text
    assert str({**PERSON, field: value}["password"]) not in answer.text


def test_an_invitation_fills_in_commune_and_organisation(browser: Browser) -> None:
    an_organisation("so-khcn")
    page = browser.open(f"/register?commune={MINH_XUAN}&organisation=so-khcn").text
    assert f'<option selected value="{MINH_XUAN}">' in page
    assert '<option selected value="so-khcn">' in page


def test_an_invitation_to_somewhere_unknown_fills_in_nothing(browser: Browser) -> None:
    page = browser.open("/register?commune=%22%3E%3Cb%3E&organisation=nowhere").text
    assert "<option selected" not in page
    assert "<b>" not in page


def test_communes_stand_in_vietnamese_order(browser: Browser) -> None:
    page = browser.open("/register").text
    names = ["Chọn xã hoặc phường", "Phường Minh Xuân", "Xã Đồng Văn", "Xã Sơn Dương"]
    places = [page.index(f">{name}</option>") for name in names]
    assert places == sorted(places)


def test_organisations_stand_below_their_parents_after_none(browser: Browser) -> None:
    an_organisation("tinh-doan", "Tỉnh Đoàn")
    an_organisation("doan-tan-trao", "Đoàn Trường Đại học Tân Trào", parent="tinh-doan")
    an_organisation("so-y-te", "Sở Y tế")
    page = browser.open("/register").text
    shown = [
        "Không thuộc đơn vị nào (người dân)",
        "Sở Y tế",
        "Tỉnh Đoàn",
        "Tỉnh Đoàn › Đoàn Trường Đại học Tân Trào",
    ]
    places = [page.index(f">{name}</option>") for name in shown]
    assert places == sorted(places)


def test_a_person_of_an_organisation_is_kept_with_it(browser: Browser) -> None:
    an_organisation("so-khcn")
    register(browser, organisation="so-khcn", group="civil_servant")
    browser.sign_in("0912345678", PASSWORD)
    page = browser.open("/profile").text
    assert "Sở Khoa học và Công nghệ" in page and "Công chức" in page


def test_the_form_helps_phones_to_fill_it_in(browser: Browser) -> None:
    page = browser.open("/register").text
    for attribute in ('inputmode="tel"', 'type="tel"', 'autocomplete="new-password"'):
        assert attribute in page
    assert 'href="/privacy"' in page


def test_who_is_signed_in_is_not_asked_to_register(app: Flask) -> None:
    a_person(phone="0912 345 678", password=PASSWORD)
    browser = Browser(app)
    browser.sign_in("0912 345 678", PASSWORD)
    answer = browser.open("/register")
    assert (answer.status_code, answer.location) == (303, "/profile")
