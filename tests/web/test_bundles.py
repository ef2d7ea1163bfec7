"""Bundles: joined once, named by their content, and no module in another's way."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.config import ROOT
from app.web.bundles import BUNDLES, QUIZ_MODULES, address, without_comments

SCRIPTS = ROOT / "app" / "static" / "js"


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


def test_comments_stay_behind_and_nothing_else(app: Flask, client: FlaskClient) -> None:
    for name in BUNDLES:
        text = client.get(address_of(app, name)).text
        assert "/*" not in text
        assert re.search(r"^\s*//", text, re.M) is None
    assert (
        without_comments('// one\n  // two\nlet a = "//"; // three\n') == 'let a = "//"; // three\n'
    )


def test_no_text_of_a_script_goes_over_several_lines() -> None:
    # In there a line that begins like a comment would be text.
    for path in SCRIPTS.rglob("*.js"):
        for line in path.read_text(encoding="utf-8").splitlines():
            assert line.count("`") % 2 == 0, f"{path.name}: {line}"
