"""The room of people, lists and pairs in a browser."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from flask import Flask

from app.services import roles, rosters
from tests.factories import MINH_XUAN, a_person
from tests.factories_contests import a_contest, a_result
from tests.lists import PEOPLE_HEADINGS, a_list, rows_of
from tests.web.organiser.conftest import Browser

PEOPLE = "/organiser/people"


def test_people_are_found_and_phones_are_masked(organiser: Any) -> None:
    who = a_person(full_name="Hoàng Thị Mỷ", phone="0987654321")
    page = organiser.see(f"{PEOPLE}?q=my+hoang")
    assert "Hoàng Thị Mỷ" in page
    assert "•••• ••• 321" in page
    assert "654" not in page
    assert "Không thấy ai như vậy" in organiser.see(f"{PEOPLE}?q=zz%00z&commune=%00")
    contest = a_contest()
    a_result(who.person_id, contest.rounds[0].id)
    page = organiser.see(f"{PEOPLE}/{who.person_id}")
    assert "Cuộc thi" in page
    assert "3/3" in page
    assert "654" not in page
    organiser.see(f"{PEOPLE}/999", status=404)


def test_an_administrator_sees_whole_phones_and_may_disable(app: Flask, clock: Any) -> None:
    chief = Browser(app.test_client(), a_person(role="administrator", full_name="Quản Trị"))
    who = a_person(phone="0987654321")
    path = f"{PEOPLE}/{who.person_id}"
    assert "0987 654 321" in chief.see(path)
    form = chief.form(path, "reason")
    assert chief.send(f"{path}/disable", form).status_code == 400
    form["reason"] = "gian lận"
    assert chief.send(f"{path}/disable", form).status_code == 303
    page = chief.see(path)
    assert "Đã khoá" in page
    assert "gian lận" in page
    assert "Đặt lại mật khẩu</button>" not in page
    assert chief.send(f"{path}/enable", form).status_code == 303
    assert "Khoá tài khoản</button>" in chief.see(path)


def test_a_reset_shows_the_code_once_and_stays_out_of_caches(organiser: Any) -> None:
    who = a_person()
    path = f"{PEOPLE}/{who.person_id}"
    form = organiser.form(path, "reason")
    assert "one-time-code" not in organiser.send(f"{path}/reset", form).text
    form["reason"] = "quên mật khẩu"
    answer = organiser.send(f"{path}/reset", form)
    assert answer.status_code == 200
    assert "one-time-code" in answer.text
    assert "one-time-code" not in organiser.see(path)
    assert "quên mật khẩu" in organiser.see(path)


def test_an_organiser_resets_and_disables_no_powerful_account(organiser: Any) -> None:
    chief = a_person(role="administrator")
    path = f"{PEOPLE}/{chief.person_id}"
    assert "Đặt lại mật khẩu</button>" not in organiser.see(path)
    form = organiser.form(f"{PEOPLE}/{a_person().person_id}", "reason")
    form["reason"] = "x"
    assert organiser.send(f"{path}/reset", form).status_code == 403
    assert organiser.send(f"{path}/disable", form).status_code == 403


def test_pairs_are_seen_by_organisers_and_decided_by_arbiters(
    app: Flask, organiser: Any, now: datetime
) -> None:
    one = a_person(full_name="Hoàng Thị Mỷ", phone="0987654321").person_id
    two = a_person(full_name="Hoàng Thị Mỷ", phone="0987654322").person_id
    page = organiser.see(f"{PEOPLE}/duplicates")
    assert "Số điện thoại chỉ khác một chữ số" in page
    assert "Kết luận</a>" not in page
    organiser.see(f"{PEOPLE}/duplicates/{one}/{two}", status=403)
    arbiter = Browser(app.test_client(), a_person(role="arbiter", full_name="Giám Sát"))
    page = arbiter.see(f"{PEOPLE}/duplicates")
    assert f'href="{PEOPLE}/duplicates/{one}/{two}"' in page
    assert f'href="{PEOPLE}/{one}"' not in page
    roles.grant_role(account_id=arbiter.who.account_id, role="organiser", by=None, now=now)
    path = f"{PEOPLE}/duplicates/{one}/{two}"
    form = arbiter.form(path, "reason")
    form["reason"] = "đơn vị xác nhận"
    assert arbiter.send(path, form).status_code == 400
    form["kind"] = "same"
    assert arbiter.send(path, form).status_code == 303
    assert "Đã kết luận: là một người" in organiser.see(f"{PEOPLE}/duplicates")
    arbiter.see(f"{PEOPLE}/duplicates/{one}/{one}", status=404)


def a_roster(organiser: Any, *rows: tuple[Any, ...]) -> str:
    form = organiser.form(f"{PEOPLE}/import", "source")
    form["source"], form["purpose"], form["commune"] = "Sở", "dự thi", MINH_XUAN
    data = a_list(PEOPLE_HEADINGS, *rows)
    answer = organiser.send(f"{PEOPLE}/import", form, (data, "ds.xlsx"))
    assert answer.status_code == 303, answer.text
    return str(answer.location)


def test_a_list_is_previewed_confirmed_and_gives_codes(organiser: Any) -> None:
    path = a_roster(organiser, ("Hoàng Thị Mỷ", "0987654321"), ("Lỗi", "12"))
    page = organiser.see(path)
    assert "Hoàng Thị Mỷ" in page
    assert "“12” không phải số di động Việt Nam." in page
    assert "0987" not in page
    answer = organiser.send(path, organiser.form(path, "shown"))
    roster = str(answer.location)
    assert "chưa kích hoạt" in organiser.see(roster)
    sheet = organiser.send(f"{roster}/codes")
    assert sheet.headers["Cache-Control"] == "no-store"
    assert rows_of(sheet.data)[3][:2] == ("Hoàng Thị Mỷ", "0987 654 321")
    assert "ds.xlsx" in organiser.see(f"{PEOPLE}/rosters")
    assert organiser.send(f"{roster}/forget").status_code == 303
    assert rosters.list_rosters()[0].people == 0
    organiser.see(f"{PEOPLE}/rosters/999", status=404)


def test_a_list_without_source_or_file_is_refused_beside_the_fields(organiser: Any) -> None:
    form = organiser.form(f"{PEOPLE}/import", "source")
    answer = organiser.send(f"{PEOPLE}/import", form)
    assert answer.status_code == 400
    assert answer.text.count("Hãy điền vào ô này.") >= 2
    form["source"] = form["purpose"] = "x"
    assert "Hãy chọn một tệp Excel." in organiser.send(f"{PEOPLE}/import", form).text


def test_the_template_left_as_it_is_adds_nobody(organiser: Any) -> None:
    template = organiser.client.get(f"{PEOPLE}/import/template.xlsx").data
    rows = rows_of(template)
    assert rows[0] == PEOPLE_HEADINGS
    page = organiser.see(a_roster(organiser, *rows[1:]))
    assert "Tệp này không có ai mới." in page


@pytest.mark.parametrize("path", ["", "/1", "/duplicates", "/rosters", "/import", "/rosters/1"])
def test_a_participant_sees_nothing_of_it(participant: Any, path: str) -> None:
    participant.see(f"{PEOPLE}{path}", status=403)
