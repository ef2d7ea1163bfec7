"""Signing in and out: one wording for every failure, and no session outlives its end."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.factories import PASSWORD, a_person
from tests.web.accounts.browser import Browser, headers_of, without_tokens
from tests.web.test_redirects import HOSTILE

PHONE = "0912 345 678"


@pytest.fixture
def browser(app: Flask) -> Browser:
    a_person(phone=PHONE, password=PASSWORD)
    return Browser(app)


def test_signing_in_leads_home_and_shows_the_name(browser: Browser) -> None:
    answer = browser.sign_in("0912345678", PASSWORD)
    assert (answer.status_code, answer.location) == (303, "/")
    assert "Nguyễn Thị Hạnh" in browser.open("/profile").text


def test_an_unknown_phone_and_a_wrong_password_read_the_same(browser: Browser) -> None:
    answers = []
    for phone in (PHONE, "0987 654 321", "not a number"):
        answer = Browser(browser.app).sign_in(phone, "khong-phai-the-dau")
        page = without_tokens(answer.text).replace(f'value="{phone}"', "")
        answers.append((answer.status_code, headers_of(answer), page))
    assert answers[0] == answers[1] == answers[2]
    assert answers[0][0] == 400
    assert "Số điện thoại hoặc mật khẩu không đúng." in answers[0][2]


def test_the_phone_is_kept_and_the_password_is_not(browser: Browser) -> None:
    page = browser.sign_in(PHONE, "khong-phai-the-dau").text
    assert f'value="{PHONE}"' in page and "khong-phai-the-dau" not in page


@pytest.mark.parametrize("target", [one for one in HOSTILE if one])
def test_signing_in_never_leads_to_another_site(browser: Browser, target: str) -> None:
    token = browser.token()
    answer = browser.open(
        "/sign-in",
        method="POST",
        query_string={"next": target},
        data={"phone": PHONE, "password": PASSWORD, "csrf_token": token},
    )
    assert (answer.status_code, answer.location) == (303, "/")
    assert browser.open("/sign-in", query_string={"next": target}).location == "/"


def test_signing_in_leads_to_the_page_that_was_asked_for(browser: Browser) -> None:
    asked = browser.open("/profile/edit?a=1&b=2")
    assert asked.status_code == 303
    answer = browser.post(asked.location, phone=PHONE, password=PASSWORD)
    assert answer.location == "/profile/edit?a=1&b=2"


def test_signing_in_begins_a_session_that_holds_nothing_of_the_one_before(
    browser: Browser,
) -> None:
    with browser.client.session_transaction() as session:
        session["planted"] = "by somebody else"
    token = browser.token()
    before = browser.cookie
    browser.post("/sign-in", token=token, phone=PHONE, password=PASSWORD)
    assert browser.cookie != before
    with browser.client.session_transaction() as session:
        assert "planted" not in session
    # A token from before the sign-in is worth nothing in it.
    assert browser.post("/profile/delete", token=token, password=PASSWORD).status_code == 400
    assert browser.is_signed_in()


def test_a_session_from_before_the_sign_in_does_not_become_signed_in(browser: Browser) -> None:
    thief = Browser(browser.app)
    thief.token()
    planted = thief.cookie
    browser.client.set_cookie("thiso", planted)
    browser.sign_in(PHONE, PASSWORD)
    assert browser.is_signed_in()
    assert not thief.is_signed_in()


def test_the_cookie_lasts_thirty_days_and_no_script_reads_it(browser: Browser) -> None:
    given = browser.sign_in(PHONE, PASSWORD).headers.getlist("Set-Cookie")
    cookie = next(one for one in given if one.startswith("thiso="))
    assert all("HttpOnly" in one for one in given)
    assert "HttpOnly" in cookie and "SameSite=Lax" in cookie and "Expires=" in cookie
    kept = browser.client.get_cookie("thiso")
    assert kept is not None and kept.expires is not None
    assert browser.app.permanent_session_lifetime.days == 30


def test_pages_that_change_nothing_do_not_send_the_cookie_again(browser: Browser) -> None:
    browser.sign_in(PHONE, PASSWORD)
    browser.open("/profile")
    for path in ("/help", "/profile"):
        assert "Set-Cookie" not in browser.open(path).headers


def test_signing_out_ends_the_session_and_needs_a_form(browser: Browser) -> None:
    browser.sign_in(PHONE, PASSWORD)
    assert browser.open("/sign-out").status_code == 405
    assert browser.is_signed_in()
    answer = browser.post("/sign-out")
    assert (answer.status_code, answer.location) == (303, "/")
    assert not browser.is_signed_in()


def test_signing_out_everywhere_ends_the_sessions_of_all_devices(browser: Browser) -> None:
    other = Browser(browser.app)
    for one in (browser, other):
        one.sign_in(PHONE, PASSWORD)
    browser.post("/sign-out", everywhere="1")
    assert not browser.is_signed_in() and not other.is_signed_in()
    # The other device may press the button once more: its session is over already.
    assert other.post("/sign-out", everywhere="1").status_code == 303


def test_signing_out_here_leaves_other_devices_signed_in(browser: Browser) -> None:
    other = Browser(browser.app)
    for one in (browser, other):
        one.sign_in(PHONE, PASSWORD)
    browser.post("/sign-out")
    assert other.is_signed_in()


@pytest.mark.parametrize("path", ["/register", "/sign-in", "/profile"])
def test_nothing_of_these_pages_is_kept_by_caches(browser: Browser, path: str) -> None:
    assert browser.open(path).headers["Cache-Control"] == "no-store"
    browser.sign_in(PHONE, PASSWORD)
    assert browser.open(path).headers["Cache-Control"] == "no-store"
