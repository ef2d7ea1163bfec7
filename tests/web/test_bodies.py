"""Bodies are bounded by what their route needs, and who sends too much is told so plainly."""

from __future__ import annotations

import io
from typing import Any

import pytest
from flask import Flask

from app.web import bodies
from app.web.access import make_token
from tests.factories import a_person
from tests.web.accounts.browser import Browser

KIB = 1024


def bearer(app: Flask) -> dict[str, str]:
    return {"Authorization": f"Bearer {make_token(a_person())}"}


def test_an_answer_may_not_be_large(app: Flask) -> None:
    answer = app.test_client().put(
        "/api/v1/attempts/1/answers",
        data=b"[" * (256 * KIB + 1),
        content_type="application/json",
        headers=bearer(app),
    )
    assert (answer.status_code, answer.json["code"]) == (413, "too_large")
    assert answer.content_type == "application/problem+json"


def test_of_a_body_of_unsaid_length_no_more_is_read_than_of_others(app: Flask) -> None:
    sent = io.BytesIO(b"x" * (300 * KIB))
    answer = app.test_client().post(
        "/api/v1/sessions",
        input_stream=sent,
        content_type="application/json",
        environ_overrides={"wsgi.input_terminated": True, "HTTP_TRANSFER_ENCODING": "chunked"},
    )
    assert (answer.status_code, answer.json["code"]) == (400, "invalid_request")
    assert sent.tell() <= bodies.API_BYTES


@pytest.mark.parametrize("body", [b"[" * 200_000, b'{"a":' * 50_000, b"[" * 100 + b"]" * 100])
def test_deep_json_is_refused_and_nothing_breaks(app: Flask, body: bytes) -> None:
    answer = app.test_client().post("/api/v1/sessions", data=body, content_type="application/json")
    assert (answer.status_code, answer.json["code"]) == (400, "invalid_request")


@pytest.mark.parametrize(
    ("path", "length"),
    [
        ("/sign-in", 256 * KIB + 1),
        ("/register", 256 * KIB + 1),
        ("/organiser/banks/upload", 2 * 1024 * KIB + 1),  # Nobody is signed in.
        ("/answer-files", 256 * KIB + 1),
    ],
)
def test_a_page_says_plainly_that_it_was_too_much(app: Flask, path: str, length: int) -> None:
    answer = app.test_client().post(path, data=b"x" * length, content_type="text/plain")
    assert answer.status_code == 413
    assert "Dữ liệu gửi lên vượt quá giới hạn cho phép." in answer.text


def test_who_is_signed_in_may_send_a_file(app: Flask) -> None:
    data = {"file": (io.BytesIO(b"x" * (600 * KIB)), "a.thiso")}
    answer = app.test_client().post("/answer-files", data=data, headers=bearer(app))
    assert answer.status_code == 400  # Read, and no answer file.


@pytest.mark.parametrize("path", ["/sign-in", "/register"])
def test_a_form_has_no_more_fields_than_people_fill_in(app: Flask, path: str) -> None:
    form = "application/x-www-form-urlencoded"
    many = app.test_client().post(path, data=b"a=&" * bodies.MOST_FIELDS, content_type=form)
    assert many.status_code == 413
    few = app.test_client().post(path, data=b"a=&" * 20, content_type=form)
    assert few.status_code == 400  # It has no token.


def test_a_form_in_parts_has_no_more_parts_either(app: Flask) -> None:
    parts: dict[str, Any] = {f"f{number}": "x" for number in range(bodies.MOST_FIELDS + 1)}
    browser = Browser(app)
    answer = browser.client.post("/sign-in", data=parts, content_type="multipart/form-data")
    assert answer.status_code == 413


def test_every_view_that_reads_files_says_so(app: Flask) -> None:
    taking = {name for name, view in app.view_functions.items() if hasattr(view, "takes_files")}
    assert taking == {
        "organiser.add_material",
        "organiser.edit_activity_report",
        "organiser.edit_bank_yaml",
        "organiser.edit_material",
        "organiser.enter_activity",
        "organiser.import_people",
        "organiser.import_units",
        "organiser.list_bank_images",
        "organiser.load_answer_file",
        "organiser.upload_bank",
        "play.send_answer_file",
        "public.edit_activity",
        "public.report_activity",
    }
