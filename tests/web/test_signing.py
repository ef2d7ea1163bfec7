"""Cookies and tokens are signed by the even time: a clock that is set signs nobody out."""

from __future__ import annotations

import time

import pytest
from flask import Flask

from app.services import clock
from app.web.access import make_token
from tests.web.play.conftest import Taking, begin, make_contest


@pytest.fixture
def taking(app: Flask) -> Taking:
    make_contest()
    return begin(app)


@pytest.mark.parametrize("seconds", [-7200.0, 400 * 86400.0])
def test_neither_sessions_nor_tokens_end_when_the_clock_is_set(
    app: Flask, taking: Taking, monkeypatch: pytest.MonkeyPatch, seconds: float
) -> None:
    bearer = {"Authorization": f"Bearer {make_token(taking.who)}"}
    machine = time.time
    clock.moment()
    even = clock.EvenClock(clock.CLOCK._offset, lambda: machine() + seconds)
    monkeypatch.setattr(clock, "CLOCK", even)
    monkeypatch.setattr(time, "time", lambda: machine() + seconds)
    assert taking.client.get(taking.address).status_code == 200
    reply = app.test_client().get(f"/api/v1{taking.address}", headers=bearer)
    assert reply.status_code == 200


def test_a_token_ends_when_its_time_is_over(
    app: Flask, taking: Taking, monkeypatch: pytest.MonkeyPatch
) -> None:
    bearer = {"Authorization": f"Bearer {make_token(taking.who)}"}
    later = clock.EvenClock(clock.CLOCK._offset + 31 * 86400)
    later._machine = lambda: clock.since_boot() + later._offset
    monkeypatch.setattr(clock, "CLOCK", later)
    reply = app.test_client().get(f"/api/v1{taking.address}", headers=bearer)
    assert reply.status_code == 401
