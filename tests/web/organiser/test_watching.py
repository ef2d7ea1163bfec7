"""The watchers' page: figures, charts, map and tables, whole or only what renews itself."""

from __future__ import annotations

import io
import re
from datetime import timedelta
from typing import Any

import openpyxl
import pytest

from app.services import boards
from app.services.transactions import writing
from app.storage.tables import Commune
from tests.conftest import NOW
from tests.factories import DONG_VAN, MINH_XUAN, a_person, an_organisation
from tests.factories_contests import a_contest, a_draft, a_finished_attempt, a_started_attempt

PATH = "/organiser/contests/cuoc-thi/watch"


@pytest.fixture
def page(organiser: Any, clock: Any) -> Any:
    clock.now = NOW
    an_organisation()
    an_organisation("doan", "Tỉnh Đoàn", headcount=None)
    a_contest(attempts_allowed=None)
    for _ in range(2):
        who = a_person(commune=MINH_XUAN, organisation="so-khcn")
        a_finished_attempt(who, at=NOW - timedelta(minutes=3))
    a_started_attempt(a_person(commune=DONG_VAN), at=NOW - timedelta(minutes=1))
    boards.refresh(NOW)
    return organiser


def test_the_page_shows_figures_charts_map_and_tables(page: Any) -> None:
    shown = page.see(PATH)
    for words in ("người dự thi", "đang làm bài", "24 giờ qua", "Phổ điểm", "Sở Khoa học"):
        assert words in shown
    assert shown.count('role="img"') == 3
    assert 'title="Phường Minh Xuân: 2 người, 2 trên 1.000 dân"' in shown
    assert "1,7 %" in shown  # 2 of 120 people
    assert "Việc nền (đóng bài quá giờ, cập nhật bảng) chưa chạy lần nào." in shown


def test_of_a_contest_that_is_over_the_last_day_is_called_so(page: Any, clock: Any) -> None:
    clock.now = NOW + timedelta(days=30)
    shown = page.see(PATH)
    assert "24 giờ cuối của cuộc thi" in shown and "24 giờ qua" not in shown


def test_only_what_renews_itself_is_sent_when_asked_for(page: Any) -> None:
    whole, fragment = page.see(PATH), page.see(f"{PATH}?fragment=1")
    assert "<html" in whole and "<html" not in fragment
    parts = re.findall(r'id="(watch-[a-z-]+)"', fragment)
    assert parts == re.findall(r'id="(watch-[a-z-]+)"', whole)
    assert len(parts) == len(set(parts)) >= 9


def test_nothing_is_kept_by_caches_and_no_style_or_script_stands_in_the_page(page: Any) -> None:
    answer = page.client.get(PATH)
    assert answer.headers["Cache-Control"] == "no-store"
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*\ssrc=)", answer.text)


def test_tables_are_sorted_as_asked_and_links_keep_what_was_asked_before(page: Any) -> None:
    shown = page.see(f"{PATH}?commune_sort=name&organisation_all=1")
    table = shown[shown.index('id="units-commune"') : shown.index('id="absent-commune"')]
    names = re.findall(r'<th scope="row">([^<]+)</th>', table)
    assert names == ["Phường Minh Xuân", "Xã Đồng Văn", "Xã Sơn Dương"]
    assert 'aria-sort="ascending"' in table
    assert "?commune_sort=rate&amp;organisation_all=1#units-commune" in table


@pytest.mark.parametrize("sort", ["people", "rate", "headcount", "name", "rubbish", ""])
def test_whatever_an_address_asks_for_there_is_a_page(page: Any, sort: str) -> None:
    shown = page.see(f"{PATH}?commune_sort={sort}&organisation_sort={sort}&commune_all=x")
    assert "Phường Minh Xuân" in shown


def test_communes_without_headcount_are_compared_by_people(page: Any) -> None:
    with writing() as session:
        session.query(Commune).update({"headcount": None})
    a_finished_attempt(a_person(commune=MINH_XUAN), at=NOW)
    boards.refresh(NOW)
    shown = page.see(PATH)
    assert 'title="Phường Minh Xuân: 3 người"' in shown
    assert "3 nơi chưa khai tổng số người" in shown


def test_units_with_nobody_are_named(page: Any) -> None:
    shown = page.see(PATH)
    absent = shown[shown.index('id="absent-organisation"') :]
    assert "1 đơn vị chưa có ai dự thi" in absent
    assert "<li>Tỉnh Đoàn</li>" in absent


def test_a_draft_and_an_empty_contest_say_what_to_do(organiser: Any, clock: Any) -> None:
    clock.now = NOW
    a_draft("nhap")
    a_contest()
    assert "Cuộc thi còn là bản nháp" in organiser.see("/organiser/contests/nhap/watch")
    assert "Biểu đồ hiện ra khi có người vào thi." in organiser.see(PATH)
    organiser.see("/organiser/contests/khong-co/watch", status=404)


def test_others_may_not_watch(participant: Any, clock: Any) -> None:
    clock.now = NOW
    a_contest()
    for path in (PATH, f"{PATH}?fragment=1", f"{PATH}/participation.xlsx"):
        participant.see(path, status=403)


def test_the_workbook_has_every_unit_and_those_with_nobody(page: Any) -> None:
    answer = page.client.get(f"{PATH}/participation.xlsx")
    assert 'filename="tham-gia-cuoc-thi.xlsx"' in answer.headers["Content-Disposition"]
    book = openpyxl.load_workbook(io.BytesIO(answer.data))
    assert book.sheetnames == [
        "Xã, phường",
        "Đơn vị",
        "Xã, phường chưa có ai",
        "Đơn vị chưa có ai",
        "Theo ngày",
        "Theo giờ",
    ]
    units = list(book["Đơn vị"].iter_rows(values_only=True))
    assert ("so-khcn", "Sở Khoa học và Công nghệ", 2, 120, 1.67, 2) in units
    assert ("doan", "Tỉnh Đoàn", None) in list(
        book["Đơn vị chưa có ai"].iter_rows(values_only=True)
    )
    assert ("24/11/2026", 3, 2) in list(book["Theo ngày"].iter_rows(values_only=True))
