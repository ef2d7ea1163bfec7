"""A contact's page: the own unit, a download, and 404 for everybody else."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from flask import Flask

from app.services import unit_contacts
from tests.factories import PASSWORD, a_person, an_organisation
from tests.factories_contests import a_contest
from tests.lists import rows_of
from tests.web.accounts.browser import Browser

PHONE = "0912345678"


@pytest.fixture
def browser(app: Flask) -> Browser:
    an_organisation("me", "Sở Y tế", headcount=10)
    an_organisation("khac", "Sở Khác")
    a_person(phone=PHONE, password=PASSWORD, full_name="Đầu Mối")
    browser = Browser(app)
    browser.sign_in(PHONE, PASSWORD)
    return browser


def appoint(code: str = "me") -> None:
    unit_contacts.appoint("organisation", code, phone=PHONE, account_id=None, now=datetime.now(UTC))


def test_without_an_appointment_there_is_no_such_page(browser: Browser) -> None:
    assert browser.open("/profile/unit").status_code == 404
    assert browser.open("/profile/unit/export.xlsx").status_code == 404
    assert "/profile/unit" not in browser.open("/profile").text


def test_a_contact_reads_who_is_missing_and_takes_the_list_along(browser: Browser) -> None:
    a_contest()
    a_person(organisation="me", full_name="Chưa Thi")
    a_person(organisation="khac", full_name="Người Ngoài")
    appoint()
    assert "Đơn vị tôi phụ trách" in browser.open("/profile").text
    page = browser.open("/profile/unit").text
    assert "Sở Y tế" in page
    assert "Chưa Thi" in page
    assert "Người Ngoài" not in page
    answer = browser.open("/profile/unit/export.xlsx?unit=organisation:me&contest=cuoc-thi")
    assert [row[0] for row in rows_of(answer.data)[3:]] == ["Chưa Thi"]
    assert answer.headers["Cache-Control"] == "no-store"


def test_other_units_are_not_found_whatever_the_address_says(browser: Browser) -> None:
    a_contest()
    appoint()
    for query in ("unit=organisation:khac", "unit=commune:02215", "contest=khong-co", "unit=x"):
        assert browser.open(f"/profile/unit?{query}").status_code == 404
        assert browser.open(f"/profile/unit/export.xlsx?{query}").status_code == 404


def test_several_units_are_tabs(browser: Browser) -> None:
    appoint()
    appoint("khac")
    page = browser.open("/profile/unit?unit=organisation:khac").text
    assert page.count('aria-current="page"') >= 1
    assert "<h1>Sở Khác</h1>" in page


def test_strangers_are_led_to_sign_in(app: Flask) -> None:
    answer = app.test_client().get("/profile/unit")
    assert (answer.status_code, answer.location) == (303, "/sign-in?next=/profile/unit")
