"""The own profile: everything that is held, correct it, and nobody else's."""

from __future__ import annotations

import html

import pytest
from flask import Flask

from app.services import people
from tests.factories import DONG_VAN, MINH_XUAN, PASSWORD, a_person, an_organisation
from tests.factories_contests import a_contest, a_finished_attempt, a_started_attempt
from tests.web.accounts.browser import Browser
from tests.web.accounts.test_registration import errors_of, register

PHONE = "0912 345 678"


@pytest.fixture
def browser(app: Flask) -> Browser:
    an_organisation("so-khcn")
    made = a_person(phone=PHONE, password=PASSWORD, organisation="so-khcn")
    browser = Browser(app)
    browser.who = made  # type: ignore[attr-defined]
    browser.sign_in(PHONE, PASSWORD)
    return browser


def test_the_profile_shows_what_is_held(browser: Browser) -> None:
    page = browser.open("/profile").text
    for held in (
        "Nguyễn Thị Hạnh",
        PHONE,
        "Phường Minh Xuân",
        "Sở Khoa học và Công nghệ",
        "Công chức",
        "09:00, 24/11/2026",  # registered at 02:00 UTC
        "Bạn chưa thi lượt nào",
    ):
        assert held in page


def test_the_profile_shows_every_consent_with_version_and_time(app: Flask) -> None:
    a_person(phone="0987 654 321")  # only for the communes
    browser = Browser(app)
    register(browser)
    browser.sign_in(PHONE, PASSWORD)
    page = browser.open("/profile").text
    with app.app_context():
        given = people.get_person(people.count_people()).consents[0]
    assert f"bản {given.version}" in page and "Đồng ý lúc" in page


def test_the_profile_shows_the_own_attempts(browser: Browser) -> None:
    a_contest(attempts_allowed=2)
    # 2 of 3 questions right, one point each.
    done = a_finished_attempt(browser.who, right=2)  # type: ignore[attr-defined]
    a_started_attempt(browser.who)  # type: ignore[attr-defined]
    page = html.unescape(browser.open("/profile").text)
    assert "Đúng 2/3 câu" in page and "2 điểm" in page
    assert f"/receipts/{done.receipt}" in page
    assert "Vòng 1, lượt 2" in page and "đã trả lời 0/3 câu" in page


def test_a_score_that_the_contest_keeps_back_is_not_in_the_profile(browser: Browser) -> None:
    a_contest(result_policy="nothing")
    a_finished_attempt(browser.who, right=2)  # type: ignore[attr-defined]
    page = browser.open("/profile").text
    assert "Đã trả lời 3/3 câu" in page
    assert "điểm" not in page and "Đúng" not in page


def test_what_is_wrong_can_be_corrected(browser: Browser) -> None:
    page = browser.open("/profile/edit").text
    assert 'value="Nguyễn Thị Hạnh"' in page
    assert f'<option selected value="{MINH_XUAN}">' in page
    assert '<option selected value="so-khcn">' in page
    answer = browser.post(
        "/profile/edit", full_name="Lê Thị  Hoa", commune=DONG_VAN, organisation="", group="other"
    )
    assert (answer.status_code, answer.location) == (303, "/profile")
    page = browser.open("/profile").text
    for now_held in ("Lê Thị Hoa", "Xã Đồng Văn", "Không thuộc đơn vị nào", "Đối tượng khác"):
        assert now_held in page


def test_a_correction_that_cannot_be_is_refused_field_by_field(browser: Browser) -> None:
    answer = browser.post("/profile/edit", full_name="123", commune="", group="x", organisation="y")
    assert answer.status_code == 400
    assert set(errors_of(answer.text)) == {"full_name", "commune", "organisation", "group"}
    assert 'value="123"' in answer.text
    assert "Nguyễn Thị Hạnh" in browser.open("/profile").text


def test_nobody_is_shown_or_handed_the_data_of_another(browser: Browser) -> None:
    other = a_person(phone="0987 654 321", password=PASSWORD, full_name="Người Khác Hẳn")
    a_contest()
    a_finished_attempt(other)
    asked = f"person_id={other.person_id}&id={other.public_id}&account_id={other.account_id}"
    for path in ("/profile", "/profile/edit", "/profile/export"):
        page = html.unescape(browser.open(f"{path}?{asked}").text).replace(asked, "")
        for secret in ("Người Khác", "654 321", "987654321", other.public_id):
            assert secret not in page
    browser.post(
        f"/profile/edit?{asked}",
        fields={"person_id": other.person_id, "account_id": other.account_id},
        full_name="Bị Sửa",
        commune=DONG_VAN,
        group="other",
    )
    with browser.app.app_context():
        assert people.get_person(other.person_id).full_name == "Người Khác Hẳn"


@pytest.mark.parametrize(
    "path", ["/profile", "/profile/edit", "/profile/password", "/profile/export", "/profile/delete"]
)
def test_strangers_are_led_to_the_sign_in_and_back(app: Flask, path: str) -> None:
    browser = Browser(app)
    answer = browser.open(path)
    assert (answer.status_code, answer.location) == (303, f"/sign-in?next={path}")
    if path not in ("/profile", "/profile/export"):
        assert browser.post(path).location == "/sign-in"
