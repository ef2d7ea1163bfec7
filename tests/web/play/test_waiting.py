"""The waiting page: for whom and when it is there, and what it tells its script."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.config import ROOT
from app.domain.waiting import spread_ms
from app.services import contests
from app.services.accounts import SignedIn
from tests import factories
from tests.factories_contests import a_bank, a_contest, a_draft, a_round
from tests.web.play.conftest import sign_in, token

PAGE = "/contests/cuoc-thi/wait"


def opening_in(minutes: float, **given: Any) -> datetime:
    """Publish a contest that opens in some minutes; returns when."""
    a_bank()
    opens_at = datetime.now(UTC).replace(microsecond=0) + timedelta(minutes=minutes)
    closes_at = opens_at + timedelta(days=1)
    a_contest(
        rounds=[a_round(opens_at=opens_at, closes_at=closes_at)],
        now=datetime.now(UTC) - timedelta(days=1),
        **given,
    )
    return opens_at


@pytest.fixture
def who(app: Flask) -> SignedIn:
    return factories.a_person()


@pytest.fixture
def browser(app: Flask, who: SignedIn) -> FlaskClient:
    return sign_in(app, who)


def block(page: str) -> dict[str, Any]:
    found = re.search(r'id="waiting-data">(.*?)</script>', page, re.S)
    assert found is not None
    return dict(json.loads(found[1]))


def test_the_script_learns_the_opening_the_servers_time_and_the_own_spread(
    app: Flask, browser: FlaskClient, who: SignedIn
) -> None:
    opens_at = opening_in(10)
    answer = browser.get(PAGE)
    data = block(answer.text)
    contest = contests.get_contest("cuoc-thi")
    assert data["opens_at"] == opens_at.timestamp() * 1000
    assert abs(data["server_now"] / 1000 - datetime.now(UTC).timestamp()) < 5
    assert data["spread"] == spread_ms(
        app.config["SECRET_KEY"],
        contest_id=contest.id,
        round_id=contest.rounds[0].id,
        person_id=who.person_id,
    )
    assert "no-store" in answer.headers["Cache-Control"]


def test_waiting_needs_somebody_signed_in(app: Flask, client: FlaskClient) -> None:
    opening_in(10)
    answer = client.get(PAGE)
    assert answer.status_code == 303
    assert "/sign-in?next=/contests/cuoc-thi/wait" in answer.location


def test_an_open_contest_is_not_waited_for(browser: FlaskClient) -> None:
    opening_in(-1)
    answer = browser.get(PAGE)
    assert (answer.status_code, answer.location) == (303, "/contests/cuoc-thi")


def test_a_draft_has_no_waiting_page(browser: FlaskClient) -> None:
    a_draft()
    assert browser.get(PAGE).status_code == 404


def test_who_may_not_take_part_does_not_wait_for_it(browser: FlaskClient) -> None:
    opening_in(10, groups=("student",))
    assert browser.get(PAGE).status_code == 403


@pytest.mark.parametrize(("minutes", "offered"), [(29, True), (31, False)])
def test_the_contests_page_leads_there_in_the_last_half_hour(
    client: FlaskClient, minutes: int, offered: bool
) -> None:
    opening_in(minutes)
    assert (PAGE in client.get("/contests/cuoc-thi").text) is offered


def test_a_start_by_script_answers_with_the_address_of_the_paper(
    browser: FlaskClient,
) -> None:
    opening_in(-1)
    answer = browser.post(
        "/contests/cuoc-thi/start",
        data={"csrf_token": token(browser)},
        headers={"Accept": "application/json"},
    )
    assert answer.status_code == 200
    assert re.fullmatch(r"/attempts/\d+", answer.get_json()["address"])


def test_a_start_by_script_before_the_opening_is_refused_with_a_code(
    browser: FlaskClient,
) -> None:
    opening_in(1)
    answer = browser.post(
        "/contests/cuoc-thi/start",
        data={"csrf_token": token(browser)},
        headers={"Accept": "application/json"},
    )
    assert answer.status_code == 409
    assert answer.get_json()["code"] == "contest_not_open"


def test_a_start_by_script_without_session_says_so(app: Flask, client: FlaskClient) -> None:
    opening_in(-1)
    answer = client.post("/contests/cuoc-thi/start", headers={"Accept": "application/json"})
    assert answer.status_code in (400, 401)
    assert answer.get_json()["code"] in ("csrf_failed", "sign_in_required")


def test_every_phrase_of_the_script_is_given_to_it_and_no_other(browser: FlaskClient) -> None:
    opening_in(10)
    words = set(block(browser.get(PAGE).text)["words"])
    script = (ROOT / "app" / "static" / "js" / "waiting.js").read_text(encoding="utf-8")
    said = set(re.findall(r'"(\w+)"', script))
    assert words <= said
    assert set(re.findall(r'say\("(\w+)"', script)) <= words
