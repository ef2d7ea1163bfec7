"""Choosing a language."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient


def test_the_choice_is_remembered_and_leads_back(visitor: FlaskClient) -> None:
    answer = visitor.post("/language", data={"language": "en", "next": "/help?a=1"})
    assert answer.status_code == 303
    assert answer.location == "/help?a=1"
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("language=en;")
    assert "SameSite=Lax" in cookie
    assert '<html lang="en">' in visitor.get("/help").text


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "javascript:alert(1)",
        "/\t/evil.example",
        "/\r\nSet-Cookie: x=1",
        "evil.example",
        "",
    ],
)
def test_it_never_leads_to_another_site(visitor: FlaskClient, target: str) -> None:
    answer = visitor.post("/language", data={"language": "vi", "next": target})
    assert answer.location == "/"


def test_an_unknown_language_sets_no_cookie(visitor: FlaskClient) -> None:
    answer = visitor.post("/language", data={"language": "xx\r\nY: 1", "next": "/"})
    assert answer.status_code == 303
    assert "Set-Cookie" not in answer.headers


def test_choosing_asks_for_no_session(visitor: FlaskClient) -> None:
    answer = visitor.post("/language", data={"language": "ru", "next": "/"})
    assert "thiso=" not in answer.headers["Set-Cookie"]
