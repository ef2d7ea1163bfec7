"""Every response carries the strict headers, whatever it answers and to whom."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app import create_app
from app.config import ROOT, Settings
from app.storage.db import db
from tests.conftest import Client
from tests.web.key_walk import asked, client_of, roles_of
from tests.web.key_worlds import STATES, World, advance, make, set_time
from tests.web.observatory import A_PLUS, directives, findings, score

HTTPS = "https://localhost"
STRICT = {"default-src": {"'none'"}, "script-src": {"'self'"}, "style-src": {"'self'"},
          "object-src": {"'none'"}, "base-uri": {"'none'"}, "form-action": {"'self'"},
          "frame-ancestors": {"'none'"}}  # fmt: skip
ALWAYS = (
    "Content-Security-Policy", "X-Content-Type-Options", "Referrer-Policy",
    "Cross-Origin-Opener-Policy", "Cross-Origin-Resource-Policy", "Permissions-Policy",
    "Strict-Transport-Security",
)  # fmt: skip
ROLES = ("nobody", "done", "administrator")


@pytest.fixture
def app(settings: Settings) -> Iterator[Flask]:
    """An application as it stands behind HTTPS."""
    made = create_app(replace(settings, secure_cookies=True))
    made.test_client_class = Client
    made.config.update(TESTING=True, ARGON2_FAST=True)
    with made.app_context():
        yield made
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def secure(app: Flask) -> FlaskClient:
    client = app.test_client()
    client.environ_base["wsgi.url_scheme"] = "https"
    return client


@pytest.fixture
def world(app: Flask, now: datetime) -> World:
    """Contests with an ended and an open attempt."""
    made = make(app, "one", now)
    for state in STATES[: STATES.index("submitted") + 1]:
        advance(made, state)
    made.values = {name: values[:1] for name, values in made.values.items()}
    set_time(app, made.moment)
    return made


Answers = list[tuple[str, str, TestResponse]]


def ask_everything(world: World) -> Answers:
    """Every route, rightly and wrongly: role, what was asked, and the answer."""
    found: Answers = []
    for role in ROLES:
        who = world.people.get(role)
        client = client_of(world, who, HTTPS)
        for method, endpoint, address in asked(world, roles_of(who), True):
            answer = client.open(address, method=method, base_url=HTTPS)
            found.append((role, f"{role} {method} {endpoint} {answer.status_code}", answer))
    return found


@pytest.mark.long
def test_every_route_would_be_graded_a_plus(world: World) -> None:
    answers = ask_everything(world)
    statuses = {answer.status_code for _, _, answer in answers}
    assert statuses >= {200, 303, 400, 401, 403, 404, 405}
    poor = {asked_: list(findings(answer)) for _, asked_, answer in answers
            if score(answer) < A_PLUS}  # fmt: skip
    assert poor == {}
    bare = {asked_ for _, asked_, answer in answers
            if any(name not in answer.headers for name in ALWAYS)}  # fmt: skip
    assert bare == set()
    # Nothing tells what runs here, nothing invites other sites.
    for _, asked_, answer in answers:
        for name in ("Server", "X-Powered-By", "Access-Control-Allow-Origin"):
            assert name not in answer.headers, asked_
    # What is one person's is kept by nobody.
    kept = {asked_ for role, asked_, answer in answers
            if role != "nobody" and "no-store" not in answer.headers.get("Cache-Control", "")
            and not re.search(r" (api|public|play)\.|check|static|bundle", asked_)}  # fmt: skip
    assert kept == set()


def test_a_refusal_and_a_failure_carry_the_same_policy(
    app: Flask, secure: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("planted")

    app.config["PROPAGATE_EXCEPTIONS"] = False
    app.config["TESTING"] = False
    big = "x" * (2 * 1024 * 1024)
    refused = secure.post(
        "/language", data={"a": big}, content_type="multipart/form-data", base_url=HTTPS
    )
    monkeypatch.setitem(app.view_functions, "public.show_help", declared(fail))
    monkeypatch.setitem(app.view_functions, "api.describe", declared(fail))
    app.config["TRUSTED_HOSTS"] = ["localhost"]
    answers = {
        "no address": (404, secure.get("/no-such-page", base_url=HTTPS)),
        "failed page": (500, secure.get("/help", base_url=HTTPS)),
        "failed call": (500, secure.get("/api/v1/openapi.json", base_url=HTTPS)),
        "options": (200, secure.options("/", base_url=HTTPS)),
        "head": (200, secure.head("/privacy", base_url=HTTPS)),
        "static": (200, secure.get("/static/css/base.css", base_url=HTTPS)),
        "no file": (404, secure.get("/static/../wsgi.py", base_url=HTTPS)),
        "foreign host": (400, secure.get("/", base_url="https://elsewhere.example")),
    }
    for name, (status, answer) in answers.items():
        assert answer.status_code == status, name
        for header in ALWAYS:
            assert header in answer.headers, (name, header)
        policy = directives(answer.headers["Content-Security-Policy"])
        assert {key: policy.get(key) for key in STRICT} == STRICT, name
        assert "planted" not in answer.text
    assert refused.status_code == 413
    assert score(refused) >= A_PLUS


def declared(view):  # type: ignore[no-untyped-def]
    view.permission = "view_public"
    return view


def test_an_answer_that_has_not_changed_keeps_its_headers(secure: FlaskClient) -> None:
    for path in ("/static/css/base.css", "/bundles/site.css", "/api/v1/communes"):
        tag = secure.get(path, base_url=HTTPS).headers["ETag"]
        same = secure.get(path, base_url=HTTPS, headers={"If-None-Match": tag})
        assert same.status_code == 304
        assert score(same) >= A_PLUS
        assert all(name in same.headers for name in ALWAYS)


def test_what_is_one_persons_is_kept_by_nobody(world: World) -> None:
    # Found by going back after signing out, or kept by a proxy, it would be somebody else's.
    client = client_of(world, world.people["administrator"], HTTPS)
    for path in ("/organiser/", "/organiser/people", "/organiser/units/export.xlsx", "/profile",
                 "/api/v1/contests/thi-score/me", "/organiser/no-such-page"):  # fmt: skip
        answer = client.get(path, base_url=HTTPS)
        assert "no-store" in answer.headers["Cache-Control"], path
    # And what is everybody's still is.
    board = client.get("/api/v1/contests/thi-score/boards/individual", base_url=HTTPS)
    assert board.headers["Cache-Control"].startswith("public")


def test_over_plain_http_no_promise_is_made_about_https(app: Flask) -> None:
    answer = app.test_client().get("/")
    assert "Strict-Transport-Security" not in answer.headers


def test_the_session_cookie_is_bound_to_this_host(world: World, secure: FlaskClient) -> None:
    name = "__Host-thiso"
    answer = secure.get("/sign-in", base_url=HTTPS)
    cookie = next(one for one in answer.headers.getlist("Set-Cookie") if one.startswith(name))
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= set(cookie.split("; "))
    assert "Domain" not in cookie
    assert score(answer) >= A_PLUS


def test_the_score_falls_with_what_is_missing(secure: FlaskClient) -> None:
    answer = secure.get("/privacy", base_url=HTTPS)
    assert score(answer) >= 120
    worse = {
        "Content-Security-Policy": "script-src 'self' 'unsafe-inline'",
        "Referrer-Policy": "unsafe-url",
        "Access-Control-Allow-Origin": "*",
        "Strict-Transport-Security": "max-age=60",
    }
    for name, value in worse.items():
        changed = secure.get("/privacy", base_url=HTTPS)
        changed.headers[name] = value
        assert score(changed) < score(answer), name
    for name in ("Content-Security-Policy", "Strict-Transport-Security"):
        changed = secure.get("/privacy", base_url=HTTPS)
        del changed.headers[name]
        assert score(changed) < 100, name


TEMPLATES = sorted((ROOT / "app" / "templates").rglob("*.html"))
PAGES = [*TEMPLATES, *sorted((ROOT / "deploy" / "pages").glob("*.html"))]
INLINE = {
    "a handler": re.compile(r"<[^>{]*\son[a-z]+\s*=", re.I),
    "a style attribute": re.compile(r"<[^>]*\sstyle\s*=", re.I),
    "a style element": re.compile(r"<style", re.I),
    "a script address": re.compile(r"javascript:", re.I),
    "a script with content": re.compile(
        r"<script(?![^>]*\ssrc=)(?![^>]*type=\"application/json\")", re.I
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", INLINE)
def test_no_template_has_what_the_policy_forbids(what: str) -> None:
    assert len(PAGES) > 100
    bad = [
        str(Path(page).relative_to(ROOT)) for page in PAGES if INLINE[what].search(page.read_text())
    ]
    assert bad == []


def test_no_script_writes_markup_or_runs_text() -> None:
    risky = re.compile(
        r"\beval\(|new Function\(|document\.write|innerHTML\s*=|outerHTML\s*=|insertAdjacentHTML"
    )
    scripts = sorted((ROOT / "app" / "static" / "js").rglob("*.js"))
    assert len(scripts) > 20
    assert [one.name for one in scripts if risky.search(one.read_text())] == []
