"""An organiser puts links and files up; everybody reads and downloads them."""

from __future__ import annotations

import io
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict

from app.services import materials
from tests.factories_contests import a_contest
from tests.reading_sheets import cells

PATH = "/organiser/materials"
PDF = b"%PDF-1.7\nSo tay"
LINK = "https://vanban.chinhphu.vn"


def add(organiser: Any, file: tuple[bytes, str] | None = None, **given: str) -> Any:
    form = organiser.form(PATH, "topic")
    for name, value in {"topic": "Luật", "title": "Luật Căn cước", "link": LINK, **given}.items():
        form[name] = value
    return organiser.send(PATH, form, file)


def test_a_link_and_a_file_reach_everybody(organiser: Any, client: FlaskClient) -> None:
    assert "Chưa có tài liệu nào" in client.get("/materials").text
    assert add(organiser, (PDF, "Sổ tay.pdf")).status_code == 303
    page = client.get("/materials").text
    assert 'href="https://vanban.chinhphu.vn"' in page
    assert "Tải tệp PDF" in page
    one = materials.list_materials()[0][1][0]
    answer = client.get(f"/materials/{one.id}/file")
    assert answer.data == PDF
    assert answer.mimetype == "application/pdf"
    assert answer.headers["Content-Disposition"].startswith("attachment; ")
    assert "S%E1%BB%95%20tay.pdf" in answer.headers["Content-Disposition"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert client.get(f"/materials/{one.id + 1}/file").status_code == 404
    again = client.get(
        f"/materials/{one.id}/file", headers={"If-None-Match": answer.headers["ETag"]}
    )
    assert again.status_code == 304


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (b"<html><script>alert(1)</script></html>", "trang.pdf", "Chỉ nhận tệp PDF"),
        (b"", "rỗng.pdf", "Tệp này không có gì bên trong."),
    ],
)
def test_a_file_of_another_kind_is_refused_at_its_field(
    organiser: Any, data: bytes, name: str, words: str
) -> None:
    answer = add(organiser, (data, name))
    assert answer.status_code == 400
    assert words in answer.text
    assert 'value="Luật Căn cước"' in answer.text
    assert not materials.any_material()


def test_a_material_is_changed_moved_and_deleted(organiser: Any, client: FlaskClient) -> None:
    add(organiser)
    add(organiser, title="Luật Giao dịch điện tử")
    first, second = materials.list_materials()[0][1]
    organiser.send(f"{PATH}/{second.id}/move", MultiDict({"up": "1"}))
    assert [one.id for one in materials.list_materials()[0][1]] == [second.id, first.id]
    form = organiser.form(f"{PATH}/{first.id}", "topic")
    form["link"] = "vanban.chinhphu.vn"
    assert "https://" in organiser.send(f"{PATH}/{first.id}", form).text
    form["link"], form["summary"] = "https://dichvucong.gov.vn", "Đọc trước."
    assert organiser.send(f"{PATH}/{first.id}", form).status_code == 303
    assert "dichvucong.gov.vn" in client.get("/materials").text
    assert organiser.send(f"{PATH}/{first.id}/delete").status_code == 303
    assert organiser.see(f"{PATH}/{first.id}", 404)


def test_contests_lead_to_the_materials_once_there_are_any(
    organiser: Any, client: FlaskClient
) -> None:
    a_contest()
    assert "Đọc tài liệu trước khi thi" not in client.get("/contests/cuoc-thi").text
    add(organiser)
    assert "Đọc tài liệu trước khi thi" in client.get("/contests/cuoc-thi").text


def test_the_list_comes_as_a_workbook(organiser: Any) -> None:
    add(organiser, (PDF, "a.pdf"))
    rows = cells(organiser.client.get(f"{PATH}.xlsx").data)
    assert rows[1][:5] == ["Luật", "Luật Căn cước", "", LINK, "a.pdf"]


def test_a_request_beyond_all_limits_is_told_in_words(organiser: Any) -> None:
    form = organiser.form(PATH, "topic")
    data = dict(form.lists())
    data["file"] = (io.BytesIO(b"%PDF-" + bytes(21 * 1024 * 1024)), "a.pdf")  # type: ignore[assignment]
    answer = organiser.client.post(PATH, data=data)
    assert answer.status_code == 413
    assert "Tệp quá lớn" in answer.text
