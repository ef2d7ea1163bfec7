"""Sending in one's own answer file, and hearing what became of it."""

from __future__ import annotations

import io
import json
import re
from datetime import datetime
from typing import Any

import pytest
from flask import Flask, g
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.services import arbitration, boards, contests
from app.storage.db import db
from tests.factories import a_person
from tests.factories_contests import DAY
from tests.late import MINUTE, Late
from tests.web.play.conftest import sign_in, token


@pytest.fixture
def late(app: Flask, now: datetime) -> Late:
    made = Late(now)
    made.close()
    moment = {"now": made.end + MINUTE}
    app.before_request_funcs.setdefault(None, []).insert(
        0, lambda: setattr(g, "now", moment["now"])
    )
    return made


@pytest.fixture
def client(app: Flask, late: Late) -> FlaskClient:
    return sign_in(app, late.who)


def send(client: FlaskClient, data: bytes, **headers: str) -> TestResponse:
    values = {"csrf_token": token(client), "file": (io.BytesIO(data), "bai-lam-1.thiso")}
    return client.post("/answer-files", data=values, headers=headers)


def result(client: FlaskClient, late: Late) -> str:
    db.session.remove()
    return client.get(f"/attempts/{late.attempt_id}/result").text


def test_a_sent_file_leads_to_the_result_page_which_says_where_it_stands(
    client: FlaskClient, late: Late
) -> None:
    assert "Gửi tệp bài làm" in result(client, late)
    answer = send(client, late.file())
    assert answer.status_code == 303
    assert answer.location == f"/attempts/{late.attempt_id}/result"
    page = result(client, late)
    assert "Tệp bài làm gửi sau: Chờ quyết định" in page
    assert "Tệp nhận lúc 09:12, 24/11/2026." in page


def test_the_decision_and_its_reason_are_told(client: FlaskClient, late: Late) -> None:
    old = late.facts().receipt
    arbiter = a_person(role="arbiter")
    first, second = late.send(late.file()), late.send(late.file(late.entry(3, 2)))
    arbitration.accept(first, reason="Mất mạng", who=arbiter, now=late.end)
    arbitration.reject(second, reason="Giờ không khớp", who=arbiter, now=late.end)
    page = result(client, late)
    assert "Tệp bài làm gửi sau: Đã chấp nhận" in page
    assert f"mã biên nhận mới thay mã {old}" in page
    assert "Lý do: Mất mạng" in page
    assert "Tệp bài làm gửi sau: Không chấp nhận" in page
    assert "Lý do: Giờ không khớp" in page


@pytest.mark.parametrize(
    ("data", "said"),
    [(b"", "Hãy chọn tệp bài làm"), (b"PK\x03\x04", "không phải tệp bài làm")],
)
def test_what_is_no_answer_file_is_refused(client: FlaskClient, data: bytes, said: str) -> None:
    answer = send(client, data)
    assert answer.status_code == 400
    assert said in answer.text


def test_the_file_of_another_person_is_refused(app: Flask, late: Late) -> None:
    answer = send(sign_in(app, a_person()), late.file())
    assert answer.status_code == 400
    assert "bài làm của người khác" in answer.text


def test_the_script_is_answered_in_json(client: FlaskClient, late: Late) -> None:
    wanted: dict[str, Any] = {"Accept": "application/json"}
    answer = send(client, late.file(), **wanted)
    assert answer.json == {"address": f"/attempts/{late.attempt_id}/result"}
    again = send(client, late.file(), **wanted)
    assert again.status_code == 400
    assert again.json is not None
    assert again.json["errors"] == [{"path": "file", "message": "known"}]


def test_who_is_not_signed_in_is_led_to_sign_in_and_back(app: Flask) -> None:
    answer = app.test_client().get("/answer-files")
    assert answer.location == "/sign-in?next=/answer-files"


def test_the_phone_is_told_what_the_server_has(client: FlaskClient, late: Late) -> None:
    late.send(late.file(late.entry(5, 2)))
    page = result(client, late)
    block = re.search(r'id="leftover-data">(.+?)</script>', page)
    assert block is not None
    assert json.loads(block[1])["held"] == [f"1:{late.ids[0]}", f"5:{late.ids[2]}"]


def test_once_the_contest_is_final_nothing_is_offered_any_more(
    client: FlaskClient, late: Late
) -> None:
    assert "data-leftover" in result(client, late)
    later = late.start + 2 * DAY
    boards.refresh(later)
    contests.finalise(late.slug, account_id=None, now=later)
    assert "data-leftover" not in result(client, late)
