"""What people do is counted on whichever way they do it."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask, g
from flask.testing import FlaskClient

from app.web.access import make_token, requires
from tests.conftest import NOW
from tests.factories import a_person
from tests.factories_contests import a_contest
from tests.services.test_monitoring import samples


@pytest.fixture
def taking(app: Flask) -> FlaskClient:
    """Somebody who takes part, by a token: pages and API take it alike."""
    app.before_request_funcs.setdefault(None, []).insert(0, lambda: setattr(g, "now", NOW))
    a_contest(attempts_allowed=None)
    client = app.test_client()
    client.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {make_token(a_person())}"
    return client


def figures(client: FlaskClient) -> dict[str, float]:
    return samples(client.get("/metrics").data)


def test_starts_saves_submissions_and_refusals_are_counted(taking: FlaskClient) -> None:
    before = figures(taking)
    paper: Any = taking.post("/api/v1/contests/cuoc-thi/attempts", json={}).json
    address = f"/api/v1/attempts/{paper['id']}"
    answer = {"seq": 1, "question": paper["questions"][0]["id"], "response": "a"}
    assert taking.put(f"{address}/answers", json={"answers": [answer]}).status_code == 200
    assert taking.put(f"{address}/answers", json={"answers": 1}).status_code == 400
    assert taking.post(f"{address}/submission", json={}).status_code == 200
    assert taking.put(f"{address}/answers", json={"answers": [answer]}).status_code == 409
    after = figures(taking)
    grown = {name: after[name] - before[name] for name in after if "created" not in name}
    assert {name: much for name, much in grown.items() if much and "total" in name} == {
        "thiso_starts_total": 1,
        "thiso_saves_total": 1,
        "thiso_submissions_total": 1,
        "thiso_refusals_total invalid_request": 1,
        "thiso_refusals_total already_submitted": 1,
    }
    assert grown["thiso_save_seconds_count"] == 1
    assert grown["thiso_save_seconds_sum"] > 0


def test_the_pages_without_script_are_counted_too(taking: FlaskClient) -> None:
    before = figures(taking)
    address = taking.post("/contests/cuoc-thi/start").location
    assert taking.post(f"{address}/answers", data={}).status_code == 303
    assert taking.post(f"{address}/submit", data={}).status_code == 303
    after = figures(taking)
    for name in ("thiso_starts_total", "thiso_saves_total", "thiso_submissions_total"):
        assert after[name] - before[name] == 1, name


def test_a_failure_is_counted_as_one(app: Flask, client: FlaskClient) -> None:
    @requires("view_public")
    def fail() -> str:
        raise RuntimeError

    app.view_functions["public.show_privacy"] = fail
    before = figures(client)
    assert client.get("/privacy").status_code == 500
    assert figures(client)["thiso_failures_total"] - before["thiso_failures_total"] == 1
