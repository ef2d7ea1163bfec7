from __future__ import annotations

import re

import pytest
from flask import Flask

from app.services import banks, contests
from tests.conftest import NOW
from tests.web.organiser.conftest import Browser

PAGES = ["", "banks", "banks/upload", "banks/x", "contests/new", "contests/x", "contests/x/edit"]
PAGES += ["contests/x/copy", "contests/x/preview"]
ACTS = [
    "banks/upload",
    "contests/new",
    "contests/x/edit",
    "contests/x/copy",
    "contests/new/rules",
    "contests/x/publish",
    "contests/x/finalise",
    "contests/x/rounds/1/settle",
]


@pytest.mark.parametrize("path", PAGES)
def test_a_participant_sees_none_of_the_organisers_pages(participant: Browser, path: str) -> None:
    page = participant.see(f"/organiser/{path}", status=403)
    assert "Tài khoản của bạn không có quyền làm việc này." in page


@pytest.mark.parametrize("path", ACTS)
def test_a_participant_can_do_none_of_the_organisers_acts(
    app: Flask, participant: Browser, path: str
) -> None:
    page = participant.see("/organiser/", status=403)
    token = re.search(r'name="csrf-token" content="([^"]+)"', page)
    assert token is not None
    answer = participant.client.post(f"/organiser/{path}", data={"csrf_token": token[1]})
    assert answer.status_code == 403


@pytest.mark.parametrize("path", PAGES)
def test_who_is_not_signed_in_is_led_to_sign_in_and_back(app: Flask, path: str) -> None:
    answer = app.test_client().get(f"/organiser/{path}")
    assert answer.status_code == 303
    assert answer.location.startswith("/sign-in?next=/organiser/")


@pytest.mark.parametrize("path", ACTS)
def test_without_its_token_no_form_is_taken(organiser: Browser, bank: str, path: str) -> None:
    form = organiser.form("/organiser/contests/new", "title")
    form["title"] = "Thử"
    del form["csrf_token"]
    answer = organiser.client.post(f"/organiser/{path}", data=form)
    assert answer.status_code == 400
    assert "Trang này mở đã lâu" in answer.text
    assert contests.list_contests(now=NOW, drafts=True) == []
    assert len(banks.list_banks()) == 1


def test_an_empty_desk_says_what_to_begin_with(organiser: Browser) -> None:
    page = organiser.see("/organiser/")
    assert "Chưa có cuộc thi nào" in page
    assert "Chưa có ngân hàng câu hỏi" in page


@pytest.mark.parametrize("path", ["", "banks", "banks/upload", "contests/new"])
def test_no_page_holds_script_or_style_of_its_own(organiser: Browser, bank: str, path: str) -> None:
    page = organiser.see(f"/organiser/{path}")
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*\ssrc=)", page)
