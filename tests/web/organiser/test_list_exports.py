"""Every list of the back office comes as a workbook."""

from __future__ import annotations

from typing import Any

import pytest

from app.services import halls, roles
from tests.conftest import NOW
from tests.factories_contests import a_contest
from tests.reading_sheets import cells


def sheet(browser: Any, path: str) -> list[list[Any]]:
    answer = browser.client.get(f"/organiser/{path}.xlsx")
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert "no-store" in answer.headers["Cache-Control"]
    return cells(answer.data)


def test_banks(organiser: Any, bank: str) -> None:
    assert sheet(organiser, "banks")[1][1:3] == [bank, 1]
    assert "/organiser/banks.xlsx" in organiser.see("/organiser/banks")


def test_contests(organiser: Any) -> None:
    a_contest(title="=1+1")
    rows = sheet(organiser, "contests")
    assert rows[1][:3] == ["=1+1", "cuoc-thi", "Đang mở"]
    assert rows[1][6:] == [0, 0]
    assert "/organiser/contests.xlsx" in organiser.see("/organiser/")


def test_halls(organiser: Any) -> None:
    a_contest()
    hall = halls.open_hall(
        "cuoc-thi",
        title="Ngày hội",
        commune=None,
        organisation=None,
        account_id=None,
        now=NOW,
        below=lambda _: 3,
    )
    rows = sheet(organiser, "contests/cuoc-thi/halls")
    assert [rows[1][0], rows[1][1], rows[1][4]] == ["Ngày hội", hall.code, "đang mở"]
    assert "halls.xlsx" in organiser.see("/organiser/contests/cuoc-thi/halls")


@pytest.mark.parametrize("path", ["contests/cuoc-thi/adjustments", "answer-files"])
def test_an_empty_list_has_its_headings(organiser: Any, path: str) -> None:
    a_contest()
    assert len(sheet(organiser, path)) == 1


def test_the_audit_is_for_those_who_watch_over_contests(organiser: Any, participant: Any) -> None:
    assert participant.client.get("/organiser/audit.xlsx").status_code == 403
    roles.grant_role(account_id=organiser.who.account_id, role="administrator", by=None, now=NOW)
    rows = sheet(organiser, "audit")
    assert "còn nguyên vẹn" in rows[0][0]
    assert [row[3] for row in rows[2:]] == ["role.grant", "role.grant"]
    assert rows[2][0] == 2
