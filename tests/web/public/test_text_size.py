"""The switch for larger text works on every page and leads nowhere else."""

from __future__ import annotations

from flask.testing import FlaskClient

LARGE = 'data-text="large"'


def test_larger_text_is_remembered_and_taken_back(client: FlaskClient) -> None:
    assert LARGE not in client.get("/help").text
    answer = client.post("/text-size", data={"size": "large", "next": "/help"})
    assert (answer.status_code, answer.location) == (303, "/help")
    page = client.get("/help").text
    assert LARGE in page
    assert 'aria-pressed="true">Chữ to' in page
    client.post("/text-size", data={"size": "usual", "next": "/help"})
    assert LARGE not in client.get("/help").text


def test_a_foreign_target_and_an_unknown_size_are_ignored(client: FlaskClient) -> None:
    answer = client.post("/text-size", data={"size": "huge", "next": "https://evil.example/"})
    assert answer.location == "/"
    assert "Set-Cookie" not in answer.headers
