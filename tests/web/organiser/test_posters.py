"""Posters in a browser: the code leads to the contest and brings the unit along."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from app.services import unit_merging
from app.web.organiser import posters
from tests.conftest import NOW
from tests.factories import MINH_XUAN, an_organisation, some_communes
from tests.factories_contests import a_contest, a_draft
from tests.formats.pdf_text import pages_of

PATH = "/organiser/contests/cuoc-thi/posters"


def words(page: str) -> str:
    return " ".join(page.split())


def test_one_poster_and_all_in_one_file(organiser: Any, clock: Any) -> None:
    clock.now = NOW
    a_contest(minutes=5)
    an_organisation("so-y-te", "Sở Y tế")
    page = organiser.see(PATH)
    assert f"{PATH}/commune/{MINH_XUAN}.pdf" in page
    assert "Tải cả 3 tờ trong một tệp PDF" in page
    single = organiser.client.get(f"{PATH}/organisation/so-y-te.pdf")
    assert single.mimetype == "application/pdf"
    text = words(*pages_of(single.data))
    for expected in (
        "Sở Y tế",
        "3 câu hỏi trong 5 phút",
        "localhost/contests/cuoc-thi",
        "TUYÊN QUANG",
    ):
        assert expected in text
    every = organiser.client.get(f"{PATH}/commune/all-1.pdf")
    assert len(pages_of(every.data)) == 3
    assert organiser.client.get(f"{PATH}/commune/all-2.pdf").status_code == 404
    assert organiser.client.get(f"{PATH}/commune/99999.pdf").status_code == 404
    assert "Sở Y tế" in organiser.see(f"{PATH}?kind=organisation&q=y te")


def test_the_code_says_the_address_that_the_site_is_reached_by(
    organiser: Any, clock: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock.now = NOW
    a_contest()
    drawn: list[Any] = []
    monkeypatch.setattr(posters.posters, "draw", lambda pages, lang: drawn.extend(pages) or b"")
    organiser.client.get(f"{PATH}/commune/{MINH_XUAN}.pdf")
    assert drawn[0].link == f"http://localhost/contests/cuoc-thi?commune={MINH_XUAN}"
    assert drawn[0].address == "localhost/contests/cuoc-thi"


def test_a_draft_has_no_posters_yet(organiser: Any, clock: Any) -> None:
    clock.now = NOW
    a_draft()
    assert "còn là bản nháp" in organiser.see(PATH)
    assert organiser.client.get(f"{PATH}/commune/{MINH_XUAN}.pdf").status_code == 404


def test_the_code_fills_in_the_unit_on_the_way_to_registering(app: Flask, clock: Any) -> None:
    clock.now = NOW
    a_contest()
    an_organisation("so-y-te", "Sở Y tế")
    client = app.test_client()
    page = client.get("/contests/cuoc-thi?organisation=so-y-te").text
    assert "Sở Y tế" in page
    assert "/register?next=/contests/cuoc-thi&amp;organisation=so-y-te" in page
    form = client.get("/register?organisation=so-y-te").text
    assert '<option selected value="so-y-te">' in form
    assert "Giấy mời của" not in client.get("/contests/cuoc-thi?organisation=x&commune=y").text


def test_a_poster_printed_before_a_merge_still_works(app: Flask, clock: Any) -> None:
    clock.now = NOW
    a_contest()
    an_organisation("cu", "Cũ")
    an_organisation("moi", "Mới")
    unit_merging.merge_organisation(
        "cu", into="moi", headcount="keep", reason="x", account_id=None, now=NOW
    )
    client = app.test_client()
    assert "<strong>Mới</strong>" in client.get("/contests/cuoc-thi?organisation=cu").text
    assert '<option selected value="moi">' in client.get("/register?organisation=cu").text


def test_an_invitation_lets_people_register_before_the_opening(app: Flask, clock: Any) -> None:
    clock.now = NOW - timedelta(days=1)
    a_contest()
    some_communes()
    client = app.test_client()
    page = client.get(f"/contests/cuoc-thi?commune={MINH_XUAN}").text
    assert "Đăng ký trước" in page
    assert "Đăng ký trước" not in client.get("/contests/cuoc-thi").text
