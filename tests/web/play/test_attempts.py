"""The pages of an open attempt: what they show, what they never show, where they lead."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from app.services import attempts, banks
from app.services.accounts import Identity
from tests import factories
from tests.web.play.conftest import Taking, begin, make_contest, sign_in, token

INLINE = re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*application/json)|<style|\son\w+=|\sstyle=")


def test_starting_twice_goes_on_with_the_same_attempt(app: Flask, taking: Taking) -> None:
    for _ in range(2):
        response = taking.client.post(
            "/contests/thi/start", data={"csrf_token": token(taking.client)}
        )
        assert response.status_code == 303
        assert response.location == taking.address


def test_the_page_shows_every_question_and_nothing_of_a_key(taking: Taking) -> None:
    page = taking.page()
    sitting = taking.sitting()
    assert page.count('data-question="') == len(sitting.questions) == 20
    keys = banks.compiled_keys(sitting.facts.bank_version_id, 1)
    for key in keys.values():
        for secret in filter(None, (key.explanation, key.source)):
            assert secret not in page
    assert "correct" not in page


def test_no_page_of_an_attempt_holds_inline_script_or_style(taking: Taking) -> None:
    for path in ("", "/submit"):
        assert INLINE.search(taking.page(path)) is None


def test_the_attempt_of_somebody_else_does_not_exist(app: Flask, taking: Taking) -> None:
    other = sign_in(app, factories.a_person())
    for path in ("", "/submit", "/result"):
        assert other.get(taking.address + path).status_code == 404
    for path in ("/answers", "/submit"):
        response = other.post(taking.address + path, data={"csrf_token": token(other)})
        assert response.status_code == 404


def test_without_signing_in_the_way_leads_to_the_sign_in_and_back(
    app: Flask, taking: Taking
) -> None:
    response = app.test_client().get(taking.address)
    assert response.status_code == 303
    assert "/sign-in" in response.location
    assert taking.address in response.location


def test_saving_leads_on_to_the_question_named_by_the_button(taking: Taking) -> None:
    one, other = taking.sitting().questions[:2]
    form = {f"has-{one.id}": "1", f"q-{one.id}": one.options[0].id, "save": f"q-{other.id}"}
    response = taking.post("/answers", **form)
    assert response.location == f"{taking.address}#q-{other.id}"
    assert "Đã lưu 1/20" in taking.page()


def test_saving_by_the_submit_button_leads_to_the_last_look(taking: Taking) -> None:
    response = taking.post("/answers", submit="1")
    assert response.location == f"{taking.address}/submit"
    page = taking.page("/submit")
    assert "Còn 20 câu chưa trả lời" in page
    assert "Có bao nhiêu người tham gia?" in page


def test_submitting_twice_ends_it_once_and_shows_the_result(taking: Taking) -> None:
    for _ in range(2):
        response = taking.post("/submit", prediction="1200")
        assert response.location == f"{taking.address}/result"
    assert taking.sitting().facts.prediction == 1200


@pytest.mark.parametrize("typed", ["-1", "nhiều", "1000000001", "1.5"])
def test_a_prediction_that_is_no_count_is_refused_in_words(taking: Taking, typed: str) -> None:
    response = taking.post("/submit", prediction=typed)
    assert "Nhập một số nguyên" in response.text
    assert taking.sitting().facts.closed_at is None


def test_a_closed_attempt_leads_to_its_result(taking: Taking) -> None:
    taking.post("/submit")
    for path in ("", "/submit"):
        response = taking.client.get(taking.address + path)
        assert response.location == f"{taking.address}/result"
    late = taking.post("/answers")
    assert late.location == f"{taking.address}/result"
    assert "đã kết thúc trước khi" in taking.client.get(late.location).text


def test_an_open_attempt_has_no_result_yet(taking: Taking) -> None:
    response = taking.client.get(f"{taking.address}/result")
    assert response.location == taking.address


def test_saved_answers_are_filled_in_again(app: Flask) -> None:
    make_contest()
    taking = begin(app)
    question = taking.sitting().questions[0]
    chosen = question.options[2].id
    attempts.save_answers(
        attempt_id=taking.attempt_id,
        identity=Identity(taking.who.account_id, taking.who.epoch),
        answers=[attempts.RawAnswer(1, question.id, chosen)],
        now=datetime.now(UTC),
    )
    pattern = rf'name="q-{question.id}" value="{chosen}" checked'
    assert re.search(pattern, taking.page())


def test_an_attempt_out_of_time_is_closed_by_looking_at_it(app: Flask) -> None:
    make_contest()
    taking = begin(app, ago=timedelta(minutes=20))
    response = taking.client.get(taking.address)
    assert response.location == f"{taking.address}/result"
    assert "hết giờ trước khi bạn nộp" in taking.page("/result")
