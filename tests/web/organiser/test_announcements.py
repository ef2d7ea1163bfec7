"""An organiser writes, publishes and withdraws announcements; everybody reads them."""

from __future__ import annotations

from typing import Any

from flask.testing import FlaskClient

from app.services import announcements
from tests.factories_contests import a_contest
from tests.reading_sheets import cells

PATH = "/organiser/announcements"


def write(organiser: Any, publish: bool = True, **given: str) -> None:
    form = organiser.form(f"{PATH}/new", "title")
    for name, value in {"title": "Gia hạn đợt 1", "text": "Đến hết **thứ sáu**.", **given}.items():
        form[name] = value
    if publish:
        form["publish"] = "1"
    assert organiser.send(f"{PATH}/new", form).status_code == 303


def test_an_announcement_is_seen_at_home_and_gone_when_withdrawn(
    organiser: Any, client: FlaskClient
) -> None:
    write(organiser)
    assert "Gia hạn đợt 1" in client.get("/").text
    one = announcements.list_announcements()[0]
    page = client.get(f"/announcements/{one.id}").text
    assert "<strong>thứ sáu</strong>" in page
    assert organiser.send(f"{PATH}/{one.id}/withdraw").status_code == 303
    assert "Gia hạn đợt 1" not in client.get("/").text
    assert client.get(f"/announcements/{one.id}").status_code == 404
    assert organiser.send(f"{PATH}/{one.id}/publish").status_code == 303
    assert "Gia hạn đợt 1" in client.get("/announcements").text
    assert organiser.send(f"{PATH}/{one.id}/delete").status_code == 303
    assert "Chưa có thông báo nào" in organiser.see(PATH)


def test_one_about_a_contest_stands_on_its_page_and_not_on_another(
    organiser: Any, client: FlaskClient
) -> None:
    a_contest("mot")
    a_contest("hai")
    write(organiser, contest="mot")
    assert "Gia hạn đợt 1" in client.get("/contests/mot").text
    assert "Gia hạn đợt 1" not in client.get("/contests/hai").text


def test_a_draft_is_kept_changed_and_shown_to_nobody(organiser: Any, client: FlaskClient) -> None:
    write(organiser, publish=False)
    assert "Gia hạn đợt 1" not in client.get("/announcements").text
    one = announcements.list_announcements()[0]
    form = organiser.form(f"{PATH}/{one.id}", "title")
    assert form["text"] == "Đến hết **thứ sáu**."
    form["title"] = "Tên khác"
    form["until"] = "2026-11-20T10:00"
    form["published_at"] = "2026-11-21T10:00"
    page = organiser.send(f"{PATH}/{one.id}", form)
    assert page.status_code == 400
    assert "Giờ hết phải sau giờ bắt đầu." in page.text
    form["until"] = "2026-12-20T10:00"
    assert organiser.send(f"{PATH}/{one.id}", form).status_code == 303
    assert "Tên khác" in client.get("/announcements").text


def test_links_lead_to_safe_addresses_and_markup_stays_text(
    organiser: Any, client: FlaskClient
) -> None:
    write(
        organiser,
        text="[a](https://a.vn/b?c=1&d=2) [b](javascript:alert(1)) [c](http://c.vn) <b>d</b>",
    )
    page = client.get("/announcements").text
    assert 'href="https://a.vn/b?c=1&amp;d=2"' in page
    assert 'rel="noopener noreferrer nofollow"' in page
    assert "javascript:" not in page.replace("(javascript:alert(1))", "")
    assert 'href="http://c.vn"' not in page
    assert "&lt;b&gt;" in page


def test_the_list_comes_as_a_workbook(organiser: Any) -> None:
    write(organiser, title="=1+1")
    answer = organiser.client.get(f"{PATH}.xlsx")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    rows = cells(answer.data)
    assert rows[1][0] == "=1+1"
    assert rows[1][3] == "đang hiện"
