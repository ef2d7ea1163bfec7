"""An organiser asks units what they did, reminds, decides, and brings it all together."""

from __future__ import annotations

import io
import re
from typing import Any

import pytest
from docx import Document
from openpyxl import load_workbook
from werkzeug.datastructures import MultiDict

from app.services import activity_calls, activity_reports
from tests.activities import DAY, a_call, a_photo, a_report, a_unit
from tests.conftest import NOW
from tests.factories import an_organisation, some_communes
from tests.reading_sheets import cells

PATH = "/organiser/activities"


def test_a_call_is_made_and_each_unit_gets_a_link(organiser: Any) -> None:
    some_communes()
    an_organisation()
    assert "Chưa có đợt báo cáo nào" in organiser.see(PATH)
    form = organiser.form(f"{PATH}/new", "deadline_at")
    form["title"], form["deadline_at"] = "Ngày chuyển đổi số", "2026-11-30T17:00"
    form["communes"] = "y"
    form.add("organisations", "so-khcn")
    answer = organiser.send(f"{PATH}/new", form)
    assert answer.status_code == 303
    call = activity_calls.list_calls()[0]
    assert call.asked == 4
    page = organiser.see(answer.location)
    assert "Hệ thống không tự gửi được tin nhắn" in page
    assert "- Xã Đồng Văn" in page
    rows = cells(organiser.client.get(f"{PATH}/{call.id}/links.xlsx").data)
    links = [row[3] for row in rows[4:]]
    assert len(links) == 4
    assert all(re.fullmatch(r"http://localhost/activities/[\w-]{22}", link) for link in links)


def test_a_call_without_units_or_deadline_is_refused_at_its_fields(organiser: Any) -> None:
    form = organiser.form(f"{PATH}/new", "deadline_at")
    form["title"] = "Ngày chuyển đổi số"
    assert organiser.send(f"{PATH}/new", form).status_code == 400
    form["deadline_at"] = "2026-11-01T17:00"
    page = organiser.send(f"{PATH}/new", form).text
    assert "Hãy chọn ít nhất một đơn vị." in page
    assert "Hạn này đã qua" in page


def test_units_are_shown_by_what_is_to_be_done(organiser: Any) -> None:
    call_id = a_call(NOW)
    a_report(a_unit(call_id), NOW)
    everything = organiser.see(f"{PATH}/{call_id}")
    assert "chờ xem: 1" in everything
    assert "Xã Sơn Dương" in organiser.see(f"{PATH}/{call_id}?show=missing")
    waiting = organiser.see(f"{PATH}/{call_id}?show=waiting")
    assert "Xã Đồng Văn</a>" in waiting
    assert "Xã Sơn Dương</a>" not in waiting
    rows = cells(organiser.client.get(f"{PATH}/{call_id}/links.xlsx?show=missing").data)
    assert [row[0] for row in rows[4:]] == [
        "Phường Minh Xuân",
        "Xã Sơn Dương",
        "Sở Khoa học và Công nghệ",
    ]


def test_an_organiser_enters_returns_and_accepts(organiser: Any) -> None:
    unit = a_unit(a_call(NOW))
    address = f"{PATH}/units/{unit.id}"
    form = organiser.form(f"{address}/reports/new", "held_on")
    form["title"], form["held_on"], form["place"] = "Hội thi", "2026-11-20", "Nhà văn hoá"
    form["people"], form["send"] = "rất nhiều", "1"
    page = organiser.send(f"{address}/reports/new", form)
    assert page.status_code == 400
    assert "Hãy nhập một số nguyên" in page.text
    assert 'value="2026-11-20"' in page.text
    form["people"] = "1.250"
    assert organiser.send(f"{address}/reports/new", form).status_code == 303
    one = activity_reports.list_reports(unit_id=unit.id, now=NOW)[0].facts
    assert (one.people, one.state) == (1250, "sent")
    report = f"{PATH}/reports/{one.id}"
    refused = organiser.send(report, MultiDict({"note": "", "return": "1"}))
    assert refused.status_code == 400
    organiser.send(report, MultiDict({"note": "Ghi rõ thôn.", "return": "1"}))
    assert "cần sửa" in organiser.see(address)
    form = organiser.form(f"{report}/edit", "held_on")
    assert form["place"] == "Nhà văn hoá"
    form["place"], form["send"] = "Thôn Tân Lập", "1"
    assert organiser.send(f"{report}/edit", form).status_code == 303
    organiser.send(report, MultiDict({"note": "", "accept": "1"}))
    assert "đã nhận" in organiser.see(address)
    assert organiser.send(f"{report}/edit", form).status_code == 303
    assert activity_reports.get_report(one.id, now=NOW).facts.state == "accepted"


def test_a_link_is_revoked_and_a_unit_left_out(organiser: Any) -> None:
    call_id = a_call(NOW)
    unit = a_unit(call_id)
    address = f"{PATH}/units/{unit.id}"
    public = f"/activities/{unit.token}"
    assert organiser.client.get(public).status_code == 200
    organiser.send(f"{address}/link", MultiDict({"revoke": "1"}))
    assert organiser.client.get(public).status_code == 404
    assert "Đường dẫn đã thu hồi" in organiser.see(address)
    organiser.send(f"{address}/link", MultiDict({"renew": "1"}))
    assert organiser.client.get(f"/activities/{a_unit(call_id).token}").status_code == 200
    assert organiser.send(f"{address}/remove").location == f"{PATH}/{call_id}"
    assert organiser.see(address, 404)
    other = a_unit(call_id, "Xã Sơn Dương")
    a_report(other, NOW)
    organiser.send(f"{PATH}/units/{other.id}/remove")
    assert "Đơn vị đã có báo cáo nên không bỏ được." in organiser.see(PATH)


@pytest.fixture
def full_call(organiser: Any) -> int:
    call_id = a_call(NOW)
    a_report(a_unit(call_id), NOW, photos=[a_photo()], title="=SUM(A1)")
    a_report(a_unit(call_id, "Xã Sơn Dương"), NOW + 8 * DAY, people="7")
    return call_id


def test_everything_is_brought_together(organiser: Any, full_call: int) -> None:
    page = organiser.see(f"{PATH}/{full_call}/summary")
    assert "127" in page
    assert "Phường Minh Xuân, Sở Khoa học và Công nghệ" in page


def test_the_official_paper_comes_as_word_pdf_and_excel(organiser: Any, full_call: int) -> None:
    address = f"{PATH}/{full_call}/summary/file"
    word = Document(io.BytesIO(organiser.client.get(f"{address}.docx").data))
    text = "\n".join(paragraph.text for paragraph in word.paragraphs)
    assert "Có 4 đơn vị được yêu cầu báo cáo" in text
    assert "2 đơn vị đã báo cáo 2 hoạt động với 127 lượt người" in text
    heads = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    assert any("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in head for head in heads)
    assert organiser.client.get(f"{address}.pdf").data.startswith(b"%PDF-")
    book = load_workbook(io.BytesIO(organiser.client.get(f"{address}.xlsx").data))
    values = [cell.value for page in book for row in page.iter_rows() for cell in row]
    assert "=SUM(A1)" in values
    assert all(cell.data_type != "f" for page in book for row in page.iter_rows() for cell in row)
    assert organiser.client.get(f"{address}.exe").status_code == 404


def test_photos_are_shown_to_organisers_only(
    organiser: Any, participant: Any, full_call: int
) -> None:
    view = activity_reports.list_reports(unit_id=a_unit(full_call).id, now=NOW)[0]
    address = f"{PATH}/photos/{view.photos[0].id}"
    answer = organiser.client.get(address)
    assert answer.mimetype in ("image/jpeg", "image/png")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in answer.headers["Cache-Control"]
    assert participant.client.get(address).status_code == 403
    assert address in organiser.see(f"{PATH}/reports/{view.facts.id}")


def test_the_list_of_calls_comes_as_a_workbook(organiser: Any, full_call: int) -> None:
    rows = cells(organiser.client.get(f"{PATH}.xlsx").data)
    assert rows[1][0] == "Hưởng ứng Ngày Chuyển đổi số"
    assert rows[1][2:] == [4, 2, 2]
