"""The service worker, the manifest and the page without network, as the server gives them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.config import ROOT
from app.services.accounts import SignedIn
from tests import factories

AsPerson = Callable[[SignedIn], FlaskClient]


def size_of(png: bytes) -> tuple[int, int]:
    """Width and height of a PNG, from its header."""
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    return int.from_bytes(png[16:20], "big"), int.from_bytes(png[20:24], "big")


def shell_of(worker: str) -> list[str]:
    found = re.findall(r"^const (?:SHELL|QUIZ) = (\[.*?\]);$", worker, re.M)
    assert len(found) == 2
    return [address for one in found for address in json.loads(one)]


def test_the_service_worker_rules_the_whole_site_and_is_always_asked_for(
    visitor: FlaskClient,
) -> None:
    answer = visitor.get("/service-worker.js")
    assert answer.status_code == 200
    assert answer.mimetype == "text/javascript"
    assert answer.headers["Cache-Control"] == "no-cache"
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert "Set-Cookie" not in answer.headers
    again = visitor.get("/service-worker.js", headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304


def test_every_file_that_it_keeps_is_there_under_its_version(visitor: FlaskClient) -> None:
    addresses = shell_of(visitor.get("/service-worker.js").text)
    assert len(addresses) > 8
    for address in addresses:
        assert re.search(r"\?v=[0-9a-f]{12}$", address)
        answer = visitor.get(address)
        assert answer.status_code == 200, address
        assert "immutable" in answer.headers["Cache-Control"]


def test_it_never_answers_for_the_api(visitor: FlaskClient) -> None:
    worker = visitor.get("/service-worker.js").text
    untouched = re.search(r"const UNTOUCHED = /(.+)/;", worker)
    assert untouched is not None
    pattern = untouched[1].replace(r"\/", "/")
    assert re.match(pattern, "/api/v1/attempts/1/answers")
    assert not re.match(pattern, "/attempts/1")


@pytest.mark.parametrize(
    ("language", "word"), [("vi", "trực tuyến"), ("en", "Tuyên Quang"), ("ru", "Туенкуанг")]
)
def test_the_manifest_has_what_an_app_needs(visitor: FlaskClient, language: str, word: str) -> None:
    visitor.set_cookie("language", language)
    answer = visitor.get("/manifest.webmanifest")
    assert answer.mimetype == "application/manifest+json"
    manifest = answer.get_json(force=True)
    assert manifest["lang"] == language
    assert word in manifest["name"]
    assert manifest["start_url"] == manifest["scope"] == manifest["id"] == "/"
    assert manifest["display"] == "standalone"
    assert {"Accept-Language", "Cookie"} <= set(answer.vary.as_set(preserve_casing=True))


def test_the_icons_of_the_manifest_are_as_large_as_they_say(visitor: FlaskClient) -> None:
    manifest = visitor.get("/manifest.webmanifest").get_json(force=True)
    found = set()
    for icon in manifest["icons"]:
        width, height = size_of(visitor.get(icon["src"]).data)
        assert icon["sizes"] == f"{width}x{height}"
        found.add((width, icon["purpose"]))
    assert found == {(192, "any"), (512, "any"), (192, "maskable"), (512, "maskable")}


def test_every_page_names_the_manifest_the_icon_and_the_colour(visitor: FlaskClient) -> None:
    page = visitor.get("/").text
    assert '<link rel="manifest" href="/manifest.webmanifest"' in page
    assert '<meta name="theme-color" content="#8f1a1f">' in page
    icon = re.search(r'rel="apple-touch-icon" href="([^"]+)"', page)
    assert icon is not None
    assert size_of(visitor.get(icon[1]).data) == (180, 180)
    assert "js/shell.js" in page


def test_the_page_without_network_names_nobody(as_person: AsPerson, visitor: FlaskClient) -> None:
    who = factories.a_person(full_name="Hoàng Thị Mai")
    page = as_person(who).get("/offline").text
    assert page == visitor.get("/offline").text
    assert "Hoàng" not in page
    assert "data-account" not in page
    assert "csrf" not in page


def test_pages_say_whose_they_are_but_pages_of_a_failure_do_not(
    app: Flask, as_person: AsPerson, visitor: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(**_: object) -> None:
        raise RuntimeError("planted")

    who = factories.a_person()
    assert f'data-account="{who.public_id}"' in as_person(who).get("/help").text
    assert 'data-account=""' in visitor.get("/help").text
    monkeypatch.setattr("app.services.contests.list_contests", fail)
    app.config["PROPAGATE_EXCEPTIONS"] = False
    broken = as_person(who).get("/")
    assert broken.status_code == 500
    assert "data-account" not in broken.text


def test_the_parts_of_the_worker_are_all_served() -> None:
    from app.web.public.shell import PARTS

    folder = ROOT / "app" / "static" / "js" / "sw"
    assert {path.stem for path in folder.glob("*.js")} == set(PARTS)
