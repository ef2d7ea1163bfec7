"""A played contest of two rounds, and report files read as their readers see them."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from typing import Any

import openpyxl
from docx import Document as open_docx
from docx.oxml.ns import qn

from app.services import banks, boards
from app.services.contests import ContestView
from tests.conftest import NOW
from tests.factories import DONG_VAN, MINH_XUAN, a_person, an_organisation, some_communes
from tests.factories_contests import DAY, HOUR, a_bank, a_contest, a_finished_attempt, a_round

SLUG = "cuoc-thi"
HOSTILE = ("=1+1", "@SUM(A1)", "+cmd|' /C calc'!A0", "#let x = 1", "<b>&amp;</b>")
Rows = list[list[Any]]


def a_played_contest(**settings: Any) -> ContestView:
    """Two rounds; a tree of two organisations; five people of two groups, six attempts."""
    some_communes()
    if not banks.list_banks():
        a_bank()
    an_organisation("tinh-doan", "Tỉnh đoàn", headcount=10)
    an_organisation("huyen-doan", "Huyện đoàn", parent="tinh-doan", headcount=4)
    an_organisation("hoi-nong-dan", "Hội Nông dân", headcount=None)
    contest = a_contest(
        attempts_allowed=None,
        min_unit_size=2,
        rounds=[
            a_round(opens_at=NOW - 3 * DAY, closes_at=NOW - DAY, title="Tuần một"),
            a_round(opens_at=NOW - HOUR, closes_at=NOW + DAY, title="Tuần hai"),
        ],
        now=NOW - 5 * DAY,
        **settings,
    )
    hanh = a_person(full_name="Nguyễn Thị Hạnh", organisation="huyen-doan", commune=MINH_XUAN)
    dung = a_person(full_name="Đỗ Văn Dũng", organisation="tinh-doan", commune=MINH_XUAN)
    lan = a_person(full_name="Vàng Thị Lan", organisation="huyen-doan", commune=DONG_VAN)
    others = [
        a_person(full_name=name, group="student", commune=DONG_VAN)
        for name in ("Lý A Páo", "Sùng Mí Và")
    ]
    first = NOW - 2 * DAY
    a_finished_attempt(hanh, right=1, at=first, seconds=50)
    a_finished_attempt(hanh, right=3, at=first + HOUR, seconds=70)
    a_finished_attempt(dung, right=2, at=first + DAY / 2, seconds=61.25)
    a_finished_attempt(lan, right=2, at=NOW, seconds=40)
    for number, who in enumerate(others):
        a_finished_attempt(who, right=3 - number, at=NOW + timedelta(minutes=number), seconds=90)
    boards.refresh(NOW)
    return contest


def sheets_of(data: bytes) -> dict[str, Rows]:
    """The sheets of a workbook by title, as rows of values."""
    book = openpyxl.load_workbook(BytesIO(data))
    return {
        sheet.title: [[cell.value for cell in row] for row in sheet.iter_rows()]
        for sheet in book.worksheets
    }


def table_in(rows: Rows, heading: str) -> list[dict[str, Any]]:
    """The table of a sheet whose first heading this is, as rows by heading."""
    start = next(place for place, row in enumerate(rows) if row[0] == heading)
    names = [name for name in rows[start] if name]
    return [dict(zip(names, row, strict=False)) for row in rows[start + 1 :]]


def paragraphs_of(data: bytes) -> list[str]:
    """Every paragraph of a Word file in order, those in tables too."""
    body = open_docx(BytesIO(data)).element.body
    return [
        "".join(text.text or "" for text in one.iter(qn("w:t"))) for one in body.iter(qn("w:p"))
    ]


def tables_of(data: bytes) -> list[list[list[str]]]:
    """The tables of a Word file as rows of texts."""
    found = open_docx(BytesIO(data)).tables
    return [[[cell.text for cell in row.cells] for row in table.rows] for table in found]
