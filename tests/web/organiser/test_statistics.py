"""The alarm for a key that looks wrong, as organisers read it, and where it leads."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from flask import Flask

from app.services import jobs, statistics
from app.web.organiser import statistics as pages
from tests.answering import save, submit
from tests.factories import a_person
from tests.factories_contests import a_bank, a_contest, a_started_attempt
from tests.web.organiser.conftest import Browser

SLUG = "cuoc-thi"
PAGE = f"/organiser/contests/{SLUG}/statistics"


@pytest.fixture
def contest(app: Flask, clock: Any, now: datetime) -> str:
    """The best give "b" to the last question, whose key says "a"."""
    a_bank(count=3)
    a_contest(SLUG, shuffle_questions=False)
    for number in range(40):
        who = a_person()
        attempt, best = a_started_attempt(who, SLUG), number < 30
        given = ("a", "a" if best else "b", "b" if best else "a")
        save(who, attempt, now, *((n + 1, n, one) for n, one in enumerate(given)))
        submit(who, attempt, now)
    statistics.derive_now(SLUG, now)
    return SLUG


def test_the_alarm_says_what_the_sign_is_and_how_likely_by_chance(
    organiser: Browser, contest: str
) -> None:
    page = organiser.see(PAGE)
    assert "30 người chọn “Sai 3”, chỉ 0 người chọn đáp án “Đúng 3”" in page
    assert "chỉ tình cờ xảy ra" in page
    assert "question=q3" in page.split("Cả bài thi")[0]
    assert "✓ Đúng 3" in page
    alone = organiser.see(f"{PAGE}?show=alarms&sort=nothing&round=")
    assert "Câu 1?" not in alone.split("Từng câu hỏi")[1]


def test_a_large_contest_is_derived_in_the_background(
    organiser: Browser, contest: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "AT_ONCE", 0)
    answer = organiser.send(PAGE)
    token = answer.location.rpartition("/")[2]
    assert jobs.get(token, organiser.who.account_id).kind == "statistics.derive"


def test_before_anybody_has_finished_the_page_says_what_to_do(
    organiser: Browser, clock: Any
) -> None:
    a_contest(SLUG)
    assert "Chưa có thống kê" in organiser.see(PAGE)
    organiser.see(f"{PAGE}?round=9", status=404)
