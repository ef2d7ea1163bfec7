"""Statistics, corrections and appeals through the pages, by organisers and by arbiters."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

import pytest
from flask import Flask

from app.services import appeals, boards, contests, corrections, rescoring, statistics
from app.services.transactions import end_reading
from tests.factories import a_person, an_organiser
from tests.factories_contests import (
    a_bank,
    a_contest,
    a_finished_attempt,
    a_round,
    identity_of,
)
from tests.lists import rows_of
from tests.web.organiser.conftest import Browser

SLUG = "cuoc-thi"
DESK = f"/organiser/contests/{SLUG}"


class Arbiter(Browser):
    """Somebody with no other role, who has no page of organisers to take a token from."""

    def send(self, path: str, values: Any = None, file: Any = None) -> Any:
        token = re.search(
            r'name="csrf-token" content="([^"]+)"', self.see("/organiser/corrections")
        )
        assert token is not None
        answer = self.client.post(path, data={**(values or {}), "csrf_token": token[1]})
        end_reading()
        return answer


@pytest.fixture
def arbiter(app: Flask, clock: Any) -> Arbiter:
    return Arbiter(app.test_client(), a_person(role="arbiter", full_name="Giám Sát"))


@pytest.fixture
def contest(app: Flask, clock: Any, now: datetime) -> int:
    """Three people, an appeal and statistics; the version of its bank."""
    a_bank(count=3)
    a_contest(SLUG, shuffle_questions=False, result_policy="explanations", rounds=[a_round()])
    for name, right in (("Lò Văn Ba", 3), ("Mã Thị Hai", 2)):
        who = a_person(full_name=name)
        attempt = a_finished_attempt(who, SLUG, right=right)
    appeals.appeal(
        attempt.id, identity=identity_of(who), question="q3", text="B <b>đúng</b>", now=now
    )
    boards.refresh(now)
    statistics.derive_now(SLUG, now)
    return contests.get_contest(SLUG).rounds[0].bank_version_id


def a_proposal(browser: Browser, version: int, **given: str) -> str:
    """Propose by the page; returns the address of the correction."""
    values = {
        "kind": "replace",
        "q-q3": "b",
        "reason": "Nhầm",
        "public_note": "Đã sửa câu 3.",
        **given,
    }
    answer = browser.send(f"{DESK}/corrections/new?version={version}&question=q3", _form(values))
    assert answer.status_code == 303, answer.text
    return str(answer.location)


def _form(values: dict[str, str]) -> Any:
    from werkzeug.datastructures import MultiDict

    return MultiDict(values)


def test_the_figures_of_questions_are_shown_and_exported(organiser: Browser, contest: int) -> None:
    page = organiser.see(f"{DESK}/statistics?sort=facility&down=1")
    assert 'aria-sort="descending"' in page
    assert page.index("Câu 1?") < page.index("Câu 3?")
    assert "50 %" in page
    assert "không có" in page
    assert f"#{contest}-q3" in page
    assert "Câu 1?" not in organiser.see(f"{DESK}/statistics?q=cau+3")
    rows = rows_of(organiser.client.get(f"{DESK}/statistics.xlsx").data)
    assert [row[0] for row in rows[-3:]] == ["q1", "q2", "q3"]


def test_statistics_are_derived_on_demand(organiser: Browser, contest: int, now: datetime) -> None:
    a_finished_attempt(a_person(), SLUG)
    assert "Từ 2 kết quả" in organiser.see(f"{DESK}/statistics")
    assert organiser.send(f"{DESK}/statistics").status_code == 303
    assert "Từ 3 kết quả" in organiser.see(f"{DESK}/statistics")


def test_a_correction_is_proposed_tried_and_approved_by_an_arbiter(
    organiser: Browser, arbiter: Arbiter, contest: int, now: datetime
) -> None:
    form = organiser.see(f"{DESK}/corrections/new?version={contest}&question=q3")
    assert "Đáp án đang dùng:" in form
    assert "Đúng 3" in form
    address = a_proposal(organiser, contest)
    own = organiser.see(address)
    assert "Bạn là người đề nghị" in own
    assert "/approve" not in own
    assert organiser.send(f"{address}/approve").status_code == 303
    assert "Người đề nghị không tự duyệt" in organiser.see(address)
    assert "1" in arbiter.see("/organiser/corrections")
    page = arbiter.see(address)
    assert "Mã Thị Hai" in page
    assert re.search(r"Lò Văn Ba.*?▼", page, re.S)
    assert arbiter.send(f"{address}/approve").status_code == 303
    assert "Đã duyệt" in arbiter.see(address)
    rescoring.rescore(now, None)
    boards.refresh(now)
    assert [row.name for row in boards.individual_board(SLUG).rows] == ["Mã T. H.", "Lò V. B."]


def test_an_approved_correction_is_public_and_can_be_reversed(
    organiser: Browser, arbiter: Arbiter, contest: int, now: datetime
) -> None:
    address = a_proposal(organiser, contest)
    visitor = organiser.client.application.test_client()
    assert "Đã sửa câu 3." not in visitor.get(f"/contests/{SLUG}").text
    arbiter.send(f"{address}/approve")
    for path in (f"/contests/{SLUG}", f"/contests/{SLUG}/check"):
        assert "Đã sửa câu 3." in visitor.get(path).text
    assert "Có đính chính đáp án" in visitor.get(f"/contests/{SLUG}/boards/individual").text
    again = {"reason": "Nhầm lại", "public_note": "Trả lại câu 3."}
    answer = arbiter.send(f"{address}/reverse", again)
    assert answer.status_code == 303
    assert organiser.send(f"{answer.location}/approve").status_code == 303
    assert "Trả lại câu 3." in visitor.get(f"/contests/{SLUG}").text
    assert len(rows_of(organiser.client.get(f"{DESK}/corrections.xlsx").data)) == 3


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"q-q3": "a"}, "giống hệt đáp án đang dùng"),
        ({"q-q3": ""}, "Hãy nhập đáp án mới."),
        ({"q-q3": "zz"}, "Không đọc được đáp án này"),
        ({"reason": " "}, "Hãy điền vào ô này."),
        ({"public_note": "x" * 1001}, "Dài nhất 1000 ký tự."),
        ({"kind": "reverse"}, "Hãy chọn một trong các mục có sẵn."),
    ],
)
def test_what_cannot_be_proposed_says_why_and_loses_nothing(
    organiser: Browser, contest: int, given: dict[str, str], words: str
) -> None:
    values = {"kind": "replace", "q-q3": "b", "reason": "Vì thế", "public_note": "Lời", **given}
    answer = organiser.send(f"{DESK}/corrections/new?version={contest}&question=q3", _form(values))
    assert answer.status_code == 400
    assert words in answer.text
    if "reason" not in given:
        assert "Vì thế" in answer.text
    assert corrections.list_corrections(SLUG) == []


def test_a_question_is_chosen_from_those_of_the_contest(organiser: Browser, contest: int) -> None:
    page = organiser.see(f"{DESK}/corrections/new?q=CAU+2")
    assert "Câu 2?" in page
    assert "Câu 3?" not in page
    for query in ("version=99&question=q1", f"version={contest}&question=no"):
        organiser.see(f"{DESK}/corrections/new?{query}", status=404)


def test_a_large_contest_is_tried_in_the_background(
    organiser: Browser, contest: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    from app.services import correction_trials
    from app.tasks import worker

    monkeypatch.setattr(correction_trials, "LONG", 0)
    address = a_proposal(organiser, contest)
    assert "lượt thi đổi điểm" not in organiser.see(address)
    answer = organiser.send(f"{address}/try")
    assert "chế độ nền" in organiser.see(answer.location)
    assert worker.work_once("w")
    assert "lượt thi đổi điểm" in organiser.see(answer.location)


def test_appeals_are_answered_together_and_the_appellant_reads_it(
    organiser: Browser, contest: int
) -> None:
    page = organiser.see(f"{DESK}/appeals")
    assert "B &lt;b&gt;đúng&lt;/b&gt;" in page
    assert "độ phân biệt" in page
    values = {"version": str(contest), "question": "q3", "text": ""}
    assert organiser.send(f"{DESK}/appeals", _form(values)).status_code == 400
    values["text"] = "Chỉ A đúng."
    assert organiser.send(f"{DESK}/appeals", _form(values)).status_code == 303
    assert "đã trả lời" in organiser.see(f"{DESK}/appeals")
    assert rows_of(organiser.client.get(f"{DESK}/appeals.xlsx").data)[1][4] == "Chỉ A đúng."


@pytest.mark.parametrize(
    "path",
    ["corrections", "audit", f"contests/{SLUG}/statistics", f"contests/{SLUG}/corrections",
     f"contests/{SLUG}/corrections/new", f"contests/{SLUG}/appeals"],
)  # fmt: skip
def test_arbiters_reach_these_pages_and_participants_do_not(
    arbiter: Arbiter, participant: Browser, contest: int, path: str
) -> None:
    page = arbiter.see(f"/organiser/{path}")
    assert 'href="/organiser/audit"' in page
    participant.see(f"/organiser/{path}", status=403)


def test_an_arbiter_sees_no_desk_of_organisers(arbiter: Arbiter, contest: int) -> None:
    arbiter.see(DESK, status=403)
    arbiter.see(f"{DESK}/freeze", status=403)
    assert "/organiser/banks" not in arbiter.see("/organiser/corrections")


def test_the_audit_is_read_by_contest_and_verified(organiser: Browser, contest: int) -> None:
    a_proposal(organiser, contest)
    page = organiser.see(f"/organiser/audit?contest={SLUG}")
    assert "Đề nghị sửa đáp án" in page
    assert "Trần Quốc Dũng" in page
    assert "role.grant" not in page
    assert "Giao quyền" in organiser.see("/organiser/audit")
    other = organiser.see("/organiser/audit?contest=khac")
    assert "Chưa có mục nào" in other
    verified = organiser.send("/organiser/audit")
    assert "Nhật ký còn nguyên vẹn" in verified.text
    rows = rows_of(organiser.client.get(f"/organiser/audit.xlsx?contest={SLUG}").data)
    assert {row[4].split("/")[1] for row in rows[2:]} == {SLUG}  # type: ignore[union-attr]


def test_two_organisers_are_needed(organiser: Browser, contest: int, app: Flask) -> None:
    second = Browser(app.test_client(), an_organiser(full_name="Lê Thị Hai"))
    address = a_proposal(organiser, contest)
    second.send(f"{address}/reject")
    assert "Không được duyệt" in organiser.see(address)
    second.send(f"{address}/approve")
    assert "đã có người quyết định" in second.see(address)
