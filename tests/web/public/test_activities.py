"""A unit reports behind its secret link, without an account."""

from __future__ import annotations

import io
from datetime import datetime
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.services import activity_calls, activity_reports
from app.services.activity_calls import UnitFacts
from app.services.transactions import end_reading
from tests.activities import DAY, a_call, a_photo, a_report, a_unit
from tests.web.organiser.html_forms import form_in


@pytest.fixture
def unit(app: Flask, now: datetime) -> UnitFacts:
    return a_unit(a_call(now))


def send(
    visitor: FlaskClient, path: str, *, token: str | None = None, photos: Any = (), **given: str
) -> TestResponse:
    """Fill in and post the form of a page."""
    form = dict(form_in(visitor.get(path).text, having="title").lists())
    values: dict[str, Any] = {
        **form,
        "title": "Phát thanh",
        "held_on": "2026-11-20",
        "place": "Nhà văn hoá",
        "people": "120",
        "send": "1",
        **given,
    }
    if token is not None:
        values["csrf_token"] = token
    if photos:
        values["photos"] = [(io.BytesIO(data), f"{n}.jpg") for n, data in enumerate(photos)]
    answer = visitor.post(path, data=values)
    end_reading()
    return answer


def reports(unit: UnitFacts, now: datetime) -> list[activity_reports.ReportView]:
    return activity_reports.list_reports(unit_id=unit.id, now=now)


def test_a_unit_reports_with_photos_and_sees_what_it_sent(
    visitor: FlaskClient, unit: UnitFacts, now: datetime
) -> None:
    path = f"/activities/{unit.token}"
    page = visitor.get(path).text
    assert "Xã Đồng Văn" in page
    assert "Hạn gửi: 09:00, 01/12/2026" in page
    answer = send(visitor, path, photos=[a_photo(), a_photo((1, 2, 3))])
    assert (answer.status_code, answer.location) == (303, path)
    assert "Đã gửi báo cáo." in visitor.get(path).text
    view = reports(unit, now)[0]
    assert (view.facts.state, view.facts.people, len(view.photos)) == ("sent", 120, 2)
    photo = visitor.get(f"{path}/photos/{view.photos[0].id}")
    assert photo.mimetype in ("image/png", "image/jpeg")
    assert (
        f"{path}/photos/{view.photos[0].id}" in visitor.get(f"{path}/reports/{view.facts.id}").text
    )


def test_the_page_is_told_to_nobody_else(visitor: FlaskClient, unit: UnitFacts) -> None:
    answer = visitor.get(f"/activities/{unit.token}")
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert "no-store" in answer.headers["Cache-Control"]
    assert "noindex" in answer.headers["X-Robots-Tag"]


@pytest.mark.parametrize("path", ["", "/reports/1", "/photos/1"])
def test_a_link_that_is_not_or_no_more_leads_nowhere(
    visitor: FlaskClient, unit: UnitFacts, now: datetime, path: str
) -> None:
    assert visitor.get(f"/activities/no-such-token{path}").status_code == 404
    activity_calls.revoke_token(unit.id, account_id=None, now=now)
    assert visitor.get(f"/activities/{unit.token}{path}").status_code == 404


def test_a_forged_form_is_not_taken(visitor: FlaskClient, unit: UnitFacts, now: datetime) -> None:
    answer = send(visitor, f"/activities/{unit.token}", token="forged")
    assert answer.status_code == 400
    assert reports(unit, now) == []


def test_what_is_wrong_is_said_and_what_was_typed_stays(
    visitor: FlaskClient, unit: UnitFacts, now: datetime
) -> None:
    answer = send(
        visitor, f"/activities/{unit.token}", people="", title="Hội thi", photos=[b"<svg/>"]
    )
    assert answer.status_code == 400
    assert "Hãy điền vào ô này." in answer.text
    assert "Có ảnh không đọc được." in answer.text
    assert 'value="Hội thi"' in answer.text
    assert 'value="2026-11-20"' in answer.text
    assert reports(unit, now) == []


def test_four_photos_are_one_too_many(visitor: FlaskClient, unit: UnitFacts) -> None:
    answer = send(visitor, f"/activities/{unit.token}", photos=[a_photo()] * 4)
    assert "Mỗi báo cáo có nhiều nhất 3 ảnh." in answer.text


def test_a_draft_is_changed_sent_and_deleted(
    visitor: FlaskClient, unit: UnitFacts, now: datetime
) -> None:
    a_report(unit, now, send=False, photos=[a_photo()])
    view = reports(unit, now)[0]
    path = f"/activities/{unit.token}/reports/{view.facts.id}"
    send(visitor, path, people="9", remove=str(view.photos[0].id))
    view = reports(unit, now)[0]
    assert (view.facts.state, view.facts.people, view.photos) == ("sent", 9, ())
    form = form_in(visitor.get(path).text, having="csrf_token")
    visitor.post(f"{path}/delete", data={"csrf_token": form["csrf_token"]})
    end_reading()
    assert reports(unit, now) == []


def test_after_the_deadline_a_report_is_marked_late(
    visitor: FlaskClient, unit: UnitFacts, now: datetime
) -> None:
    activity_calls.edit_call(
        unit.call_id,
        title="Đợt 1",
        guidance="",
        deadline_at=now - DAY,
        communes=False,
        organisations=[],
        token=str,
        account_id=None,
        now=now,
    )
    path = f"/activities/{unit.token}"
    assert "Đã quá hạn." in visitor.get(path).text
    send(visitor, path)
    page = visitor.get(path).text
    assert "gửi muộn" in page
    assert "Xem lại" in page


def test_an_accepted_report_is_shown_without_a_form(
    visitor: FlaskClient, unit: UnitFacts, now: datetime
) -> None:
    one = a_report(unit, now, description="Dòng một\nDòng hai <b>")
    activity_reports.accept_report(one, note="Cảm ơn.", account_id=None, now=now)
    page = visitor.get(f"/activities/{unit.token}/reports/{one}").text
    assert "Cảm ơn." in page
    assert "Dòng hai &lt;b&gt;" in page
    assert '<form class="form card"' not in page
