"""Boards are made once a second for all who look at them, and for nobody else's eyes."""

from __future__ import annotations

import threading
import time
from datetime import datetime
from typing import Any

import brotli
import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.services import boards
from app.web import kept_answers
from tests.factories import a_person
from tests.factories_contests import a_contest, a_finished_attempt
from tests.web.play.conftest import sign_in

SLUG = "cuoc-thi"
PAGE = f"/contests/{SLUG}/boards/individual"
API = f"/api/v1/contests/{SLUG}/boards/commune"


@pytest.fixture
def made(app: Flask, now: datetime, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The boards that were really made, of a contest with one person on them."""
    app.config["KEEP_ANSWERS"] = True
    a_contest(SLUG, attempts_allowed=None)
    one_more(now)
    found: list[str] = []
    for name in ("individual_board", "unit_board"):
        original = getattr(boards, name)

        def noted(*given: Any, _original: Any = original, _name: str = name, **named: Any) -> Any:
            found.append(_name)
            return _original(*given, **named)

        monkeypatch.setattr(boards, name, noted)
    return found


def one_more(now: datetime) -> None:
    a_finished_attempt(a_person(), SLUG, right=2, at=now)
    boards.refresh(now)


@pytest.mark.parametrize("address", [PAGE, API])
def test_a_board_is_made_once_for_all_within_a_second(
    app: Flask, made: list[str], address: str
) -> None:
    first, second = (app.test_client().get(address) for _ in range(2))
    assert len(made) == 1
    assert first.data == second.data
    for name in ("Cache-Control", "ETag", "Content-Type", "Content-Security-Policy"):
        assert first.headers[name] == second.headers[name]
    assert set(first.vary) == set(second.vary)


@pytest.mark.parametrize("address", [PAGE, API])
def test_after_a_second_it_is_made_anew(
    client: FlaskClient, now: datetime, made: list[str], address: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    before = client.get(address).data
    one_more(now)
    assert client.get(address).data == before
    later = time.monotonic() + kept_answers.KEPT_SECONDS
    monkeypatch.setattr(time, "monotonic", lambda: later)
    assert client.get(address).data != before
    assert len(made) == 2


def test_who_knows_it_already_is_told_so(client: FlaskClient, made: list[str]) -> None:
    tag = client.get(PAGE).headers["ETag"]
    answer = client.get(PAGE, headers={"If-None-Match": tag})
    assert (answer.status_code, answer.data, len(made)) == (304, b"", 1)


def test_each_gets_it_as_the_browser_can_read_it(client: FlaskClient, made: list[str]) -> None:
    plain = client.get(PAGE).data
    for _ in range(2):
        packed = client.get(PAGE, headers={"Accept-Encoding": "br"})
        assert packed.headers["Content-Encoding"] == "br"
        assert brotli.decompress(packed.data) == plain
    assert "Content-Encoding" not in client.get(PAGE).headers


def test_languages_sizes_and_addresses_have_their_own(app: Flask, made: list[str]) -> None:
    def looked(path: str = PAGE, *, cookie: str = "", **headers: str) -> bytes:
        client = app.test_client(use_cookies=False)
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        if cookie:
            given["Cookie"] = cookie
        return client.get(path, headers=given).data

    pages = [
        looked(),
        looked(Accept_Language="en"),
        looked(cookie="language=ru"),
        looked(cookie="text=large"),
        looked(f"{PAGE}?group=student"),
        looked(Host="noi-khac.test"),
    ]
    assert len(made) == len(pages)
    assert len(set(pages[:5])) == 5


def test_who_is_signed_in_gets_a_page_of_their_own(
    app: Flask, client: FlaskClient, made: list[str]
) -> None:
    client.get(PAGE)
    own = sign_in(app, a_person())
    for _ in range(2):
        answer = own.get(PAGE)
        assert answer.cache_control.private
    assert len(made) == 3
    assert app.test_client().get(PAGE).cache_control.public


def test_a_refusal_is_not_kept(client: FlaskClient, now: datetime, app: Flask) -> None:
    app.config["KEEP_ANSWERS"] = True
    assert client.get(PAGE).status_code == 404
    a_contest(SLUG)
    assert client.get(PAGE).status_code == 200


def test_while_one_makes_it_anew_the_others_get_the_last(
    app: Flask, now: datetime, made: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    first = app.test_client().get(API).data
    making, looked = threading.Event(), threading.Event()
    original = boards.unit_board

    def slow(*given: Any, **named: Any) -> Any:
        making.set()
        assert looked.wait(10)
        return original(*given, **named)

    monkeypatch.setattr(boards, "unit_board", slow)
    monkeypatch.setattr(kept_answers, "KEPT_SECONDS", 0.0)
    monkeypatch.setattr(kept_answers, "WHILE_REMADE", 60.0)
    maker = threading.Thread(target=lambda: app.test_client().get(API))
    maker.start()
    assert making.wait(10)
    assert app.test_client().get(API).data == first
    looked.set()
    maker.join(10)
    assert len(made) == 2


def test_tests_see_every_change_at_once(client: FlaskClient, now: datetime) -> None:
    a_contest(SLUG, attempts_allowed=None)
    before = client.get(API).data
    one_more(now)
    assert client.get(API).data != before
