"""The lists of people, imported lists, images and jobs are taken along as workbooks."""

from __future__ import annotations

from io import BytesIO

import openpyxl
import pytest
from sqlalchemy import select

from app.services import jobs
from app.services.transactions import end_reading
from app.storage.db import db
from app.storage.tables import AuditEntry
from tests.conftest import NOW
from tests.factories import a_person, an_organiser
from tests.web.organiser.conftest import Browser


def cells(data: bytes) -> list[list[object]]:
    sheet = openpyxl.load_workbook(BytesIO(data)).worksheets[0]
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def test_people_are_exported_as_they_were_searched_with_masked_phones(
    organiser: Browser,
) -> None:
    a_person(full_name="Giàng Thị Mỷ", phone="+84987654321")
    a_person(full_name="=SUM(A1)")
    rows = cells(organiser.client.get("/organiser/people.xlsx?q=giang").data)
    assert [row[0] for row in rows[1:]] == ["Giàng Thị Mỷ"]
    assert "987654" not in str(rows)
    everybody = cells(organiser.client.get("/organiser/people.xlsx").data)
    assert "=SUM(A1)" in [row[0] for row in everybody]
    end_reading()
    acts = db.session.scalars(select(AuditEntry.act)).all()
    assert acts.count("people.export") == 2


@pytest.mark.parametrize(
    "path", ["people.xlsx", "people/rosters.xlsx", "banks/-/images.xlsx", "jobs.xlsx"]
)
def test_these_lists_are_for_organisers(
    organiser: Browser, participant: Browser, path: str
) -> None:
    assert participant.client.get(f"/organiser/{path}").status_code == 403
    assert organiser.client.get(f"/organiser/{path}").status_code == 200


def test_only_the_own_jobs_are_exported(organiser: Browser) -> None:
    for account, title in (
        (organiser.who.account_id, "của tôi"),
        (an_organiser().account_id, "của người khác"),
    ):
        jobs.add(kind="bank.read", account_id=account, params={"title": title}, data=None, now=NOW)
    rows = cells(organiser.client.get("/organiser/jobs.xlsx").data)
    assert [row[1] for row in rows[1:]] == ["của tôi"]
