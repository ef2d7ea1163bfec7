"""The organiser's certificates: a template with a picture, giving out, printing, taking back."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any

import openpyxl
import pytest

from app.domain.certificates import Awards
from app.services import audit, boards, certificate_templates, certificates, contests
from app.services.certificate_templates import Template
from app.services.transactions import end_reading
from app.tasks.worker import work_once
from tests.factories import a_person
from tests.factories_contests import DAY, a_contest, a_finished_attempt

PATH = "/organiser/contests/cuoc-thi/certificates"
TEMPLATE = f"{PATH}/template"
PICTURE = f"{PATH}/preview.png"


@pytest.fixture
def over(organiser: Any, clock: Any) -> Any:
    """A contest that is final, with two results; the clock stands after its end."""
    began = clock.now
    a_contest()
    for name, right in (("=Ma Thị Sim", 3), ("Lê Văn Bình", 0)):
        a_finished_attempt(a_person(full_name=name), right=right, at=began)
    clock.now = began + 2 * DAY
    boards.refresh(clock.now)
    contests.finalise("cuoc-thi", account_id=None, now=clock.now)
    clock.now += DAY
    return organiser


def give_out(organiser: Any, now: Any) -> None:
    certificate_templates.save_settings(
        "cuoc-thi", template=Template(), awards=Awards(), account_id=None, now=now
    )
    answer = organiser.send(f"{PATH}/issue")
    assert answer.status_code == 303
    assert "/organiser/jobs/" in answer.location
    assert work_once("worker")
    end_reading()


def write(form: Any, values: dict[str, str]) -> None:
    """Write values into a form over those that it has."""
    for name, value in values.items():
        form[name] = value


def test_the_form_comes_filled_in_and_is_kept(over: Any) -> None:
    form = over.form(TEMPLATE, "title")
    assert form["title"] == "GIẤY CHỨNG NHẬN"
    write(form, {"title": "GIẤY KHEN", "share": "60", "frame": "classic"})
    write(form, {"prizes-0-text": "Giải Nhất", "prizes-0-first": "1"})
    answer = over.send(TEMPLATE, form)
    assert (answer.status_code, answer.location) == (303, PATH)
    kept = certificate_templates.find_settings(contests.get_contest("cuoc-thi").id)
    assert (kept.template.title, kept.template.frame, kept.awards.share) == (
        "GIẤY KHEN",
        "classic",
        60,
    )
    assert [(one.text, one.first, one.last) for one in kept.awards.prizes] == [("Giải Nhất", 1, 1)]
    again = over.form(TEMPLATE, "title")
    assert (again["prizes-0-text"], again["prizes-0-last"]) == ("Giải Nhất", "1")


def test_faults_come_back_beside_their_fields_and_nothing_is_lost(over: Any) -> None:
    form = over.form(TEMPLATE, "title")
    write(form, {"body": "{ten}", "prizes-1-text": "Giải Nhì", "prizes-1-first": "3"})
    write(form, {"prizes-1-last": "2", "signer_name": "Lê Văn Tám"})
    answer = over.send(TEMPLATE, form)
    assert answer.status_code == 400
    assert "Không có từ khoá {ten}." in answer.text
    assert "Hạng cuối không được đứng trước hạng đầu." in answer.text
    assert 'value="Lê Văn Tám"' in answer.text
    assert 'href="#prizes-1-last"' in answer.text
    assert certificate_templates.find_settings(contests.get_contest("cuoc-thi").id).saved_at is None


def test_the_picture_follows_what_is_written_with_and_without_a_script(over: Any) -> None:
    kept = over.client.get(PICTURE)
    assert kept.data.startswith(b"\x89PNG")
    assert kept.headers["Cache-Control"] == "private, no-store"
    form = over.form(TEMPLATE, "title")
    form["title"] = "GIẤY KHEN"
    drawn = over.send(PICTURE, form)
    assert drawn.data.startswith(b"\x89PNG")
    assert drawn.data != kept.data
    form["act"] = "preview"
    page = over.send(TEMPLATE, form)
    assert 'src="data:image/png;base64,' in page.text
    assert certificate_templates.find_settings(contests.get_contest("cuoc-thi").id).saved_at is None
    form["body"] = "{ten}"
    assert over.send(PICTURE, form).status_code == 400


def test_certificates_are_given_out_in_the_background_and_listed(over: Any, clock: Any) -> None:
    assert "Hãy lưu mẫu trước khi cấp." in over.see(PATH)
    assert over.send(f"{PATH}/issue").status_code == 409
    give_out(over, clock.now)
    page = over.see(PATH)
    assert "=Ma Thị Sim" in page
    assert "Lê Văn Bình" in page
    assert "Lê Văn Bình" not in over.see(f"{PATH}?q=ma+thi")
    assert "Không tìm thấy giấy nào" in over.see(f"{PATH}?q=zzzz")
    assert audit.find_broken_link() is None


@pytest.mark.parametrize(("form", "kind"), [("pdf", ""), ("zip", "achievement"), ("x", "y")])
def test_a_file_is_made_in_the_background(over: Any, clock: Any, form: str, kind: str) -> None:
    give_out(over, clock.now)
    values = over.form(PATH, "kind")
    write(values, {"form": form, "kind": kind})
    answer = over.send(f"{PATH}/print", values)
    assert work_once("worker")
    file = over.client.get(f"{answer.location}/file")
    assert file.status_code == 200
    if form == "zip":
        with zipfile.ZipFile(io.BytesIO(file.data)) as archive:
            (name,) = archive.namelist()
            assert re.fullmatch(r"0001-ma-thi-sim-\w{5}-\w{5}\.pdf", name)
    else:
        assert file.data.startswith(b"%PDF-")


def test_one_is_withdrawn_with_a_reason_and_restored(over: Any, clock: Any) -> None:
    give_out(over, clock.now)
    (one, _), _total = certificates.list_certificates("cuoc-thi")
    values = over.form(PATH, "reason")
    values["reason"] = " "
    over.send(f"{PATH}/{one.code}/withdraw", values)
    assert "Chưa thu hồi." in over.see(PATH)
    values["reason"] = "Thi hộ người khác"
    over.send(f"{PATH}/{one.code}/withdraw", values)
    page = over.see(PATH)
    assert "Đã thu hồi giấy chứng nhận" in page
    assert "Thi hộ người khác" in page
    over.send(f"{PATH}/{one.code}/restore")
    assert "Thi hộ người khác" not in over.see(PATH)
    assert over.send(f"{PATH}/AAAAA-AAAAA/withdraw", values).status_code == 404


def test_the_excel_list_has_every_certificate_and_no_formula(over: Any, clock: Any) -> None:
    give_out(over, clock.now)
    answer = over.client.get(f"{PATH}.xlsx")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    sheet = openpyxl.load_workbook(io.BytesIO(answer.data)).active
    cells = [cell for row in sheet.iter_rows() for cell in row]
    assert {"Lê Văn Bình", "=Ma Thị Sim"} <= {cell.value for cell in cells}
    assert all(cell.data_type != "f" for cell in cells)


@pytest.mark.parametrize("path", [PATH, TEMPLATE, PICTURE, f"{PATH}.xlsx"])
def test_participants_do_not_come_in(participant: Any, path: str) -> None:
    a_contest()
    assert participant.client.get(path).status_code == 403


def test_a_contest_that_there_is_not_is_not_found(organiser: Any) -> None:
    for path in ("", "/template", "/preview.png", ".xlsx"):
        organiser.see(f"/organiser/contests/khong-co/certificates{path}", 404)
