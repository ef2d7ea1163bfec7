"""Report files hold what the boards say, and every making of one is in the audit."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime

import pytest
from flask import Flask

from app.domain.errors import InvalidRequest, NotFound
from app.services import audit, boards, report_files, settings
from app.services.settings import ReportHeading
from app.storage import audit as audit_rows
from tests.factories import an_organisation, an_organiser
from tests.factories_contests import a_draft
from tests.reporting import (
    SLUG,
    a_played_contest,
    paragraphs_of,
    sheets_of,
    table_in,
    tables_of,
)


def test_the_workbook_says_what_the_boards_say(app: Flask, now: datetime) -> None:
    a_played_contest()
    an_organisation("gia", "=HYPERLINK(1)", headcount=3)
    sheets = sheets_of(report_files.create(SLUG, "xlsx", account_id=None, now=now).data)
    for number, prefix in ((None, ""), (1, "Đ1 "), (2, "Đ2 ")):
        board = boards.unit_board(SLUG, "organisation", round_number=number, limit=100)
        found = table_in(sheets[f"{prefix}Đơn vị"], "Hạng")
        assert [
            (one["Hạng"], one["Đơn vị"], one["Tổng số người"], one["Số người dự thi"],
             one["Số lượt thi"]) for one in found if one["Đơn vị"] != "=HYPERLINK(1)"
        ] == [
            (row.rank, row.unit.name, row.unit.headcount, row.participants, row.entries)
            for row in board.rows
        ]  # fmt: skip
        people = boards.individual_board(SLUG, round_number=number).rows
        prizes = table_in(sheets[f"{prefix}Giải cá nhân"], "Hạng")
        assert [(one["Hạng"], one["Điểm"], one["Xã, phường"]) for one in prizes] == [
            (row.rank, row.mills / 1000, row.commune_name) for row in people
        ]
    assert "=HYPERLINK(1)" in [row[1] for row in sheets["Đơn vị chưa có ai"]]


def test_the_paper_says_what_the_workbook_says(app: Flask, now: datetime) -> None:
    a_played_contest()
    kept = settings.put(
        ReportHeading(issuing_body="BAN TỔ CHỨC", signer_name="Trần Văn A"),
        account_id=None,
        now=now,
    )
    data = report_files.create(SLUG, "docx", account_id=None, now=now).data
    lines = paragraphs_of(data)
    for wanted in (kept.issuing_body, kept.signer_name, "BÁO CÁO", "Kết quả cuộc thi “Cuộc thi”"):
        assert wanted in lines
    assert "Tuyên Quang, ngày 24 tháng 11 năm 2026" in lines
    communes = next(rows for rows in tables_of(data) if rows[0][1:2] == ["Xã, phường"])
    board = boards.unit_board(SLUG, "commune", limit=100)
    assert [(row[1], row[3], row[5]) for row in communes[1:]] == [
        (row.unit.name, str(row.participants), str(row.entries)) for row in board.rows
    ]
    assert not any("Nguyễn T. H." in line for line in lines)
    assert any("Nguyễn Thị Hạnh" in line for line in lines)


def test_one_round_alone_can_be_reported_on(app: Flask, now: datetime) -> None:
    a_played_contest()
    made = report_files.create(SLUG, "pdf", account_id=None, now=now, round_number=2)
    assert [one.round for one in made.report.sections] == [2]
    assert made.name == "bao-cao-cuoc-thi-dot-2-20261124-0900.pdf"
    assert made.data.startswith(b"%PDF-")


def test_the_audit_knows_every_file_by_its_digest(app: Flask, now: datetime) -> None:
    a_played_contest()
    account_id = an_organiser().account_id
    before = list(audit_rows.list_entries())[-1]
    made = report_files.create(SLUG, "xlsx", account_id=account_id, now=now, listed=3)
    entry = list(audit_rows.list_entries())[-1]
    assert (entry.act, entry.subject, entry.account_id) == (
        "report.create",
        f"contest/{SLUG}",
        account_id,
    )
    assert json.loads(entry.detail) == {
        "format": "xlsx",
        "round": None,
        "listed": 3,
        "sha256": hashlib.sha256(made.data).hexdigest(),
        "after": before.digest,
    }
    assert made.report.audit_digest == before.digest
    assert audit.find_broken_link() is None


def test_a_draft_has_an_empty_report(app: Flask, now: datetime) -> None:
    a_draft()
    for format_ in report_files.FORMATS:
        assert report_files.create(SLUG, format_, account_id=None, now=now).data


def test_what_cannot_be_made_leaves_nothing_in_the_audit(app: Flask, now: datetime) -> None:
    a_draft()
    entries = len(list(audit_rows.list_entries()))
    with pytest.raises(InvalidRequest):
        report_files.create(SLUG, "doc", account_id=None, now=now)
    with pytest.raises(NotFound):
        report_files.create("khong-co", "pdf", account_id=None, now=now)
    assert len(list(audit_rows.list_entries())) == entries
