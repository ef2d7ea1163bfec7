"""Pages that only say something, errors, and what holds for every page."""

from __future__ import annotations

import re
from collections.abc import Callable
from html.parser import HTMLParser

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.exc import OperationalError

from app.services.accounts import SignedIn
from tests.factories import a_person
from tests.factories_contests import a_contest
from tests.queries import counted_queries

As = Callable[[SignedIn], FlaskClient]
PAGES = (
    "/",
    "/help",
    "/privacy",
    "/receipts",
    "/receipts/7KQM-2F9D-X1RT",
    "/contests/cuoc-thi",
    "/contests/cuoc-thi/boards/individual",
    "/contests/cuoc-thi/boards/organisation",
    "/contests/cuoc-thi/boards/commune",
    "/nothing-here",
)


class Seen(HTMLParser):
    """What of a page the content security policy would refuse, and ids that repeat."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.refused: list[str] = []
        self.ids: list[str] = []
        self.labelled: set[str] = set()
        self.headings: list[int] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "style" or (tag == "script" and "src" not in given):
            self.refused.append(tag)
        self.refused += [name for name in given if name == "style" or name.startswith("on")]
        if given.get("id"):
            self.ids.append(str(given["id"]))
        if tag == "label" and given.get("for"):
            self.labelled.add(str(given["for"]))
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))
        for name in ("src", "href", "action"):
            value = given.get(name) or "/"
            if not value.startswith(("/", "#")):
                self.refused.append(f"{name}={value}")


@pytest.mark.parametrize("path", PAGES)
def test_no_page_has_inline_style_script_or_a_foreign_address(
    visitor: FlaskClient, path: str
) -> None:
    a_contest()
    assert Seen(visitor.get(path).text).refused == []


@pytest.mark.parametrize("path", PAGES)
def test_every_page_has_one_main_heading_and_skips_no_level(
    visitor: FlaskClient, path: str
) -> None:
    a_contest()
    seen = Seen(visitor.get(path).text)
    assert seen.headings.count(1) == 1
    assert seen.headings[0] == 1
    steps = zip(seen.headings, seen.headings[1:], strict=False)
    assert all(after - before <= 1 for before, after in steps)
    assert len(seen.ids) == len(set(seen.ids))


@pytest.mark.parametrize("path", PAGES)
def test_no_public_page_gives_a_stranger_a_session(visitor: FlaskClient, path: str) -> None:
    a_contest()
    page = visitor.get(path)
    assert "Set-Cookie" not in page.headers
    assert "csrf" not in page.text


@pytest.mark.parametrize("path", ["/help", "/privacy", "/receipts", "/nothing-here"])
def test_plain_pages_ask_nothing_of_the_database(visitor: FlaskClient, path: str) -> None:
    visitor.get(path)  # What the site is called is read once for all pages.
    with counted_queries() as sent:
        visitor.get(path)
    assert sent == []


def test_the_privacy_notice_names_the_law_and_the_rights(visitor: FlaskClient) -> None:
    page = visitor.get("/privacy").text
    for words in ("91/2025/QH15", "xoá tài khoản", "Tải về", "Rút lại sự đồng ý"):
        assert words in page


@pytest.mark.parametrize("language", ["en", "ru"])
def test_pages_render_in_every_language(visitor: FlaskClient, language: str) -> None:
    a_contest()
    visitor.set_cookie("language", language)
    for path in PAGES:
        page = visitor.get(path)
        assert page.status_code in (200, 404)
        assert f'<html lang="{language}">' in page.text


def test_an_unknown_address_is_told_in_words(visitor: FlaskClient) -> None:
    page = visitor.get("/nothing-here")
    assert page.status_code == 404
    assert "Không tìm thấy" in page.text
    assert "404 not_found" in page.text


def test_a_failure_page_stands_without_the_database(
    app: Flask, as_person: As, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = as_person(a_person())

    def broken(*_args: object, **_keywords: object) -> object:
        raise OperationalError("SELECT 1", {}, Exception("gone"))

    monkeypatch.setattr("app.services.contests.list_contests", broken)
    monkeypatch.setattr("app.services.accounts.find_signed_in", broken)
    app.config["PROPAGATE_EXCEPTIONS"] = False
    page = client.get("/")
    assert page.status_code == 503
    assert "Hệ thống tạm thời chưa ghi được" in page.text
    assert "gone" not in page.text
