"""The room of units in a browser."""

from __future__ import annotations

from typing import Any

import pytest

from app.services import unit_contacts, units
from tests.factories import MINH_XUAN, a_person, an_organisation
from tests.lists import ORGANISATION_HEADINGS, a_list, rows_of

UNITS = "/organiser/units"


@pytest.fixture
def tree(organiser: Any) -> None:
    an_organisation("me", "Sở Y tế", headcount=None)
    an_organisation("con", "Bệnh viện tỉnh", parent="me")


def test_organisations_stand_as_a_tree_and_are_found_without_accents(
    organiser: Any, tree: None
) -> None:
    a_person(organisation="con")
    page = organiser.see(UNITS)
    assert page.index("Sở Y tế</a>") < page.index("Bệnh viện tỉnh</a>")
    assert "unit-depth-1" in page
    assert "1 đơn vị chưa có số người" in page
    found = organiser.see(f"{UNITS}?q=benh+vien")
    assert "Bệnh viện tỉnh" in found
    assert "Sở Y tế</a>" not in found
    assert "Không có đơn vị nào như vậy" in organiser.see(f"{UNITS}?q=zzz")
    assert "Phường Minh Xuân" in organiser.see(f"{UNITS}?kind=commune&q=minh xuan")


def test_a_unit_is_added_edited_and_shows_its_history(organiser: Any, tree: None) -> None:
    form = organiser.form(f"{UNITS}/new", "parent")
    form["name"], form["code"], form["parent"], form["headcount"] = "CDC", "cdc", "me", "80"
    answer = organiser.send(f"{UNITS}/new", form)
    assert (answer.status_code, answer.location) == (303, f"{UNITS}/organisation/cdc")
    form = organiser.form(f"{UNITS}/organisation/cdc/edit", "parent")
    assert (form["parent"], form["headcount"]) == ("me", "80")
    form["name"], form["reason"] = "Trung tâm CDC", "QĐ 5"
    assert organiser.send(f"{UNITS}/organisation/cdc/edit", form).status_code == 303
    page = organiser.see(f"{UNITS}/organisation/cdc")
    assert "Tên: CDC → Trung tâm CDC" in page
    assert "QĐ 5" in page
    assert organiser.who.full_name in page


def test_a_name_that_looks_like_another_is_warned_of(organiser: Any, tree: None) -> None:
    form = organiser.form(f"{UNITS}/new", "parent")
    form["name"], form["code"] = "SỞ Y-TẾ", "so-y-te-2"
    assert organiser.send(f"{UNITS}/new", form).status_code == 303
    assert "trông giống hệt đơn vị “Sở Y tế” (mã me)" in organiser.see(UNITS)
    form["name"], form["code"] = "Sở Y tê", "khac"
    assert organiser.send(f"{UNITS}/new", form).status_code == 303
    assert "trông giống" not in organiser.see(UNITS)


def test_faults_stand_beside_their_fields_and_nothing_is_lost(organiser: Any, tree: None) -> None:
    form = organiser.form(f"{UNITS}/new", "parent")
    form["name"], form["code"] = "Một đơn vị", "con"
    answer = organiser.send(f"{UNITS}/new", form)
    assert answer.status_code == 400
    assert "Mã này đã có đơn vị khác dùng." in answer.text
    assert 'value="Một đơn vị"' in answer.text
    form = organiser.form(f"{UNITS}/organisation/me/edit", "parent")
    form["parent"], form["headcount"] = "con", "x"
    assert "Hãy nhập một số nguyên" in organiser.send(f"{UNITS}/organisation/me/edit", form).text
    form["headcount"] = ""
    answer = organiser.send(f"{UNITS}/organisation/me/edit", form)
    assert "nằm bên dưới chính đơn vị đang sửa" in answer.text


def test_a_commune_is_given_its_headcount(organiser: Any) -> None:
    path = f"{UNITS}/commune/{MINH_XUAN}"
    form = organiser.form(f"{path}/edit", "headcount")
    form["headcount"] = "4321"
    assert organiser.send(f"{path}/edit", form).status_code == 303
    assert "Số người: 1000 → 4321" in organiser.see(path)


def test_a_merge_needs_every_answer_and_leads_to_where_it_went(organiser: Any, tree: None) -> None:
    path = f"{UNITS}/organisation/con/merge"
    form = organiser.form(path, "into")
    assert organiser.send(path, form).status_code == 400
    form["into"], form["headcount"], form["reason"] = "me", "keep", "QĐ 9"
    answer = organiser.send(path, form)
    assert (answer.status_code, answer.location) == (303, f"{UNITS}/organisation/me")
    assert "Nhận sáp nhập Bệnh viện tỉnh (con)" in organiser.see(f"{UNITS}/organisation/me")
    page = organiser.see(f"{UNITS}/organisation/con")
    assert "Đơn vị này đã sáp nhập" in page
    assert "nay thuộc Sở Y tế" in organiser.see(UNITS)
    organiser.see(path, status=404)


def test_a_contact_is_appointed_by_phone_and_ended(organiser: Any, tree: None) -> None:
    who = a_person(phone="0987654321", full_name="Đầu Mối")
    path = f"{UNITS}/organisation/me"
    form = organiser.form(path, "phone")
    form["phone"] = "0987 654 320"
    assert "Chưa có ai đăng ký bằng số này" in organiser.send(f"{path}/contacts", form).text
    form["phone"] = "0987 654 321"
    assert organiser.send(f"{path}/contacts", form).status_code == 303
    assert "Đầu Mối" in organiser.see(path)
    contact = unit_contacts.list_of_account(who.account_id)[0]
    assert organiser.send(f"{path}/contacts/{contact.id}/end").status_code == 303
    assert unit_contacts.list_of_account(who.account_id) == []


def test_a_list_is_previewed_and_confirmed(organiser: Any, tree: None) -> None:
    data = a_list(
        ORGANISATION_HEADINGS, ("me", "Sở Y tế", "", "", 9), ("x", "<b>X</b>", "bộ", "", "")
    )
    form = organiser.form(f"{UNITS}/import", "kind")
    answer = organiser.send(f"{UNITS}/import", form, (data, "ds.xlsx"))
    assert answer.status_code == 303
    page = organiser.see(answer.location)
    assert "<del>—</del>" in page
    assert "<ins>9</ins>" in page
    assert "C3" in page
    shown = organiser.form(answer.location, "shown")
    done = organiser.send(answer.location, shown)
    assert (done.status_code, done.location) == (303, f"{UNITS}?kind=organisation")
    found = units.find_organisation("me")
    assert found is not None
    assert found.headcount == 9
    organiser.see(answer.location, status=404)


def test_a_preview_that_is_out_of_date_is_shown_again(organiser: Any, tree: None) -> None:
    form = organiser.form(f"{UNITS}/import", "kind")
    data = a_list(ORGANISATION_HEADINGS, ("me", "Sở Y tế", "", "", 9))
    path = organiser.send(f"{UNITS}/import", form, (data, "ds.xlsx")).location
    shown = organiser.form(path, "shown")
    shown["shown"] = "0" * 64
    answer = organiser.send(path, shown)
    assert (answer.status_code, answer.location) == (303, path)
    assert "Hãy xem lại rồi xác nhận lần nữa" in organiser.see(path)
    shown["discard"] = "1"
    assert organiser.send(path, shown).location == f"{UNITS}/import"
    organiser.see(path, status=404)


def test_a_file_that_is_no_list_is_refused_in_words(organiser: Any) -> None:
    form = organiser.form(f"{UNITS}/import", "kind")
    for file, words in (
        ((b"x", "x.csv"), "Đây không phải tệp Excel"),
        ((a_list(("A",), ("1",)), "a.xlsx"), "Không thấy dòng tiêu đề có cột “Tên”"),
        (None, "Hãy chọn một tệp Excel."),
    ):
        answer = organiser.send(f"{UNITS}/import", form, file)
        assert answer.status_code == 400
        assert words in answer.text


def test_workbooks_can_be_taken_along(organiser: Any, tree: None) -> None:
    answer = organiser.client.get(f"{UNITS}/export.xlsx")
    assert answer.headers["Content-Disposition"].endswith("don-vi.xlsx")
    assert rows_of(answer.data)[1][:2] == ("me", "Sở Y tế")
    for kind in ("organisations", "communes"):
        template = organiser.client.get(f"{UNITS}/import/template-{kind}.xlsx")
        assert rows_of(template.data)[0][:2] == ("Mã", "Tên")
    assert organiser.client.get(f"{UNITS}/import/template-x.xlsx").status_code == 404


@pytest.mark.parametrize(
    "path", ["", "/new", "/import", "/export.xlsx", "/commune/02215", "/commune/02215/edit"]
)
def test_a_participant_sees_nothing_of_it(participant: Any, path: str) -> None:
    participant.see(f"{UNITS}{path}", status=403)


def test_units_that_are_not_there_are_not_found(organiser: Any) -> None:
    for path in (
        "organisation/x",
        "commune/99999",
        "bo/x",
        "commune/99999/edit",
        "organisation/x/edit",
    ):
        organiser.see(f"{UNITS}/{path}", status=404)
