"""What is compressed, and what is left alone."""

from __future__ import annotations

import gzip

import brotli
import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.web import compression
from app.web.assets import asset
from tests import factories
from tests.web.play.conftest import begin, make_contest, sign_in, token

BOTH = {"Accept-Encoding": "gzip, deflate, br"}
GZIP = {"Accept-Encoding": "gzip, deflate"}


def test_a_page_is_compressed_as_the_browser_can_read_it(client: FlaskClient) -> None:
    plain = client.get("/help").data
    assert brotli.decompress(client.get("/help", headers=BOTH).data) == plain
    answer = client.get("/help", headers=GZIP)
    assert gzip.decompress(answer.data) == plain
    assert answer.headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in answer.headers["Vary"]
    assert len(answer.data) < len(plain) / 2


def test_a_static_file_is_compressed_once(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    with app.test_request_context():
        address = asset("css/base.css")
    monkeypatch.setattr(compression, "_packed", {})
    plain = client.get(address)
    first = client.get(address, headers=BOTH)
    assert brotli.decompress(first.data) == plain.data
    monkeypatch.setattr(compression, "_PACK", {"br": None, "gzip": None})  # Would fail if used.
    again = client.get(address, headers=BOTH)
    assert again.data == first.data
    assert "immutable" in again.headers["Cache-Control"]
    assert again.headers["Content-Length"] == str(len(first.data))


def test_a_compressed_file_is_not_sent_again_when_it_is_known(client: FlaskClient) -> None:
    answer = client.get("/static/css/base.css", headers=BOTH)
    known = {**BOTH, "If-None-Match": answer.headers["ETag"]}
    assert client.get("/static/css/base.css", headers=known).status_code == 304


def test_pictures_and_small_files_are_left_alone(client: FlaskClient) -> None:
    for path in ("/static/img/icon-192.png", "/static/img/logo.svg"):
        assert "Content-Encoding" not in client.get(path, headers=BOTH).headers


def test_replies_to_writing_are_left_alone(app: Flask) -> None:
    make_contest()
    taking = begin(app)
    app.config["COMPRESS_MIN_SIZE"] = 0
    headers = {**BOTH, "X-CSRFToken": token(taking.client)}
    address = f"/api/v1/attempts/{taking.attempt_id}"
    question = taking.sitting().questions[0].id
    entry = {"seq": 1, "question": question, "response": None}
    saved = taking.client.put(f"{address}/answers", json={"answers": [entry]}, headers=headers)
    done = taking.client.post(f"{address}/submission", json={}, headers=headers)
    for answer in (saved, done):
        assert answer.status_code == 200
        assert "Content-Encoding" not in answer.headers


@pytest.mark.parametrize(
    ("origin", "compressed"),
    [("cross-site", False), ("same-site", False), ("same-origin", True), ("none", True)],
)
def test_a_page_with_secrets_is_not_compressed_for_another_site(
    app: Flask, origin: str, compressed: bool
) -> None:
    browser = sign_in(app, factories.a_person())
    asked = {**BOTH, "Sec-Fetch-Site": origin}
    answer = browser.get("/profile", headers=asked)
    assert ("Content-Encoding" in answer.headers) is compressed


def test_a_page_without_session_is_compressed_wherever_the_link_stood(
    client: FlaskClient,
) -> None:
    answer = client.get("/help", headers={**BOTH, "Sec-Fetch-Site": "cross-site"})
    assert answer.headers["Content-Encoding"] == "br"
