"""The organiser's pages for outages, extra time and reopenings."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict

from app.services import closing, contests
from app.services.accounts import SignedIn
from app.services.contests import ContestView
from app.storage.audit import list_entries
from tests.factories import a_person
from tests.factories_contests import a_contest, a_finished_attempt, a_started_attempt
from tests.lengthening import SLUG, at, facts_of
from tests.web.organiser.conftest import Browser, Clock
from tests.web.organiser.html_forms import form_in

PAGE = f"/organiser/contests/{SLUG}/adjustments"
OUTAGE = f"{PAGE}/outage"
CONTEST = f"/organiser/contests/{SLUG}"


@pytest.fixture
def contest(organiser: Browser, clock: Clock) -> ContestView:
    """Ten minutes an attempt, open since before nine; it is 9:10 now."""
    made = a_contest(minutes=10)
    clock.now = at(10)
    return made


@pytest.fixture
def hanh(contest: ContestView) -> SignedIn:
    return a_person(phone="0912345671", full_name="Nông Thị Hạnh")


def outage_form(start: str = "09:02", end: str = "09:09", **more: str) -> MultiDict[str, str]:
    day = "2026-11-24T"
    values = {"from_at": day + start, "until_at": day + end, "reason": "Mất điện", **more}
    return MultiDict(values)


def words(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def test_the_contest_s_page_leads_here(organiser: Browser, contest: ContestView) -> None:
    assert f'href="{PAGE}"' in organiser.see(CONTEST)
    assert "Chưa có sự cố hay lần thêm giờ nào." in organiser.see(PAGE)


def test_an_outage_is_looked_at_before_it_is_confirmed(organiser: Browser, hanh: SignedIn) -> None:
    attempt_id = a_started_attempt(hanh)
    answer = organiser.send(OUTAGE, outage_form())
    assert answer.status_code == 200
    assert "Sự cố từ 09:02 đến 09:09" in answer.text
    assert "1 lượt thi được thêm giờ" in words(answer.text)
    assert "0 trong đó được mở lại" in words(answer.text)
    assert facts_of(hanh, attempt_id).deadline_at == at(10)
    form = form_in(answer.text, having="until_at")
    assert organiser.send(OUTAGE, MultiDict({**form, "confirm": "1"})).location == PAGE
    assert facts_of(hanh, attempt_id).deadline_at == at(17)
    page = words(organiser.see(PAGE))
    assert "Đã ghi sự cố; 1 lượt thi được thêm giờ." in page
    assert "Sự cố chung Từ 09:02 đến 09:09 1 lượt thi được thêm giờ Mất điện" in page
    entry = list(list_entries())[-1]
    assert (entry.act, entry.account_id) == ("contest.outage", organiser.who.account_id)


def test_what_cannot_be_reached_any_more_is_said(
    organiser: Browser, hanh: SignedIn, clock: Clock
) -> None:
    a_started_attempt(hanh)
    closing.close_overdue(at(11))
    clock.now = at(40)
    page = words(organiser.send(OUTAGE, outage_form()).text)
    assert "1 lượt đã hết giờ không mở lại được nữa" in page
    assert "Không có lượt thi nào cần thêm giờ" in page


@pytest.mark.parametrize(
    ("form", "said"),
    [
        (outage_form("09:09", "09:02"), "Giờ hết phải sau giờ bắt đầu."),
        (outage_form(end="09:30"), "Sự cố chưa hết: hãy ghi khi nó đã qua."),
        (outage_form(reason=" "), "Hãy điền vào ô này."),
        (outage_form(start="xx"), "Hãy chọn đủ ngày và giờ."),
    ],
)
def test_a_wrong_outage_comes_back_with_its_fault(
    organiser: Browser, contest: ContestView, form: MultiDict[str, str], said: str
) -> None:
    answer = organiser.send(OUTAGE, form)
    assert answer.status_code == 400
    assert said in answer.text
    assert form["until_at"] in answer.text


def test_somebody_is_found_and_given_minutes(
    organiser: Browser, hanh: SignedIn, clock: Clock
) -> None:
    attempt_id = a_started_attempt(hanh)
    clock.now = at(5)
    for query in ("0912 345 671", "hanh"):
        page = organiser.see(f"{PAGE}?q={query}")
        assert "Nông Thị Hạnh" in page
        assert "0912 345 671" in page
    one = f"{PAGE}/attempts/{attempt_id}"
    assert f'href="{one}"' in page
    form = organiser.form(one, "minutes")
    assert form["act"] == "extend"
    form["minutes"], form["reason"] = "15", "Máy hỏng"
    assert organiser.send(one, form).location == PAGE
    assert facts_of(hanh, attempt_id).deadline_at == at(25)
    page = words(organiser.see(PAGE))
    assert "Nông Thị Hạnh làm bài được tới 09:25." in page
    assert "Thêm giờ cho một người Nông Thị Hạnh 15 phút Máy hỏng" in page


def test_nobody_found_is_said(organiser: Browser, contest: ContestView) -> None:
    assert "Không có lượt thi nào của “Vàng”" in words(organiser.see(f"{PAGE}?q=Vàng"))


def test_a_closed_attempt_is_opened_again(organiser: Browser, hanh: SignedIn) -> None:
    done = a_finished_attempt(hanh, seconds=120)
    one = f"{PAGE}/attempts/{done.id}"
    assert "8 phút" in words(organiser.see(one))
    form = organiser.form(one, "minutes")
    assert (form["act"], form["minutes"]) == ("reopen", "8")
    form["minutes"], form["reason"] = "20", "Bấm nhầm"
    organiser.send(one, form)
    facts = facts_of(hanh, done.id)
    assert (facts.closed_at, facts.deadline_at) == (None, at(30))
    assert str(done.receipt) in organiser.see(one)


def test_an_act_that_came_too_late_says_why(
    organiser: Browser, hanh: SignedIn, clock: Clock
) -> None:
    attempt_id = a_started_attempt(hanh)
    one = f"{PAGE}/attempts/{attempt_id}"
    form = MultiDict({"act": "extend", "minutes": "1", "reason": "Máy hỏng"})
    clock.now = at(30)
    assert "Thêm từng ấy phút thì lượt này vẫn đã hết giờ." in organiser.send(one, form).text
    form["act"] = "reopen"
    answer = organiser.send(one, form)
    assert answer.status_code == 400
    assert "Lượt này đang mở, không cần mở lại." in answer.text
    form["minutes"] = "0"
    assert "Hãy nhập một số từ 1 đến 300." in organiser.send(one, form).text


def test_a_final_contest_offers_no_act(
    organiser: Browser, contest: ContestView, clock: Clock
) -> None:
    clock.now = contest.closes_at + timedelta(days=1)
    contests.finalise(SLUG, account_id=None, now=clock.now)
    page = organiser.see(PAGE)
    assert "không thêm giờ được nữa" in page
    assert 'name="from_at"' not in page
    answer = organiser.send(OUTAGE, outage_form(confirm="1"))
    assert answer.status_code == 400
    assert "Kết quả đã là chính thức" in answer.text


def test_an_attempt_of_another_contest_is_not_found_here(
    organiser: Browser, hanh: SignedIn
) -> None:
    attempt_id = a_started_attempt(hanh)
    a_contest("khac")
    organiser.see(f"/organiser/contests/khac/adjustments/attempts/{attempt_id}", status=404)
    organiser.see(f"{PAGE}/attempts/{attempt_id + 99}", status=404)
    organiser.see("/organiser/contests/khong-co/adjustments", status=404)


@pytest.mark.parametrize("path", ["", "/attempts/1"])
def test_others_see_and_do_nothing_of_this(
    app: Flask, participant: Browser, contest: ContestView, path: str
) -> None:
    participant.see(PAGE + path, status=403)
    page = participant.see("/organiser/", status=403)
    token = re.search(r'name="csrf-token" content="([^"]+)"', page)
    assert token is not None
    for target in (OUTAGE, f"{PAGE}/attempts/1"):
        answer = participant.client.post(target, data={"csrf_token": token[1]})
        assert answer.status_code == 403
    assert app.test_client().get(PAGE + path).status_code == 303


def test_names_and_reasons_cannot_break_out_of_the_page(
    organiser: Browser, contest: ContestView
) -> None:
    evil = "<script>alert(1)</script>"
    a_started_attempt(a_person(full_name="Nông Thị Hạnh"))
    organiser.send(OUTAGE, outage_form(reason=evil, confirm="1"))
    for path in (PAGE, f"{PAGE}?q={evil}"):
        assert "<script>alert" not in organiser.see(path)


def test_moments_are_read_as_vietnamese_clocks(organiser: Browser, hanh: SignedIn) -> None:
    attempt_id = a_started_attempt(hanh)
    organiser.send(OUTAGE, outage_form("09:00", "09:01", confirm="1"))
    assert facts_of(hanh, attempt_id).deadline_at == moment("02:11")


def moment(utc: str) -> datetime:
    return datetime.fromisoformat(f"2026-11-24T{utc}:00+00:00")
