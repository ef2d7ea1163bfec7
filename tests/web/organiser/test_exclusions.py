"""The list of those who take no place, and the draw, as organisers see them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from werkzeug.datastructures import MultiDict

from app.domain.contest_rules import CHAIN_B, ChainStep
from app.services import boards, contests, people
from tests.factories import a_person
from tests.factories_contests import DAY, a_contest, a_finished_attempt
from tests.reading_sheets import cells
from tests.web.organiser.conftest import Browser, Clock

PAGE = "/organiser/contests/cuoc-thi"
LIST = f"{PAGE}/exclusions"


def test_people_are_put_on_the_list_by_phone_and_leave_the_board(
    organiser: Browser, clock: Clock, acts: Callable[[], list[str]]
) -> None:
    a_contest()
    who = a_person(full_name="Hoàng Văn Thụ")
    a_finished_attempt(who)
    boards.refresh(clock.now)
    assert "Chưa ghi ai" in organiser.see(LIST)
    phone = people.get_person(who.person_id).phone or ""
    sent = MultiDict({"phones": f"{phone}\n0987 654 321, {phone}", "role": "secretary"})
    assert organiser.send(LIST, sent).status_code == 303
    page = organiser.see(LIST)
    assert "Đã thêm 2 người." in page
    assert "Hoàng Văn Thụ" in page and "Chưa có tài khoản" in page and "0987 654 321" in page
    assert boards.individual_board("cuoc-thi").total == 0
    organiser.send(LIST, sent)
    assert "2 người đã có trong danh sách." in organiser.see(LIST)
    assert acts().count("contest.exclude") == 1
    organiser.send(f"{LIST}/1/remove")
    assert boards.individual_board("cuoc-thi").total == 1
    assert organiser.send(f"{LIST}/1/remove").status_code == 404


def test_a_phone_that_is_none_is_named_and_nobody_is_added(organiser: Browser) -> None:
    a_contest()
    answer = organiser.send(LIST, MultiDict({"phones": "0987654321\n123", "role": "examiner"}))
    assert answer.status_code == 400
    assert "123: Đây không phải là số điện thoại di động." in answer.text
    assert "0987654321" in answer.text  # What was entered is still there.
    assert "Chưa ghi ai" in organiser.see(LIST)


@pytest.mark.parametrize("role", ["", "king"])
def test_a_role_that_is_none_is_refused(organiser: Browser, role: str) -> None:
    a_contest()
    answer = organiser.send(LIST, MultiDict({"phones": "0987654321", "role": role}))
    assert answer.status_code == 400


def test_the_list_stands_once_the_contest_is_final(organiser: Browser, clock: Clock) -> None:
    contest = a_contest()
    clock.now = contest.closes_at + DAY
    contests.finalise("cuoc-thi", account_id=None, now=clock.now)
    answer = organiser.send(LIST, MultiDict({"phones": "0987654321", "role": "examiner"}))
    assert answer.status_code == 400
    assert "danh sách không đổi được nữa" in organiser.see(LIST)


def test_the_list_can_be_taken_along(organiser: Browser) -> None:
    a_contest()
    organiser.send(LIST, MultiDict({"phones": "0987654321", "role": "examiner"}))
    answer = organiser.client.get(f"{LIST}.xlsx")
    assert answer.status_code == 200
    assert "0987 654 321" in str(cells(answer.data))


def test_lots_are_drawn_once_after_the_closing_and_can_be_checked(
    organiser: Browser, clock: Clock, acts: Callable[[], list[str]]
) -> None:
    contest = a_contest(chain=(*CHAIN_B, ChainStep.DRAW))
    for _ in range(2):
        a_finished_attempt(a_person())
    assert "Có thể bốc thăm" not in organiser.see(PAGE)
    organiser.send(f"{PAGE}/draw")
    assert contests.get_contest("cuoc-thi").draw is None
    clock.now = contest.closes_at + timedelta(days=1)
    boards.refresh(clock.now)
    assert "Có thể bốc thăm" in organiser.see(PAGE)
    organiser.send(f"{PAGE}/draw", MultiDict({"phrase": "Tân  Trào"}))
    draw = contests.get_contest("cuoc-thi").draw
    assert draw is not None and draw.phrase == "Tân Trào" and len(draw.seed) == 64
    page = organiser.see(PAGE)
    assert draw.seed in page and "Có thể bốc thăm" not in page
    assert draw.seed in organiser.see("/contests/cuoc-thi")
    assert [row.rank for row in boards.individual_board("cuoc-thi").rows] == [1, 2]
    organiser.send(f"{PAGE}/draw")
    assert "không bốc lại được" in organiser.see(PAGE)
    assert contests.get_contest("cuoc-thi").draw == draw
    assert acts().count("contest.draw") == 1


def test_without_lots_in_the_rules_none_are_drawn(organiser: Browser, clock: Clock) -> None:
    contest = a_contest()
    clock.now = contest.closes_at + DAY
    organiser.send(f"{PAGE}/draw")
    assert "không có bốc thăm" in organiser.see(PAGE)
