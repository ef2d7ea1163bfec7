"""Boards, contests and units over JSON: for everybody, cacheable, without cookies."""

from __future__ import annotations

import pytest
from flask import Flask

from app.services.contests import ContestView
from tests.web.api.conftest import SLUG, Api

PUBLIC = [
    "/contests",
    f"/contests/{SLUG}",
    f"/contests/{SLUG}/boards/individual",
    f"/contests/{SLUG}/boards/organisation",
    f"/contests/{SLUG}/boards/commune",
    "/communes",
    "/organisations",
    "/openapi.json",
]


@pytest.mark.parametrize("path", PUBLIC)
def test_public_answers_set_no_cookie(api: Api, path: str) -> None:
    answer = api("GET", path)
    assert answer.status_code == 200
    assert "Set-Cookie" not in answer.headers


def test_a_board_that_has_not_changed_is_not_sent_again(api: Api) -> None:
    first = api("GET", f"/contests/{SLUG}/boards/commune")
    assert first.headers["Cache-Control"] == "public, max-age=5"
    again = api(
        "GET",
        f"/contests/{SLUG}/boards/commune",
        headers={"If-None-Match": first.headers["ETag"]},
    )
    assert (again.status_code, again.data) == (304, b"")


def test_a_contest_says_its_rules_state_and_the_time(api: Api) -> None:
    body = api("GET", f"/contests/{SLUG}").json
    assert body["state"] == "open"
    assert body["rules"]["minutes"] == 12
    assert body["server_now"].endswith("Z")
    assert body["rules"]["chain"] == ["correct", "prediction", "time", "submitted"]


def test_units_are_searched_without_accents(api: Api) -> None:
    found = api("GET", "/communes?q=dong van").json
    assert [row["name"] for row in found["rows"]] == ["Xã Đồng Văn"]
    assert api("GET", "/organisations?q=khoa hoc").json["rows"][0]["code"] == "so-khcn"


@pytest.mark.parametrize(
    ("query", "path"),
    [("limit=0", "limit"), ("limit=abc", "limit"), ("offset=-1", "offset"), ("group=x", "group")],
)
def test_a_bad_query_is_named(api: Api, query: str, path: str) -> None:
    answer = api("GET", f"/contests/{SLUG}/boards/individual?{query}")
    assert answer.status_code == 400
    assert [one["path"] for one in answer.json["errors"]] == [path]


def test_unknown_contests_boards_and_rounds_are_not_found(api: Api) -> None:
    for path in ("/contests/no", "/contests/no/boards/commune", f"/contests/{SLUG}/boards/x"):
        assert api("GET", path).status_code == 404
    assert api("GET", f"/contests/{SLUG}/boards/commune?round=9").status_code == 404


def test_every_route_is_described(app: Flask, contest: ContestView) -> None:
    from app.web.api.openapi import description

    with app.test_request_context():
        described = description()
    routes = {rule.rule for rule in app.url_map.iter_rules() if rule.endpoint.startswith("api.")}
    assert len(described["paths"]) == len(routes)
    assert described["openapi"] == "3.1.0"


def test_answers_have_the_described_shape(signed_in: Api) -> None:
    from app.web.api import replies

    paper = signed_in("POST", f"/contests/{SLUG}/attempts").json
    replies.AttemptReply.model_validate(paper)
    saved = signed_in("PUT", f"/attempts/{paper['id']}/answers", {"answers": []}).json
    replies.SavedReply.model_validate(saved)
    receipt = signed_in("POST", f"/attempts/{paper['id']}/submission").json
    replies.ReceiptReply.model_validate(receipt)
    shapes = {
        "/contests": replies.ContestsReply,
        f"/contests/{SLUG}": replies.ContestReply,
        f"/contests/{SLUG}/me": replies.OwnPartReply,
        f"/contests/{SLUG}/boards/individual": replies.BoardReply,
        f"/contests/{SLUG}/boards/commune": replies.BoardReply,
        "/communes": replies.CommunesReply,
        "/organisations": replies.OrganisationsReply,
        f"/receipts/{receipt['receipt']}": replies.ProofReply,
    }
    for path, shape in shapes.items():
        shape.model_validate(signed_in("GET", path).json)
