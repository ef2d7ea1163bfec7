"""Somebody without a session and somebody signed in, at the tests' moment."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from flask import Flask, g
from flask.testing import FlaskClient

from app.services.accounts import SignedIn


@pytest.fixture(autouse=True)
def _tests_time(app: Flask, now: datetime) -> None:
    def begin() -> None:
        # The tests' application context outlives a request: nothing of it may.
        g.now = now
        g.pop("_login_user", None)

    app.before_request_funcs.setdefault(None, []).insert(0, begin)


@pytest.fixture
def visitor(app: Flask) -> FlaskClient:
    """A browser without any cookie."""
    return app.test_client()


@pytest.fixture
def as_person(app: Flask) -> Callable[[SignedIn], FlaskClient]:
    """A browser in which this person is signed in."""

    def browser(who: SignedIn) -> FlaskClient:
        client = app.test_client()
        with client.session_transaction() as session:
            session["_user_id"] = who.get_id()
        return client

    return browser
