"""The year of birth: asked only where rules ask for an age, with consent, on the way to a start."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask

from app.services import people
from app.services.contests import ContestView
from app.services.transactions import end_reading
from tests.factories import PASSWORD, a_person
from tests.factories_contests import a_bank, a_contest, a_round
from tests.web.accounts.browser import Browser

PHONE = "0912 345 678"
ASK = "/profile/birth-year"
BACK = "/contests/cuoc-thi"


@pytest.fixture
def browser(app: Flask) -> Browser:
    a_person(phone=PHONE, password=PASSWORD)
    made = Browser(app)
    made.sign_in(PHONE, PASSWORD)
    return made


def open_contest(**rules: Any) -> ContestView:
    """Open now by the clock of requests."""
    a_bank()
    moment = datetime.now(UTC)
    span = {"opens_at": moment - timedelta(days=1), "closes_at": moment + timedelta(days=1)}
    return a_contest(rounds=[a_round(**span)], **rules)


def kept() -> Any:
    end_reading()
    return people.get_person(1)


def test_nobody_is_asked_where_rules_have_no_ages(browser: Browser) -> None:
    open_contest()
    page = browser.open(BACK).text
    assert "Bắt đầu làm bài" in page and "năm sinh" not in page


def test_it_is_asked_before_the_start_and_kept_with_consent(app: Flask, browser: Browser) -> None:
    open_contest(min_age=12)
    assert "Ghi năm sinh" in browser.open(BACK).text
    asked = browser.post(f"{BACK}/start")
    assert asked.status_code == 303
    address = f"{ASK}?next=/contests/cuoc-thi"
    assert asked.location == address
    answer = browser.post(address, birth_year="1990", consent="y")
    assert (answer.status_code, answer.location) == (303, BACK)
    assert (kept().birth_year, kept().consents[-1].purpose) == (1990, "birth_year")
    assert "Bắt đầu làm bài" in browser.open(BACK).text
    assert "1990" in browser.open("/profile").text


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"birth_year": "", "consent": "y"}, "Hãy ghi năm sinh"),
        ({"birth_year": "90", "consent": "y"}, "Hãy ghi năm sinh"),
        ({"birth_year": "1850", "consent": "y"}, "Năm sinh này chưa đúng"),
        ({"birth_year": "1990"}, "nếu bạn đồng ý"),
    ],
)
def test_what_cannot_be_kept_is_said_beside_its_field(
    app: Flask, browser: Browser, sent: dict[str, str], said: str
) -> None:
    answer = browser.post(ASK, fields=sent)
    assert answer.status_code == 400
    assert said in answer.text
    assert kept().birth_year is None


def test_who_is_too_young_is_told_so(app: Flask, browser: Browser) -> None:
    open_contest(min_age=99)
    browser.post(ASK, birth_year="1990", consent="y")
    assert "chưa đủ tuổi" in browser.open(BACK).text
    refused = browser.post(f"{BACK}/start")
    assert refused.status_code == 403


def test_it_goes_with_the_account(app: Flask, browser: Browser) -> None:
    browser.post(ASK, birth_year="1990", consent="y")
    assert '"birth_year": 1990' in browser.open("/profile/export").text
    browser.post("/profile/delete", password=PASSWORD, confirmed="y", confirm="y")
    found = kept()
    assert (found.full_name, found.birth_year) == ("", None)
