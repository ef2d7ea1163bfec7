"""Appealing from the page of the own result."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

import pytest
from flask import Flask, g
from flask.testing import FlaskClient

from app.services import appeals, contests
from app.services.accounts import SignedIn
from tests.factories import a_person
from tests.factories_contests import a_contest, a_finished_attempt

SLUG = "cuoc-thi"


@pytest.fixture
def at_now(app: Flask, now: datetime) -> None:
    def set_time() -> None:
        g.now = now

    app.before_request_funcs.setdefault(None, []).insert(0, set_time)


def signed_in(app: Flask, who: SignedIn) -> FlaskClient:
    client = app.test_client()
    with client.session_transaction() as session:
        session["_user_id"] = who.get_id()
    return client


def send(client: FlaskClient, attempt_id: int, **values: Any) -> Any:
    page = client.get("/profile").text
    token = re.search(r'name="csrf-token" content="([^"]+)"', page)
    assert token is not None
    return client.post(f"/attempts/{attempt_id}/appeals", data={"csrf_token": token[1], **values})


def test_an_appeal_is_written_under_its_question_and_answered_there(
    app: Flask, at_now: None, now: datetime
) -> None:
    a_contest(SLUG, result_policy="explanations")
    who = a_person()
    attempt = a_finished_attempt(who, SLUG)
    client, question = signed_in(app, who), f"q{attempt.places[0] + 1}"
    address = f"/attempts/{attempt.id}/result"
    assert client.get(address).text.count("Kiến nghị câu này") == 3
    answer = send(client, attempt.id, question=question, text="Câu này <i>sai</i>", place="1")
    assert (answer.status_code, answer.location) == (303, f"{address}#cau-1")
    page = client.get(address).text
    assert "Câu này &lt;i&gt;sai&lt;/i&gt;" in page
    assert "Đang chờ ban tổ chức trả lời." in page
    assert page.count("Kiến nghị câu này") == 2
    again = send(client, attempt.id, question=question, text="Lần nữa", place="x")
    assert again.location == address
    assert "Bạn đã kiến nghị câu này rồi." in client.get(address).text
    version = contests.get_contest(SLUG).rounds[0].bank_version_id
    appeals.answer(
        SLUG, bank_version_id=version, question=question, text="Đã xem lại.",
        account_id=None, now=now,
    )  # fmt: skip
    assert "Đã xem lại." in client.get(address).text


def test_an_empty_appeal_is_refused_kindly(app: Flask, at_now: None) -> None:
    a_contest(SLUG, result_policy="answers")
    who = a_person()
    attempt = a_finished_attempt(who, SLUG)
    client = signed_in(app, who)
    send(client, attempt.id, question=f"q{attempt.places[0] + 1}", text=" ")
    assert "Hãy viết điều bạn muốn kiến nghị." in client.get(f"/attempts/{attempt.id}/result").text


def test_nobody_appeals_for_another(app: Flask, at_now: None) -> None:
    a_contest(SLUG, result_policy="answers")
    attempt = a_finished_attempt(a_person(), SLUG)
    answer = send(
        signed_in(app, a_person()), attempt.id, question=f"q{attempt.places[0] + 1}", text="x"
    )
    assert answer.status_code == 404
    assert appeals.list_own(attempt.id) == {}


def test_where_only_the_score_is_shown_there_is_no_way_to_appeal(app: Flask, at_now: None) -> None:
    a_contest(SLUG, result_policy="score")
    who = a_person()
    attempt = a_finished_attempt(who, SLUG)
    page = signed_in(app, who).get(f"/attempts/{attempt.id}/result").text
    assert "Kiến nghị câu này" not in page
