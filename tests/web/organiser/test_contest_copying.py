"""Copying a contest on the page: a proposal, a look at the days, a draft."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from app.services import contests
from app.services.contests import ContestView
from tests.factories_contests import a_bank, a_contest, a_round
from tests.web.organiser.conftest import Browser
from tests.web.organiser.html_forms import form_in

COPY = "/organiser/contests/cuoc-thi/copy"
DAY = timedelta(days=1)


@pytest.fixture
def old(organiser: Browser, now: datetime) -> ContestView:
    a_bank()
    second = a_round(title="Đợt 2", opens_at=now + 7 * DAY, closes_at=now + 8 * DAY)
    return a_contest(title="Tìm hiểu 2026", prizes="Một xe đạp", rounds=[a_round(), second])


def test_the_page_proposes_next_year_on_the_same_weekday(
    organiser: Browser, old: ContestView
) -> None:
    form = organiser.form(COPY, "first_day")
    assert form["title"] == "Tìm hiểu 2027"
    assert form["slug"] == "cuoc-thi-2027"
    assert form["first_day"] == "2027-11-23"
    page = organiser.see(COPY)
    assert "Thứ Ba, 08:00, 23/11/2027" in page
    assert "Thứ Ba, 09:00, 30/11/2027" in page
    assert "một thứ khác" not in page


def test_a_copy_becomes_a_draft_to_look_through(
    organiser: Browser, old: ContestView, acts: Callable[[], list[str]]
) -> None:
    answer = organiser.send(COPY, organiser.form(COPY, "first_day"))
    assert answer.status_code == 303
    assert answer.location == "/organiser/contests/cuoc-thi-2027/edit"
    made = contests.get_contest("cuoc-thi-2027")
    assert (made.title, made.prizes, made.published_at) == ("Tìm hiểu 2027", "Một xe đạp", None)
    assert made.rules == old.rules
    assert acts()[-1] == "contest.copy"
    assert "Đã chép thành bản nháp" in organiser.see(answer.location)


def test_the_days_can_be_looked_at_before(organiser: Browser, old: ContestView) -> None:
    form = organiser.form(COPY, "first_day")
    form["first_day"], form["look"] = "2027-11-24", "days"
    answer = organiser.send(COPY, form)
    assert answer.status_code == 200
    assert "Thứ Tư, 08:00, 24/11/2027" in answer.text
    assert "một thứ khác trong tuần" in answer.text
    assert len(contests.list_contests(now=old.opens_at, drafts=True)) == 1


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("title", "", "Hãy điền"),
        ("slug", "", "Hãy điền"),
        ("slug", "Có Dấu", "Chỉ dùng a–z"),
        ("slug", "cuoc-thi", "đã có cuộc thi khác dùng"),
        ("slug", "new", "đã có cuộc thi khác dùng"),
        ("first_day", "", "Hãy điền"),
        ("first_day", "mai", "Hãy chọn một ngày"),
        ("first_day", "0999-01-01", "Hãy xem lại năm"),
    ],
)
def test_what_cannot_be_comes_back_at_its_field(
    organiser: Browser, old: ContestView, name: str, value: str, words: str
) -> None:
    form = organiser.form(COPY, "first_day")
    form[name] = value
    answer = organiser.send(COPY, form)
    assert answer.status_code == 400
    assert f'href="#{name}"' in answer.text
    assert words in answer.text
    assert form_in(answer.text, having="first_day")[name] == value
    assert len(contests.list_contests(now=old.opens_at, drafts=True)) == 1


def test_a_newer_bank_that_is_too_small_is_said(organiser: Browser, old: ContestView) -> None:
    a_bank(count=2)
    answer = organiser.send(COPY, organiser.form(COPY, "first_day"))
    assert answer.status_code == 400
    assert "cần 3 câu, chỉ có 2 câu phù hợp" in answer.text


def test_a_draft_can_be_copied_too_and_what_is_not_there_cannot(
    organiser: Browser, old: ContestView
) -> None:
    organiser.send(COPY, organiser.form(COPY, "first_day"))
    again = "/organiser/contests/cuoc-thi-2027/copy"
    assert organiser.form(again, "first_day")["slug"] == "cuoc-thi-2028"
    assert 'href="/organiser/contests/cuoc-thi/copy"' in organiser.see(
        "/organiser/contests/cuoc-thi"
    )
    organiser.see("/organiser/contests/khong-co/copy", status=404)
