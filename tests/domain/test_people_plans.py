"""Who a list of people would add."""

from __future__ import annotations

from app.domain.people_plans import Coming, Plan, phones_in, plan
from app.domain.rosters import Finder, Row, commune_finder

COMMUNES = commune_finder([("00721", "Xã Đồng Văn"), ("02215", "Phường Minh Xuân")])


def organisations() -> Finder:
    finder = Finder()
    finder.add("so-y-te", "Sở Y tế")
    return finder


def planned(
    *rows: dict[str, str], present: tuple[str, ...] = (), defaults: dict[str, str] | None = None
) -> Plan:
    return plan(
        [Row(place, row) for place, row in enumerate(rows, start=2)],
        present=present,
        communes=COMMUNES,
        organisations=organisations(),
        defaults=defaults or {},
    )


def test_a_whole_row_becomes_a_person() -> None:
    found = planned(
        {
            "full_name": "Hoàng  Thị Mỷ",
            "phone": "912345678",
            "commune": "dong van",
            "organisation": "sở y tế",
            "group": "Công chức",
        }
    )
    assert found.new == (
        Coming(2, "Hoàng Thị Mỷ", "+84912345678", "00721", "so-y-te", "civil_servant"),
    )


def test_empty_cells_take_what_was_chosen_for_all() -> None:
    row = {"full_name": "Hoàng Thị Mỷ", "phone": "0912345678"}
    chosen = {"commune": "02215", "organisation": "so-y-te", "group": "student"}
    found = planned(row, defaults=chosen).new[0]
    assert (found.commune, found.organisation, found.group) == ("02215", "so-y-te", "student")
    found = planned(row, defaults={"commune": "02215"}).new[0]
    assert (found.organisation, found.group) == (None, "other")


def test_a_phone_counts_once_in_a_list_and_not_again_when_it_is_registered() -> None:
    row = {"full_name": "A", "phone": "0912 345 678", "commune": "00721"}
    other = {**row, "phone": "+84987654321"}
    found = planned(row, row, other, present=("+84987654321",))
    assert [one.row for one in found.new] == [2]
    assert [one.row for one in found.present] == [4]
    assert [(one.row, one.code, one.value) for one in found.problems] == [(3, "twice", "2")]


def test_every_fault_of_a_row_is_named_with_its_column() -> None:
    found = planned(
        {"phone": "12", "organisation": "Sở Lạ", "group": "vua"},
        {"full_name": "123", "commune": "Hà Nội"},
    )
    assert [(one.row, one.column, one.code) for one in found.problems] == [
        (2, "full_name", "missing"),
        (2, "phone", "phone"),
        (2, "commune", "missing"),
        (2, "organisation", "unknown"),
        (2, "group", "unknown"),
        (3, "full_name", "characters"),
        (3, "phone", "missing"),
        (3, "commune", "unknown"),
    ]
    assert found.new == ()


def test_the_phones_of_a_list_are_those_that_can_be_read() -> None:
    rows = [Row(2, {"phone": "0912345678"}), Row(3, {"phone": "x"}), Row(4, {})]
    assert phones_in(rows) == {"+84912345678"}
