"""The first page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from flask.testing import FlaskClient

from app.services import boards
from app.services.accounts import SignedIn
from tests.factories import a_person
from tests.factories_contests import DAY, a_contest, a_draft, a_finished_attempt, a_round
from tests.queries import counted_queries

As = Callable[[SignedIn], FlaskClient]


def test_without_contests_it_says_so(visitor: FlaskClient) -> None:
    page = visitor.get("/")
    assert page.status_code == 200
    assert "Chưa có cuộc thi nào" in page.text


def test_the_open_contest_stands_first_with_one_primary_action(visitor: FlaskClient) -> None:
    a_contest(title="Tìm hiểu chuyển đổi số")
    page = visitor.get("/").text
    assert "Tìm hiểu chuyển đổi số" in page
    assert page.count("button-primary") == 1
    assert 'href="/contests/cuoc-thi"' in page


def test_scheduled_and_finished_contests_are_listed_apart(
    visitor: FlaskClient, now: datetime
) -> None:
    a_contest("mai-sau", title="Cuộc thi mai sau")
    a_contest(
        "sap-toi",
        title="Cuộc thi sắp tới",
        rounds=[a_round(opens_at=now + DAY, closes_at=now + 2 * DAY)],
    )
    a_contest(
        "da-qua",
        title="Cuộc thi đã qua",
        now=now - 5 * DAY,
        rounds=[a_round(opens_at=now - 4 * DAY, closes_at=now - DAY)],
    )
    page = visitor.get("/").text
    assert page.index("mai sau") < page.index("Cuộc thi sắp tới") < page.index("Cuộc thi đã qua")
    assert "Mở lúc 09:00, 25/11/2026" in page
    assert "Đã đóng lúc 09:00, 23/11/2026" in page


def test_drafts_are_not_shown(visitor: FlaskClient) -> None:
    a_draft("nhap", title="Bản nháp bí mật")
    assert "Bản nháp bí mật" not in visitor.get("/").text


def test_the_leaders_are_shown_under_their_masked_names(
    visitor: FlaskClient, now: datetime
) -> None:
    a_contest()
    a_finished_attempt(a_person(full_name="Nguyễn Thị Minh Hạnh"))
    boards.refresh(now)
    page = visitor.get("/").text
    assert "Nguyễn T. M. H." in page
    assert "Minh Hạnh" not in page


def test_somebody_signed_in_is_greeted_and_not_asked_to_register(as_person: As) -> None:
    page = as_person(a_person(full_name="Nguyễn Thị Thu Hà")).get("/").text
    assert "Thu Hà" in page
    assert 'href="/register"' not in page


def test_markup_in_texts_and_names_stays_text(as_person: As) -> None:
    a_contest(title="<script>alert(1)</script>", summary="<img src=x onerror=alert(1)>")
    page = as_person(a_person(full_name="Bùi <script>alert(2)</script>")).get("/").text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<script>" not in page
    assert "<img src=x" not in page


def test_how_many_contests_there_are_costs_no_further_queries(
    visitor: FlaskClient, now: datetime
) -> None:
    a_contest("mot")
    with counted_queries() as few:
        visitor.get("/")
    for number in range(6):
        a_contest(f"them-{number}", rounds=[a_round(opens_at=now + DAY, closes_at=now + 2 * DAY)])
    with counted_queries() as many:
        visitor.get("/")
    assert len(many) <= len(few)
