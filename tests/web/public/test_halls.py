"""The big screen and the door of a hall, over HTTP."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.services import halls
from app.services.halls import HallFacts
from tests.factories import MINH_XUAN, a_person, some_communes
from tests.factories_contests import a_bank, a_contest, a_round


@pytest.fixture
def hall(app: Flask) -> HallFacts:
    some_communes()
    moment = datetime.now(UTC)
    a_bank()
    open_now = a_round(opens_at=moment - timedelta(hours=1), closes_at=moment + timedelta(days=1))
    contest = a_contest(rounds=[open_now])
    return halls.open_hall(
        contest.slug,
        title="Ngày hội <b>",
        commune=MINH_XUAN,
        organisation=None,
        account_id=None,
        now=moment,
        below=random.Random(1).randrange,
    )


def test_the_screen_shows_the_way_in(client: FlaskClient, hall: HallFacts) -> None:
    page = client.get(f"/halls/{hall.code}")
    assert page.status_code == 200
    assert "Ngày hội &lt;b&gt;" in page.text
    assert f"{hall.code[:3]} {hall.code[3:]}" in page.text
    image = client.get(f"/halls/{hall.code}/qr.svg")
    assert image.mimetype == "image/svg+xml"
    assert image.data.startswith(b"<svg")


def test_a_stranger_comes_in_through_registration_with_the_unit_filled_in(
    client: FlaskClient, hall: HallFacts
) -> None:
    answer = client.get(f"/j/{hall.code.lower()}")
    assert answer.status_code == 303
    assert answer.location.startswith("/register?")
    assert f"commune={MINH_XUAN}" in answer.location
    page = client.get(answer.location).text
    assert f'value="{MINH_XUAN}" selected' in page or f'selected value="{MINH_XUAN}"' in page


def test_a_typed_code_leads_to_the_door_and_a_wrong_one_is_said(
    client: FlaskClient, hall: HallFacts
) -> None:
    typed = f"{hall.code[:3]}-{hall.code[3:]}".lower()
    assert client.get(f"/join?code={typed}").location == f"/j/{hall.code}"
    assert "&lt;i&gt;" in client.get("/join?code=<i>").text


@pytest.mark.parametrize("signed_in", [False, True])
def test_a_code_of_a_closed_hall_can_be_typed_again(
    client: FlaskClient, hall: HallFacts, signed_in: bool
) -> None:
    halls.close_hall(hall.contest_slug, hall.code, account_id=None, now=datetime.now(UTC))
    if signed_in:
        with client.session_transaction() as session:
            session["_user_id"] = a_person().get_id()
    answer = client.get(f"/j/{hall.code}")
    assert answer.status_code == 404
    assert f"với mã “{hall.code}”" in answer.text
    assert 'name="code"' in answer.text


def test_somebody_signed_in_goes_straight_to_the_contest(
    client: FlaskClient, hall: HallFacts
) -> None:
    with client.session_transaction() as session:
        session["_user_id"] = a_person().get_id()
    assert client.get(f"/j/{hall.code}").location == f"/contests/{hall.contest_slug}"


def test_the_figures_are_shared_and_not_sent_twice(client: FlaskClient, hall: HallFacts) -> None:
    first = client.get(f"/halls/{hall.code}/live.json")
    assert first.json == {
        "people": 0,
        "attempts": 0,
        "communes": [],
        "organisations": [],
        "frozen": False,
    }
    assert "Set-Cookie" not in first.headers
    etag = {"If-None-Match": first.headers["ETag"]}
    assert client.get(f"/halls/{hall.code}/live.json", headers=etag).status_code == 304


def test_closed_and_unknown_halls_are_not_found(client: FlaskClient, hall: HallFacts) -> None:
    halls.close_hall(hall.contest_slug, hall.code, account_id=None, now=datetime.now(UTC))
    for path in (f"/halls/{hall.code}", f"/j/{hall.code}", "/halls/nonsense", "/j/x"):
        assert client.get(path).status_code == 404
