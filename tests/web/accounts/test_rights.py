"""The rights over the own account: change its password, take the data along, delete it."""

from __future__ import annotations

import json

import pytest
from flask import Flask

from app.services import people
from app.services.accounts import SignedIn
from tests.factories import PASSWORD, a_person, an_organisation
from tests.factories_contests import a_contest, a_finished_attempt
from tests.web.accounts.browser import Browser
from tests.web.accounts.test_registration import errors_of

PHONE = "0912 345 678"
NEW_PASSWORD = "rung-tre-ben-suoi-9"


@pytest.fixture
def who(app: Flask) -> SignedIn:
    an_organisation("so-khcn")
    return a_person(phone=PHONE, password=PASSWORD, organisation="so-khcn")


@pytest.fixture
def browser(app: Flask, who: SignedIn) -> Browser:
    browser = Browser(app)
    browser.sign_in(PHONE, PASSWORD)
    return browser


def test_a_new_password_ends_every_other_session_and_every_stolen_cookie(
    browser: Browser,
) -> None:
    other, thief = Browser(browser.app), Browser(browser.app)
    other.sign_in(PHONE, PASSWORD)
    thief.client.set_cookie("thiso", browser.cookie)
    assert other.is_signed_in() and thief.is_signed_in()
    answer = browser.post("/profile/password", current=PASSWORD, new=NEW_PASSWORD)
    assert (answer.status_code, answer.location) == (303, "/profile")
    assert browser.is_signed_in()
    assert not other.is_signed_in() and not thief.is_signed_in()
    assert other.sign_in(PHONE, PASSWORD).status_code == 400
    assert other.sign_in(PHONE, NEW_PASSWORD).status_code == 303


@pytest.mark.parametrize(
    ("current", "new", "errors"),
    [
        ("khong-phai", NEW_PASSWORD, {"current": "Mật khẩu không đúng."}),
        (PASSWORD, "ngan", {"new": "Mật khẩu cần có ít nhất 8 ký tự."}),
        (
            PASSWORD,
            "0912345678",
            {"new": "Mật khẩu giống tên hoặc số điện thoại của bạn. Hãy chọn từ khác."},
        ),
        ("", "", {"current": "Mật khẩu không đúng."}),
    ],
)
def test_a_password_is_changed_only_with_the_old_one_and_to_a_good_one(
    browser: Browser, current: str, new: str, errors: dict[str, str]
) -> None:
    answer = browser.post("/profile/password", current=current, new=new)
    assert answer.status_code == 400
    assert errors_of(answer.text) == errors
    assert browser.is_signed_in()
    assert Browser(browser.app).sign_in(PHONE, PASSWORD).status_code == 303


def test_the_export_holds_everything_and_nothing_of_others(browser: Browser, who: SignedIn) -> None:
    a_contest(prediction=None)
    done = a_finished_attempt(who, right=2)
    a_finished_attempt(a_person(full_name="Người Khác Hẳn"))
    answer = browser.open("/profile/export")
    assert answer.mimetype == "application/json"
    assert answer.headers["Content-Disposition"].startswith("attachment; filename=")
    assert answer.headers["Cache-Control"] == "no-store"
    held = json.loads(answer.text)
    assert held["person"] | {"created_at": ""} == {
        "id": who.public_id,
        "full_name": "Nguyễn Thị Hạnh",
        "phone": "+84912345678",
        "group": "civil_servant",
        "birth_year": None,
        "commune": {"code": who.commune, "name": "Phường Minh Xuân"},
        "organisation": {"code": "so-khcn", "name": "Sở Khoa học và Công nghệ"},
        "created_at": "",
    }
    (attempt,) = held["attempts"]
    assert attempt["receipt"] == done.receipt
    assert [one["response"] for one in attempt["answers"]] == ["a", "a", "b"]
    assert attempt["result"]["correct"] == 2
    assert "Khác" not in answer.text
    assert "argon2" not in answer.text and PASSWORD not in answer.text


def test_a_wrong_password_deletes_nothing(browser: Browser, who: SignedIn) -> None:
    answer = browser.post("/profile/delete", password="khong-phai")
    assert answer.status_code == 400
    assert errors_of(answer.text) == {"password": "Mật khẩu không đúng."}
    assert browser.is_signed_in()
    with browser.app.app_context():
        assert people.get_person(who.person_id).full_name == "Nguyễn Thị Hạnh"


def test_deleting_empties_the_person_and_signs_out_every_device(
    browser: Browser, who: SignedIn
) -> None:
    other = Browser(browser.app)
    other.sign_in(PHONE, PASSWORD)
    answer = browser.post("/profile/delete", password=PASSWORD)
    assert (answer.status_code, answer.location) == (303, "/")
    assert not browser.is_signed_in() and not other.is_signed_in()
    assert other.sign_in(PHONE, PASSWORD).status_code == 400
    with browser.app.app_context():
        left = people.get_person(who.person_id)
    assert (left.full_name, left.phone) == ("", None)
    assert left.public_id != who.public_id


def test_before_deleting_the_page_says_what_goes_and_what_stays(browser: Browser) -> None:
    page = browser.open("/profile/delete").text
    assert "Bị xoá ngay" in page and "Còn giữ lại, không có tên" in page
    assert "Việc này không thể làm lại" in page
