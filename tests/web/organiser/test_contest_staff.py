"""The page of a contest's staff, and what organisers of other contests see: nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from flask import Flask

from app.services import announcements, jobs, roles
from tests.factories import a_person, an_organiser
from tests.factories_contests import a_contest, a_finished_attempt, a_round
from tests.reading_sheets import cells
from tests.staffing import let_only
from tests.web.organiser.conftest import Browser, Clock

PAGE = "/organiser/contests/cuoc-thi"
STAFF = f"{PAGE}/staff"


@pytest.fixture
def outsider(app: Flask, organiser: Browser, clock: Clock) -> Browser:
    """An organiser of another contest; `organiser` alone runs this one."""
    a_contest(title="Cuộc thi kín tiếng")
    who = an_organiser(full_name="Hoàng Văn Lịch", phone="+84912000077")
    let_only([organiser.who.account_id], "cuoc-thi")
    return Browser(app.test_client(), who)


def test_an_organiser_adds_another_who_then_runs_it_too(
    organiser: Browser, outsider: Browser, acts: Callable[[], list[str]]
) -> None:
    outsider.see(PAGE, status=404)
    form = organiser.form(STAFF, "who")
    form["who"] = "hoang van lich"
    assert organiser.send(STAFF, form).status_code == 303
    assert "Hoàng Văn Lịch nay cùng tổ chức cuộc thi này." in organiser.see(STAFF)
    assert "Cuộc thi kín tiếng" in outsider.see(PAGE)
    assert acts()[-1] == "contest.staff_add"
    answer = outsider.send(f"{STAFF}/{outsider.who.account_id}/remove")
    assert answer.headers["Location"].endswith("/organiser/")  # It is not there any more.
    outsider.see(STAFF, status=404)


def test_the_last_one_stays_and_is_told_why(organiser: Browser, outsider: Browser) -> None:
    assert "người cuối cùng" in organiser.see(STAFF)
    assert organiser.send(f"{STAFF}/{organiser.who.account_id}/remove").status_code == 303
    assert "Đây là người cuối cùng điều hành cuộc thi này." in organiser.see(STAFF)


def test_a_name_that_nobody_has_is_refused_beside_the_field(
    organiser: Browser, outsider: Browser
) -> None:
    form = organiser.form(STAFF, "who")
    form["who"] = "Không Có Ai"
    answer = organiser.send(STAFF, form)
    assert answer.status_code == 400
    assert "Không thấy người tổ chức nào" in answer.text and "Không Có Ai" in answer.text


def test_lists_and_exports_of_others_have_nothing_of_the_contest(
    organiser: Browser, outsider: Browser, now: datetime
) -> None:
    announcements.create_announcement(
        title="Tin nội bộ", text="Tin", contest="cuoc-thi", pinned=False, published_at=None,
        until=None, account_id=None, now=now,
    )  # fmt: skip
    who = a_person(full_name="Lý Thị Sen")
    a_finished_attempt(who)
    pages = [
        "/organiser/", "/organiser/corrections", "/organiser/announcements", "/organiser/audit",
        "/organiser/announcements/new", f"/organiser/people/{who.person_id}",
    ]  # fmt: skip
    for page in pages:
        assert "kín tiếng" in organiser.see(page), page
        assert "kín tiếng" not in outsider.see(page), page
    for file in ("contests", "announcements"):
        data = [
            browser.client.get(f"/organiser/{file}.xlsx").data for browser in (organiser, outsider)
        ]
        assert "kín tiếng" in str(cells(data[0])) and "kín tiếng" not in str(cells(data[1]))


def test_a_bank_that_the_contest_draws_from_is_held_from_others(
    organiser: Browser, outsider: Browser
) -> None:
    assert "Bank bank" in organiser.see("/organiser/banks")
    page = outsider.see("/organiser/banks")
    assert "Bank bank" not in page and "1 ngân hàng đang được giữ kín" in page
    outsider.see("/organiser/banks/bank", status=404)
    assert "Bank bank" not in outsider.see("/organiser/contests/new")


def test_a_file_made_before_is_not_handed_out_to_who_has_left(
    organiser: Browser, outsider: Browser, now: datetime
) -> None:
    token = jobs.add_ended(
        kind="report.create", account_id=organiser.who.account_id,
        params={"slug": "cuoc-thi", "title": "Báo cáo"},
        outcome=jobs.Outcome(output=b"x", file_name="x.txt", media_type="text/plain"), now=now,
    )  # fmt: skip
    file = f"/organiser/jobs/{token}/file"
    assert organiser.client.get(file).data == b"x"
    let_only([outsider.who.account_id], "cuoc-thi")
    assert organiser.client.get(file).status_code == 404
    organiser.see(f"/organiser/jobs/{token}", status=404)


def test_a_demotion_counts_from_the_next_request_on(
    organiser: Browser, outsider: Browser, now: datetime
) -> None:
    organiser.see(PAGE)
    account_id = organiser.who.account_id
    roles.revoke_role(account_id=account_id, role="organiser", by=None, now=now)
    organiser.see(PAGE, status=403)
    roles.grant_role(account_id=account_id, role="organiser", by=None, now=now)
    organiser.see(PAGE)


def test_an_approval_takes_two_of_the_staff_or_somebody_for_every_contest(
    app: Flask, organiser: Browser, outsider: Browser, clock: Clock
) -> None:
    corrections = f"{PAGE}/corrections"
    outsider.see(corrections, status=404)
    for role in ("arbiter", "administrator"):
        assert "Sửa đáp án" in Browser(app.test_client(), a_person(role=role)).see(corrections)


def test_the_same_rounds_may_be_kept_though_another_contest_holds_their_bank(
    organiser: Browser, outsider: Browser, now: datetime
) -> None:
    """Who drew from a bank before keeps reading it: the questions are those of the own contest."""
    a_contest("chung", rounds=[a_round("bank")])
    let_only([outsider.who.account_id], "chung")
    assert "Bank bank" in outsider.see("/organiser/banks/bank")
