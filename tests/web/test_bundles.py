"""Bundles: joined once, named by their content, and no module in another's way."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.web.bundles import BUNDLES, QUIZ_MODULES, address


def address_of(app: Flask, name: str) -> str:
    with app.test_request_context():
        return address(name)


@pytest.mark.parametrize("name", BUNDLES)
def test_a_bundle_is_kept_for_ever_under_its_version_only(
    app: Flask, client: FlaskClient, name: str
) -> None:
    found = address_of(app, name)
    assert re.fullmatch(rf"/bundles/{name}\?v=[0-9a-f]{{12}}", found)
    assert "immutable" in client.get(found).headers["Cache-Control"]
    for other in (f"/bundles/{name}", f"/bundles/{name}?v=000000000000"):
        answer = client.get(other)
        assert answer.status_code == 200
        assert answer.headers["Cache-Control"] == "no-cache"


def test_an_unknown_bundle_is_not_there(client: FlaskClient) -> None:
    assert client.get("/bundles/../secret_key").status_code == 404
    assert client.get("/bundles/other.css").status_code == 404


def test_pictures_of_a_style_have_an_address_with_a_version(
    app: Flask, client: FlaskClient
) -> None:
    text = client.get(address_of(app, "site.css")).text
    pictures = re.findall(r'url\("([^"]+)"\)', text)
    assert pictures
    for picture in pictures:
        assert re.fullmatch(r"/static/img/\w+\.svg\?v=[0-9a-f]{12}", picture)
        assert client.get(picture).status_code == 200


def test_every_module_is_given_with_all_that_it_exports(app: Flask, client: FlaskClient) -> None:
    text = client.get(address_of(app, "quiz.js")).text
    assert re.findall(r"^export const (\w+) = ", text, re.M) == list(QUIZ_MODULES)
    assert len(re.findall(r"^export ", text, re.M)) == len(QUIZ_MODULES)
    assert "return { makeClock, pageExchange, watchSleep };" in text
    assert "return { openStore, memoryStore };" in text
