"""Previews on the page: participants' own pages, at any moment, that lead nowhere."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from html import unescape

import pytest
from flask import Flask
from markupsafe import Markup

from app.domain.contest_rules import Prediction
from app.services import contests
from app.services.contests import ContestView
from app.services.transactions import end_reading
from app.web.organiser.stillness import still
from tests.factories_contests import a_bank, a_contest, a_draft, a_round, some_rules
from tests.services.test_contest_previews import row_counts
from tests.web.organiser.conftest import Browser, Clock

SEE = "/organiser/contests/cuoc-thi/preview"
DAY = timedelta(days=1)
MOMENTS = ("before", "waiting", "opened", "during", "last_minute", "closed", "final")
PAGES = ("contest", "waiting", "paper", "result")


@pytest.fixture
def draft(organiser: Browser) -> ContestView:
    return a_draft(prizes="Một xe đạp", description="Về chuyển đổi số")


def inside(page: str) -> str:
    """The part of the page that participants would see."""
    return page.partition('<div class="preview-page">')[2].partition("</main>")[0]


def test_a_draft_is_seen_as_participants_will_see_it(
    app: Flask, organiser: Browser, draft: ContestView, clock: Clock
) -> None:
    seen = inside(organiser.see(f"{SEE}?at=during&group=resident"))
    assert "Bắt đầu làm bài" in seen
    contests.publish_contest("cuoc-thi", account_id=None, now=draft.created_at)
    public = app.test_client().get("/contests/cuoc-thi").text
    for part in ('<ul class="rules">', '<ul class="rounds">', '<div class="markdown">'):
        expected = public.partition(part)[2].partition("</ul>" if "<ul" in part else "</div>")[0]
        assert expected
        assert expected in seen, part


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("at=before", "Cuộc thi chưa mở"),
        ("at=waiting", "Vào trang chờ mở"),
        ("at=opened&group=stranger", "Đăng ký để dự thi"),
        ("at=closed", "chưa phải chính thức"),
        ("at=final", "Kết quả đã là chính thức."),
        ("at=waiting&show=waiting", "Trong lúc chờ"),
        ("at=during&show=paper", "Câu 1/3"),
        ("at=during&show=result", "Mã biên nhận"),
    ],
)
def test_every_moment_has_its_words(
    organiser: Browser, draft: ContestView, query: str, words: str
) -> None:
    assert words in inside(organiser.see(f"{SEE}?{query}"))


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("at=during&show=waiting", "không có đợt nào sắp mở"),
        ("at=before&show=result", "đợt thi chưa mở"),
        ("at=during&show=paper&group=stranger", "phải đăng nhập"),
    ],
)
def test_where_there_is_nothing_to_see_the_page_says_why(
    organiser: Browser, draft: ContestView, query: str, words: str
) -> None:
    assert words in organiser.see(f"{SEE}?{query}")


def test_a_group_that_may_not_take_part_sees_no_paper(organiser: Browser) -> None:
    a_contest(groups=("cadre",))
    assert "Nhóm này không được dự thi" in organiser.see(f"{SEE}?group=resident&show=paper")
    assert "không thuộc diện dự thi" in inside(organiser.see(f"{SEE}?group=resident"))
    assert "Câu 1/3" in organiser.see(f"{SEE}?show=paper")  # by itself: the first who may


def test_every_page_says_that_it_is_a_preview_and_at_which_moment(
    organiser: Browser, draft: ContestView
) -> None:
    for show in PAGES:
        page = organiser.see(f"{SEE}?at=closed&show={show}")
        assert "Xem thử: như thể đang là 09:01, 25/11/2026" in page
        assert "Cuộc thi còn là bản nháp" in page


@pytest.mark.parametrize("policy", ["nothing", "score", "answers", "explanations"])
def test_no_preview_shows_a_key_before_its_time(organiser: Browser, policy: str) -> None:
    a_contest(result_policy=policy)
    for at in MOMENTS:
        for show in PAGES:
            seen = organiser.see(f"{SEE}?at={at}&show={show}")
            out = policy == "explanations" and at in ("closed", "final") and show == "result"
            assert bool(re.search(r"Vì \d\.", seen)) is out, (at, show)
            assert ("badge-good" in seen or "badge-bad" in seen) is out


def test_a_seed_is_stated_and_draws_the_same_paper_again(organiser: Browser) -> None:
    a_bank(count=40)
    a_draft(rounds=[a_round()])
    papers = [inside(organiser.see(f"{SEE}?show=paper&seed={seed}")) for seed in ("7", "7", "8")]
    assert papers[0] == papers[1] != papers[2]
    page = organiser.see(f"{SEE}?show=paper&seed=7")
    assert re.search(r'name="seed" value="7"', page)
    assert "seed=8" in unescape(page)


def test_the_prediction_is_mentioned_with_the_paper(organiser: Browser) -> None:
    a_draft(rules=some_rules(prediction=Prediction("Có bao nhiêu người?")))
    assert "còn hỏi câu dự đoán: “Có bao nhiêu người?”" in organiser.see(f"{SEE}?show=paper")
    assert "còn hỏi câu dự đoán" not in organiser.see(f"{SEE}?show=result&at=closed")


def test_another_round_can_be_chosen(organiser: Browser, now: datetime) -> None:
    a_bank()
    a_draft(
        rounds=[a_round(), a_round(title="Đợt 2", opens_at=now + 7 * DAY, closes_at=now + 8 * DAY)]
    )
    page = organiser.see(f"{SEE}?round=2&at=opened&show=paper")
    assert "Đợt 2 · Lượt thi 1" in " ".join(inside(page).split())
    assert "09:01, 01/12/2026" in page


@pytest.mark.parametrize("show", PAGES)
def test_a_preview_leads_nowhere(organiser: Browser, draft: ContestView, show: str) -> None:
    at = "waiting" if show == "waiting" else "closed"
    seen = inside(organiser.see(f"{SEE}?at={at}&show={show}"))
    assert seen
    assert not re.search(r'<form|<script|<dialog|csrf_token|href="(?!#)', seen)
    assert not re.search(r"<button(?! disabled)", seen)


def test_nothing_is_written_whatever_is_looked_at(organiser: Browser, draft: ContestView) -> None:
    before = row_counts()
    for at in MOMENTS:
        for show in PAGES:
            organiser.see(f"{SEE}?at={at}&show={show}")
    end_reading()
    assert row_counts() == before
    assert contests.get_contest("cuoc-thi") == draft


def test_whatever_the_address_asks_there_is_an_answer(
    organiser: Browser, draft: ContestView
) -> None:
    for query in (
        "at=x",
        "group=x",
        "show=x",
        "round=9",
        "round=²",
        "seed=²",
        f"seed={'9' * 5000}",
    ):
        organiser.see(f"{SEE}?{query}")
    organiser.see("/organiser/contests/khong-co/preview", status=404)


def test_only_organisers_look(participant: Browser, organiser: Browser) -> None:
    a_draft()
    participant.see(SEE, status=403)


def test_stillness_keeps_words_and_takes_ways() -> None:
    page = Markup(
        '<form class="paper" id="p" method="post" action="/x"><input type="hidden" name="a">'
        '<a class="b" href="/y" download="z">Đi</a><a href="#q">Câu</a>'
        '<button name="go">Bấm</button></form><script src="/s"></script>'
    )
    assert still(page) == Markup(
        '<div class="paper" id="p"><a class="b" download="z">Đi</a><a href="#q">Câu</a>'
        '<button disabled name="go">Bấm</button></div>'
    )
