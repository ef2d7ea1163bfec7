"""Organisers read the signs, the arbiter decides, and whom it concerns is told why."""

from __future__ import annotations

import random
import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask

from app.services import accounts, boards, evidence, evidence_refresh, jobs, voids
from app.services.accounts import Identity
from app.services.transactions import end_reading
from app.storage.db import db
from app.storage.tables import Account, Attempt
from tests.evidence import a_copied_unit
from tests.factories import a_person
from tests.factories_contests import a_contest
from tests.reading_sheets import cells
from tests.web.organiser.conftest import Browser

PATH = "/organiser/contests/cuoc-thi/evidence"


@pytest.fixture
def arbiter(app: Flask, clock: Any) -> Browser:
    return Browser(app.test_client(), a_person(role="arbiter", full_name="Lý Văn Công"))


@pytest.fixture
def copied(app: Flask, now: datetime, clock: Any) -> int:
    """A contest with one pair that copied; the id of the second one's attempt."""
    _first, second = a_copied_unit("cuoc-thi", now, random.Random(3))
    evidence_refresh.look_now("cuoc-thi", now + timedelta(hours=1))
    boards.refresh(now)
    end_reading()
    return second


def the_page() -> str:
    return f"{PATH}/{evidence.list_signs('cuoc-thi').signs[0].id}"


def posted(browser: Browser, path: str, values: dict[str, str]) -> Any:
    """Send a form by somebody who may not see the organisers' own pages."""
    token = re.search(r'name="csrf-token" content="([^"]+)"', browser.client.get("/").text)
    token = token or re.search(r'name="csrf_token" value="([^"]+)"', browser.see(PATH))
    assert token is not None
    answer = browser.client.post(path, data={**values, "csrf_token": token[1]})
    end_reading()
    return answer


def test_an_empty_list_says_what_is_looked_for(organiser: Browser, now: datetime) -> None:
    a_contest()
    page = organiser.see(PATH)
    assert "Chưa tìm lần nào" in page
    assert "Địa chỉ mạng không được lưu" in page


def test_a_sign_is_listed_with_its_facts_chance_and_people(organiser: Browser, copied: int) -> None:
    page = organiser.see(PATH)
    assert "Sai giống nhau" in page
    assert "chọn cùng một đáp án sai" in page
    assert "Khả năng do ngẫu nhiên" in page


def test_the_list_is_filtered_by_kind_and_state(organiser: Browser, copied: int) -> None:
    assert "chọn cùng một đáp án sai" in organiser.see(f"{PATH}?kind=likeness&state=open")
    assert "chọn cùng một đáp án sai" not in organiser.see(f"{PATH}?kind=device")
    assert "chọn cùng một đáp án sai" not in organiser.see(f"{PATH}?state=dismissed")
    assert "chọn cùng một đáp án sai" in organiser.see(f"{PATH}?kind=nonsense&offset=-5")


def test_answers_stand_side_by_side_and_only_equal_mistakes_are_marked(
    organiser: Browser, copied: int
) -> None:
    page = organiser.see(the_page())
    alike = evidence.list_signs("cuoc-thi").signs[0].facts["same"]
    assert page.count('<tr class="evidence-alike">') == alike == 14
    assert "Có thể vô tư vì" in page


def test_organisers_read_and_cannot_decide(organiser: Browser, copied: int) -> None:
    page = the_page()
    assert "Chỉ giám sát quyết định" in organiser.see(page)
    assert f"{page}/decide" not in organiser.see(page)
    assert posted(organiser, f"{page}/decide", {"act": "dismiss", "reason": "x"}).status_code == 403
    organiser.see(f"{page}/attempts/{copied}", status=403)


def test_participants_see_nothing_of_it(participant: Browser, copied: int) -> None:
    participant.see(PATH, status=403)
    participant.see(the_page(), status=403)
    participant.see(f"{PATH}.xlsx", status=403)


def test_the_arbiter_dismisses_with_a_reason(arbiter: Browser, copied: int) -> None:
    page = the_page()
    assert posted(arbiter, f"{page}/decide", {"act": "dismiss", "reason": ""}).status_code == 400
    answer = posted(arbiter, f"{page}/decide", {"act": "dismiss", "reason": "Cùng tài liệu"})
    assert answer.status_code == 303
    shown = arbiter.see(page)
    assert "Cùng tài liệu" in shown
    assert "Lý Văn Công" in shown
    assert evidence.list_signs("cuoc-thi").signs[0].state is evidence.State.DISMISSED


def test_voiding_needs_a_second_look_and_the_owner_reads_why(
    app: Flask, arbiter: Browser, copied: int
) -> None:
    path = f"{the_page()}/attempts/{copied}"
    second_look = arbiter.see(path)
    assert "Điều sẽ xảy ra" in second_look
    assert "Có thể vô tư vì" in second_look
    unsure = posted(arbiter, path, {"reason": "Chép bài"})
    assert unsure.status_code == 400
    assert "Hãy đánh dấu vào đây sau khi xem bằng chứng." in unsure.text
    assert voids.find(copied) is None
    assert posted(arbiter, path, {"reason": "Chép bài", "sure": "y"}).status_code == 303
    owner = owner_of(app, copied)
    result = owner.see(f"/attempts/{copied}/result")
    assert "Lượt thi này không được tính" in result
    assert "Chép bài" in result
    assert "khiếu nại" in result
    assert "Tính lại lượt thi này?" in arbiter.see(path)
    assert posted(arbiter, path, {"reason": "Nhầm người", "sure": "y"}).status_code == 303
    assert "Lượt thi này không được tính" not in owner.see(f"/attempts/{copied}/result")


def owner_of(app: Flask, attempt_id: int) -> Browser:
    """The browser of whose attempt it is."""
    person_id = db.session.query(Attempt.person_id).filter_by(id=attempt_id).scalar()
    account = db.session.query(Account).filter_by(person_id=person_id).one()
    who = accounts.find_signed_in(Identity(account.id, account.epoch))
    assert who is not None
    return Browser(app.test_client(), who)


def test_an_attempt_that_the_sign_is_not_about_is_not_found(arbiter: Browser, copied: int) -> None:
    arbiter.see(f"{the_page()}/attempts/{copied - 5}", status=404)
    arbiter.see(f"{PATH}/999", status=404)


def test_the_workbook_has_the_facts_and_says_that_a_sign_is_no_verdict(
    organiser: Browser, copied: int
) -> None:
    answer = organiser.client.get(f"{PATH}.xlsx")
    assert answer.status_code == 200
    rows = cells(answer.data)
    assert any("không phải là kết luận" in str(cell) for row in rows for cell in row)
    assert any("chọn cùng một đáp án sai" in str(cell) for row in rows for cell in row)


def test_looking_now_is_given_to_the_background(organiser: Browser, copied: int) -> None:
    assert organiser.send(f"{PATH}/look").status_code == 303
    found = jobs.list_for(organiser.who.account_id)
    assert [one.kind for one in found] == ["evidence.look"]
