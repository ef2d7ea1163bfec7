"""The pages on which late answer files are handed in, looked at and decided."""

from __future__ import annotations

import io
import re
from datetime import datetime
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from app.services import answer_files
from app.services.transactions import end_reading
from tests.factories import a_person
from tests.factories_contests import DAY
from tests.late import MINUTE, Late
from tests.web.organiser.conftest import Browser, Clock

LIST = "/organiser/answer-files"


class Desk(Browser):
    """Anybody at the back office."""

    def post(self, path: str, **values: Any) -> TestResponse:
        """Post values with the token that every page has."""
        page = self.client.get("/profile").text
        token = re.search(r'name="csrf-token" content="([^"]+)"', page)
        assert token is not None
        answer = self.client.post(path, data={"csrf_token": token[1], **values})
        end_reading()
        return answer

    def hand_in(self, data: bytes) -> TestResponse:
        """Load a file."""
        return self.post(LIST, file=(io.BytesIO(data), "bai-lam-1.thiso"))

    def decide(self, file_id: int, **values: str) -> TestResponse:
        """Press the button of the decision's form."""
        return self.post(f"{LIST}/{file_id}/decision", **values)


@pytest.fixture
def late(app: Flask, now: datetime) -> Late:
    made = Late(now)
    made.close()
    return made


@pytest.fixture
def desk(app: Flask, clock: Clock, late: Late) -> Desk:
    clock.now = late.end + MINUTE
    return Desk(app.test_client(), a_person(role="organiser"))


@pytest.fixture
def arbiter(app: Flask, clock: Clock, late: Late) -> Desk:
    clock.now = late.end + MINUTE
    return Desk(app.test_client(), a_person(role="arbiter"))


def test_a_handed_in_file_opens_its_evidence(late: Late, desk: Desk) -> None:
    assert "Chưa có tệp nào" in desk.see(LIST)
    answer = desk.hand_in(late.file(clock={"spread": 350, "guessed": False}))
    assert answer.status_code == 303
    page = desk.see(answer.location)
    for said in (
        "Nguyễn Thị Hạnh",
        "09:02:00, 24/11/2026",  # when the answer was made
        "09:10:00, 24/11/2026",  # the deadline
        "lần cuối lúc 09:01:00",
        "không thiếu số nào",
        "sai lệch nhiều nhất 0,35 giây",
        "Hợp lệ, do hệ thống này ký",
        "Trong giờ, chưa có trên máy chủ",
        "chưa phải là bằng chứng đủ",
    ):
        assert said in page, said
    assert "Chờ quyết định" in desk.see(LIST)


def test_the_page_shows_times_but_no_answer(late: Late, desk: Desk) -> None:
    desk.hand_in(late.file(late.entry(2, response="b")))
    page = desk.see(f"{LIST}/1")
    assert "Sai 1" not in page
    assert "Sai 2" not in page


def test_what_is_no_answer_file_is_refused_on_the_page(late: Late, desk: Desk) -> None:
    for data, said in (
        (b"\xff\xfe not a file", "không phải tệp bài làm"),
        (b"", "Hãy chọn tệp bài làm"),
        (late.file(token="forged"), "không gắn với lượt thi nào"),
    ):
        answer = desk.hand_in(data)
        assert answer.status_code == 400
        assert said in answer.text
        assert 'role="alert"' in answer.text
    desk.hand_in(late.file())
    assert "đã được gửi trước đó" in desk.hand_in(late.file()).text


def test_a_file_of_fifty_megabytes_is_turned_away_before_it_is_read(desk: Desk) -> None:
    assert desk.hand_in(b"{" * 50_000_000).status_code == 413


def test_an_organiser_sees_the_evidence_but_does_not_decide(late: Late, desk: Desk) -> None:
    desk.hand_in(late.file())
    assert "Chỉ giám sát được quyết định" in desk.see(f"{LIST}/1")
    assert desk.decide(1, decision="accept", reason="x").status_code == 403
    assert answer_files.get_file(1).pending


def test_a_participant_sees_no_file(late: Late, participant: Browser) -> None:
    late.send(late.file())
    participant.see(LIST, 403)
    participant.see(f"{LIST}/1", 403)


def test_an_arbiter_decides_with_a_reason(late: Late, arbiter: Desk) -> None:
    late.send(late.file())
    assert arbiter.decide(1, decision="accept", reason="Mất mạng cả xã").status_code == 303
    page = arbiter.see(f"{LIST}/1")
    assert "Đã chấp nhận lúc 09:12" in page
    assert "Lý do: Mất mạng cả xã" in page
    assert "decision" not in page.split("<main")[1]


def test_nothing_is_decided_by_the_enter_key_or_without_a_reason(late: Late, arbiter: Desk) -> None:
    late.send(late.file())
    assert " checked" not in arbiter.see(f"{LIST}/1")
    for values, said in (
        ({"reason": "Mất mạng"}, "Hãy điền vào ô này."),
        ({"decision": "accept", "reason": " "}, "Hãy điền vào ô này."),
        ({"decision": "perhaps", "reason": "x"}, "Hãy chọn một trong các mục có sẵn."),
        ({"decision": "reject", "reason": "x" * 301}, "Dài nhất 300 ký tự."),
    ):
        answer = arbiter.decide(1, **values)
        assert answer.status_code == 400
        assert said in answer.text
    assert answer_files.get_file(1).pending


def test_nobody_decides_on_the_own_file(app: Flask, clock: Clock, late: Late) -> None:
    own = Desk(app.test_client(), a_person(role="arbiter"))
    clock.now = late.end + MINUTE
    mine = Late(late.start, own.who, slug="khac")
    mine.close()
    mine.send(mine.file())
    assert "bài của chính bạn" in own.see(f"{LIST}/1")
    answer = own.decide(1, decision="accept", reason="x")
    assert answer.status_code == 400
    assert "Hãy nhờ giám sát khác" in answer.text


def test_a_file_with_nothing_to_count_can_only_be_rejected(late: Late, arbiter: Desk) -> None:
    late.send(late.file(late.entry(2, minutes=11)))
    answer = arbiter.decide(1, decision="accept", reason="x")
    assert answer.status_code == 400
    assert "Không có câu trả lời nào trong tệp được phép tính" in answer.text
    assert arbiter.decide(1, decision="reject", reason="x").status_code == 303


def test_before_the_result_is_final_the_desk_is_warned_of_what_waits(
    clock: Clock, late: Late, desk: Desk, arbiter: Desk
) -> None:
    desk.hand_in(late.file())
    clock.now = late.start + 2 * DAY
    address = f"/organiser/contests/{late.slug}"
    assert "Còn 1 tệp bài làm gửi sau chờ giám sát quyết định" in desk.see(address)
    arbiter.decide(1, decision="reject", reason="x")
    assert "chờ giám sát quyết định" not in desk.see(address)
