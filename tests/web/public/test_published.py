"""Published boards: listed, shown again, as files; and boards without cookies."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.domain.publishing import Reason
from app.services import boards, published_files, publishing
from app.services.accounts import SignedIn
from app.tasks import publishing as publishing_task
from tests.factories import a_person, an_organisation
from tests.factories_contests import a_bank, a_contest, a_finished_attempt, a_round

As = Callable[[SignedIn], FlaskClient]
SLUG = "cuoc-thi"
PUBLISHED = f"/contests/{SLUG}/published"
MINUTE = timedelta(minutes=1)
SHARED = (
    f"/contests/{SLUG}/boards/individual",
    f"/contests/{SLUG}/boards/organisation",
    f"/contests/{SLUG}/boards/commune",
    f"/api/v1/contests/{SLUG}/boards/individual",
    f"/api/v1/contests/{SLUG}/boards/commune",
    PUBLISHED,
    f"{PUBLISHED}/1",
    f"{PUBLISHED}/1.json",
)


@pytest.fixture
def kept(app: Flask, now: datetime) -> SignedIn:
    """Somebody on the boards under number 1, and overtaken under number 2."""
    a_bank()
    an_organisation("a", "Sở A")
    a_contest(
        SLUG,
        rounds=[
            a_round(closes_at=now + 60 * MINUTE),
            a_round(opens_at=now + 60 * MINUTE, closes_at=now + 90 * MINUTE),
        ],
    )
    first = a_person(full_name="Lò Văn Sớm", organisation="a")
    for minutes, who, right in ((0, first, 1), (20, a_person(full_name="Hà Thị Muộn"), 3)):
        a_finished_attempt(who, SLUG, right=right, at=now)
        boards.refresh(now + minutes * MINUTE)
        publishing.publish_now(SLUG, Reason.CHANGE, now + minutes * MINUTE)
    return first


def names(page: str) -> list[str]:
    return re.findall(r'class="board-name">\s*<strong>(.*?)</strong>', page)


def test_numbered_boards_are_listed_newest_first(visitor: FlaskClient, kept: SignedIn) -> None:
    page = visitor.get(PUBLISHED).text
    assert re.findall(r">Bản số (\d)<", page) == ["2", "1"]
    assert "09:20:00, 24/11/2026" in page
    assert "Bảng có thay đổi" in page


def test_a_contest_without_numbered_boards_says_so(visitor: FlaskClient) -> None:
    a_contest(SLUG)
    assert "Chưa có bản lưu nào" in visitor.get(PUBLISHED).text


def test_an_old_board_is_shown_again(visitor: FlaskClient, kept: SignedIn) -> None:
    first, second = (visitor.get(f"{PUBLISHED}/{number}").text for number in (1, 2))
    assert names(first) == ["Lò V. S."]
    assert names(second) == ["Hà T. M.", "Lò V. S."]
    assert "Đây là bảng đã công bố lúc 09:00:00, 24/11/2026" in first
    assert names(visitor.get(f"{PUBLISHED}/1?kind=organisation").text) == ["Sở A"]
    assert names(visitor.get(f"{PUBLISHED}/1?round=2").text) == []


def test_the_text_can_be_taken_along_and_gives_the_digest(
    visitor: FlaskClient, kept: SignedIn
) -> None:
    text = visitor.get(f"{PUBLISHED}/1.json").data
    assert hashlib.sha256(text).hexdigest() in visitor.get(f"{PUBLISHED}/1").text


@pytest.mark.parametrize(
    "path",
    [
        "/contests/khac/published",
        "/contests/khac/published/1",
        f"{PUBLISHED}/3",
        f"{PUBLISHED}/3.json",
        f"{PUBLISHED}/99999999999999999999",
        f"{PUBLISHED}/99999999999999999999.json",
        f"{PUBLISHED}/1?kind=school",
        f"{PUBLISHED}/1?round=9",
        f"{PUBLISHED}/1?division=x",
    ],
)
def test_what_is_not_there_is_not_found(visitor: FlaskClient, kept: SignedIn, path: str) -> None:
    assert visitor.get(path).status_code == 404


@pytest.mark.parametrize("encoding", ["identity", "gzip", "br"])
@pytest.mark.parametrize("path", SHARED)
def test_without_a_session_boards_are_shared_and_not_sent_twice(
    visitor: FlaskClient, kept: SignedIn, path: str, encoding: str
) -> None:
    headers = {"Accept-Encoding": encoding}
    first = visitor.get(path, headers=headers)
    assert first.status_code == 200
    assert "Set-Cookie" not in first.headers
    assert first.cache_control.public
    assert int(first.cache_control.max_age or 0) > 0
    again = visitor.get(path, headers={**headers, "If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


@pytest.mark.parametrize("path", [one for one in SHARED if "/api/" in one or one.endswith(".json")])
def test_what_no_cookie_changes_does_not_vary_by_cookie(
    visitor: FlaskClient, kept: SignedIn, path: str
) -> None:
    assert "Cookie" not in visitor.get(path).headers.get("Vary", "")


def test_a_changed_board_has_another_tag(
    visitor: FlaskClient, kept: SignedIn, now: datetime
) -> None:
    for path in SHARED[:5]:
        before = visitor.get(path).headers["ETag"]
        a_finished_attempt(a_person(organisation="a"), SLUG, right=2)
        boards.refresh(now + 30 * MINUTE)
        assert visitor.get(path, headers={"If-None-Match": before}).status_code == 200


def test_pages_for_somebody_signed_in_are_not_shared(as_person: As, kept: SignedIn) -> None:
    page = as_person(kept).get(SHARED[0])
    assert page.cache_control.private
    assert not page.cache_control.public


def test_the_background_writes_pages_that_need_no_application(
    app: Flask, kept: SignedIn, now: datetime
) -> None:
    publishing_task.publish(now + 21 * MINUTE)
    page = (published_files.folder() / SLUG / "individual" / "latest.html").read_text()
    assert names(page) == ["Hà T. M.", "Lò V. S."]
    assert "bản lưu, đọc được khi máy chủ ứng dụng nghỉ" in page
    assert "Bản lưu đánh số mới nhất" in page
    assert "<script" not in page
    assert " style=" not in page
    own = re.findall(r'(?:href|src)="([^"]*)"', page)
    assert {one.split("/")[1] for one in own} == {"static", "contests"}
    data = (published_files.folder() / SLUG / "individual" / "latest.json").read_bytes()
    assert hashlib.sha256(data).hexdigest() in page
    second = (published_files.folder() / SLUG / "commune" / "round-2.html").read_text()
    assert f"/contests/{SLUG}/boards/individual?round=2" in second


def test_with_trusted_hosts_the_background_still_writes(
    app: Flask, kept: SignedIn, now: datetime
) -> None:
    app.config["TRUSTED_HOSTS"] = [".thi.example"]
    publishing_task.publish(now + 21 * MINUTE)
    assert (published_files.folder() / SLUG / "individual" / "latest.html").exists()
