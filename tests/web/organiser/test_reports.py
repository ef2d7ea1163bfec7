"""The report page: files to download, and a heading that is remembered."""

from __future__ import annotations

import pytest
from flask import Flask

from app.services import jobs, report_files, settings
from app.services.settings import LONGEST, ReportHeading
from app.storage import audit
from app.tasks import worker
from tests.factories_contests import a_draft
from tests.reporting import SLUG, a_played_contest, paragraphs_of, sheets_of
from tests.web.organiser.conftest import Browser

PAGE = f"/organiser/contests/{SLUG}/reports"
FILE, HEADING = f"{PAGE}/file", f"{PAGE}/heading"


@pytest.mark.parametrize("format_", report_files.FORMATS)
def test_a_report_is_handed_out_and_noted(organiser: Browser, format_: str) -> None:
    a_played_contest()
    values = organiser.form(PAGE, "format")
    values["format"] = format_
    answer = organiser.send(FILE, values)
    assert (answer.status_code, answer.mimetype) == (200, report_files.MEDIA_TYPES[format_])
    assert f"bao-cao-{SLUG}-20261124-0900.{format_}" in answer.headers["Content-Disposition"]
    last = list(audit.list_entries())[-1]
    assert (last.act, last.account_id) == ("report.create", organiser.who.account_id)


def test_one_round_and_short_lists_can_be_asked_for(organiser: Browser) -> None:
    a_played_contest()
    values = organiser.form(PAGE, "format")
    assert values["round"] == "all"
    values["format"], values["round"], values["listed"] = "xlsx", "2", "1"
    sheets = sheets_of(organiser.send(FILE, values).data)
    assert [row[0] for row in sheets["Giải cá nhân"]][-2:] == ["Hạng", 1]


@pytest.mark.parametrize(
    ("name", "value"), [("format", "doc"), ("round", "9"), ("listed", "0"), ("listed", "x")]
)
def test_a_wrong_choice_is_said_beside_its_field(organiser: Browser, name: str, value: str) -> None:
    a_played_contest()
    values = organiser.form(PAGE, "format")
    values[name] = value
    answer = organiser.send(FILE, values)
    assert answer.status_code == 400
    assert f'id="{name}-error"' in answer.text
    assert "report.create" not in [one.act for one in audit.list_entries()]


def test_a_heading_is_remembered_for_every_report(organiser: Browser) -> None:
    a_played_contest()
    values = organiser.form(PAGE, "issuing_body")
    assert values["place"] == "Tuyên Quang"
    values["issuing_body"], values["recipients"] = "BAN TỔ CHỨC <X>", "Như trên;\r\n\r\nLưu: VT."
    assert organiser.send(HEADING, values).status_code == 303
    kept = settings.get(ReportHeading)
    assert (kept.issuing_body, kept.recipients) == ("BAN TỔ CHỨC <X>", ("Như trên;", "Lưu: VT."))
    page = organiser.see(PAGE)
    assert "BAN TỔ CHỨC &lt;X&gt;" in page
    assert "ngày 24 tháng 11 năm 2026" in page
    assert organiser.form(PAGE, "issuing_body")["issuing_body"] == "BAN TỔ CHỨC <X>"
    file = organiser.send(FILE, organiser.form(PAGE, "format"))
    assert "BAN TỔ CHỨC <X>" in paragraphs_of(file.data)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("issuing_body", ""),
        ("place", "x" * (LONGEST + 1)),
        ("recipients", "x" * (LONGEST + 1)),
    ],
)
def test_a_heading_that_cannot_be_kept_is_given_back(
    organiser: Browser, name: str, value: str
) -> None:
    a_draft()
    values = organiser.form(PAGE, "issuing_body")
    values[name], values["signer_name"] = value, "Trần Văn A"
    answer = organiser.send(HEADING, values)
    assert answer.status_code == 400
    assert f'id="{name}-error"' in answer.text
    assert "Trần Văn A" in answer.text
    assert settings.get(ReportHeading) == ReportHeading()


def test_the_page_says_what_a_draft_and_an_open_contest_mean_for_the_figures(
    organiser: Browser,
) -> None:
    a_draft("nhap")
    assert "bản nháp" in organiser.see(PAGE.replace(SLUG, "nhap"))
    a_played_contest()
    assert "Kết quả chưa chốt" in organiser.see(PAGE)
    organiser.see(PAGE.replace(SLUG, "khong-co"), 404)


def test_a_large_contest_gets_its_report_from_the_background(
    app: Flask, organiser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_played_contest()
    monkeypatch.setattr(report_files, "IN_BACKGROUND", 6)
    values = organiser.form(PAGE, "format")
    values["format"] = "xlsx"
    answer = organiser.send(FILE, values)
    assert answer.status_code == 303
    assert worker.work_once("test")
    (job,) = jobs.list_for(organiser.who.account_id)
    assert (job.kind, job.ended_well, job.percent) == ("report.create", True, 100)
    data = jobs.get_output(job.token, organiser.who.account_id)
    assert "Giải cá nhân" in sheets_of(data)
    assert "report.create" in [one.act for one in audit.list_entries()]


def test_participants_cannot_see_reports(participant: Browser) -> None:
    a_draft()
    participant.see(PAGE, 403)
