"""A participant fetches the own certificate from the result page; another's is not found."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask

from app.domain.certificates import Awards, Since
from app.services import boards, certificate_templates, certificates
from app.services.certificate_templates import Template
from app.storage.db import db
from tests.factories import a_person
from tests.factories_contests import a_bank, a_contest, a_finished_attempt, a_round
from tests.web.play.conftest import sign_in, token

CLOSED = Awards(participation=Since.CLOSED)


class Guest:
    """Somebody with a result in a contest that has closed."""

    def __init__(self, app: Flask) -> None:
        now = datetime.now(UTC)
        began = now - timedelta(hours=5)
        a_bank()
        round_ = a_round(opens_at=began, closes_at=now - timedelta(hours=1))
        a_contest(rounds=[round_], now=began - timedelta(hours=1))
        self.who = a_person()
        self.attempt = a_finished_attempt(self.who, at=began).id
        boards.refresh(now)
        self.client = sign_in(app, self.who)

    def result(self) -> str:
        return str(self.client.get(f"/attempts/{self.attempt}/result").text)

    def fetch(self) -> Any:
        data = {"csrf_token": token(self.client)}
        return self.client.post("/contests/cuoc-thi/certificates", data=data)


@pytest.fixture
def guest(app: Flask) -> Guest:
    return Guest(app)


def allow(awards: Awards = CLOSED) -> None:
    certificate_templates.save_settings(
        "cuoc-thi", template=Template(), awards=awards, account_id=None, now=datetime.now(UTC)
    )


def test_the_result_page_offers_the_certificate_which_is_then_downloaded(guest: Guest) -> None:
    assert "Giấy chứng nhận" not in guest.result()
    allow()
    assert "Nhận giấy chứng nhận" in guest.result()
    answer = guest.fetch()
    assert answer.status_code == 303
    assert answer.location.endswith("/pdf")
    file = guest.client.get(answer.location)
    assert file.data.startswith(b"%PDF-")
    assert file.headers["Cache-Control"] == "private, no-store"
    assert answer.location in guest.result()


def test_ones_own_are_listed_with_their_codes(guest: Guest) -> None:
    assert "Bạn chưa có giấy chứng nhận nào" in guest.client.get("/certificates").text
    allow()
    code = code_in(guest.fetch())
    page = guest.client.get("/certificates").text
    assert code in page
    certificates.withdraw("cuoc-thi", code, reason="Thi hộ", account_id=None, now=datetime.now(UTC))
    db.session.rollback()
    page = guest.client.get("/certificates").text
    assert "Thi hộ" in page
    assert "/pdf" not in page


def code_in(answer: Any) -> str:
    found = re.search(r"/certificates/(\w{5}-\w{5})/pdf", answer.location)
    assert found is not None
    return found[1]


def test_another_persons_certificate_and_an_unknown_one_are_alike(app: Flask, guest: Guest) -> None:
    allow()
    address = guest.fetch().location
    stranger = sign_in(app, a_person())
    theirs, unknown = (stranger.get(one) for one in (address, "/certificates/AAAAA-AAAAA/pdf"))
    assert theirs.status_code == unknown.status_code == 404
    assert stranger.get("/certificates").text.count("/pdf") == 0


def test_what_has_not_been_earned_is_not_found(app: Flask, guest: Guest) -> None:
    allow(Awards(participation=Since.NEVER))
    assert "Nhận giấy chứng nhận" not in guest.result()
    assert guest.fetch().status_code == 404
    assert app.test_client().get("/certificates").status_code == 303


def test_a_certificate_is_in_the_export_of_the_own_data(guest: Guest) -> None:
    allow()
    code = code_in(guest.fetch())
    answer = guest.client.get("/profile/export")
    (mine,) = answer.json["certificates"]
    assert (mine["code"], mine["kind"], mine["contest"]) == (code, "participation", "cuoc-thi")
