"""People from lists: accounts that wait, and are forgotten when nobody comes."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from flask import Flask

from app.domain.errors import InvalidRequest, NotFound, SignInFailed
from app.services import (
    accounts,
    activations,
    audit,
    people,
    people_search,
    roster_codes,
    rosters,
    unit_contacts,
    unit_rooms,
)
from app.services.people_search import Query
from app.services.rosters import About
from tests.factories import (
    DONG_VAN,
    MINH_XUAN,
    PASSWORD,
    a_person,
    an_organisation,
    an_organiser,
    some_communes,
)
from tests.lists import PEOPLE_HEADINGS, a_list, rows_of

ABOUT = About("Văn phòng Sở lập ngày 10/11", "tạo sẵn tài khoản", commune=MINH_XUAN)
LIST = a_list(
    PEOPLE_HEADINGS,
    ("Hoàng Thị Mỷ", 912345678, "Đồng Văn", "so-y-te", "Công chức"),
    ("Vàng A Páo", "0912 345 679", None, None, None),
    ("Đã Có", "0987654321", None, None, None),
    ("Thiếu Số", None, None, None, None),
)


@pytest.fixture
def account_id(app: Flask) -> int:
    some_communes()
    an_organisation("so-y-te", "Sở Y tế")
    a_person(phone="0987654321")
    return an_organiser(phone="0977000111").account_id


def taken(account_id: int, now: datetime, data: bytes = LIST) -> int:
    token = rosters.upload(data, ABOUT, file_name="ds.xlsx", account_id=account_id, now=now)
    shown = rosters.preview(token, account_id=account_id).digest
    roster_id = rosters.confirm(token, shown=shown, account_id=account_id, now=now)
    assert roster_id is not None
    return roster_id


def names() -> set[str]:
    rows = people_search.list_people(Query(), offset=0, limit=1000).rows
    return {row.full_name for row in rows}


def codes_of(roster_id: int, now: datetime) -> dict[str, tuple[str, str]]:
    """By name, the phone and code as they are printed."""
    rows = rows_of(roster_codes.make_codes(roster_id, account_id=None, now=now))
    return {str(row[0]): (str(row[1]), str(row[2])) for row in rows[3:]}


def test_a_preview_tells_the_new_the_known_and_the_faulty(account_id: int, now: datetime) -> None:
    token = rosters.upload(LIST, ABOUT, file_name="ds.xlsx", account_id=account_id, now=now)
    plan = rosters.preview(token, account_id=account_id).plan
    assert [(one.full_name, one.commune, one.group) for one in plan.new] == [
        ("Hoàng Thị Mỷ", DONG_VAN, "civil_servant"), ("Vàng A Páo", MINH_XUAN, "other"),
    ]  # fmt: skip
    assert [one.full_name for one in plan.present] == ["Đã Có"]
    assert [(one.row, one.column, one.code) for one in plan.problems] == [(5, "phone", "missing")]
    assert people.count_people() == 2


def test_nobody_from_a_list_can_sign_in_or_counts_before_activating(
    account_id: int, now: datetime
) -> None:
    roster_id = taken(account_id, now)
    assert people.count_people() == 4
    with pytest.raises(SignInFailed):
        accounts.sign_in(phone="0912345678", password="", now=now)
    own = {row.unit.code: row.own for row in unit_rooms.list_organisations()}
    assert own["so-y-te"] == 0
    facts = rosters.get_roster(roster_id)
    assert (facts.people, facts.activated, facts.by) == (2, 0, "Trần Quốc Dũng")
    assert facts.expires_at == now + rosters.KEPT
    assert audit.find_broken_link() is None


def test_a_second_list_finds_the_people_of_the_first_present(
    account_id: int, now: datetime
) -> None:
    taken(account_id, now)
    _table, plan = rosters.check(LIST, ABOUT)
    assert (len(plan.new), len(plan.present)) == (0, 3)


def test_somebody_who_registers_meanwhile_makes_a_new_preview_needed(
    account_id: int, now: datetime
) -> None:
    token = rosters.upload(LIST, ABOUT, file_name="ds.xlsx", account_id=account_id, now=now)
    shown = rosters.preview(token, account_id=account_id).digest
    a_person(phone="0912345679")
    assert rosters.confirm(token, shown=shown, account_id=account_id, now=now) is None
    assert rosters.list_rosters() == []


def test_a_list_must_say_whose_it_is_and_what_for(account_id: int, now: datetime) -> None:
    about = About(" ", "", commune="99999", organisation="khong", group="vua")
    with pytest.raises(InvalidRequest) as refused:
        rosters.upload(LIST, about, file_name="x", account_id=account_id, now=now)
    assert {path for path, _ in refused.value.errors} == {
        "source", "purpose", "commune", "organisation", "group",
    }  # fmt: skip


def test_the_printed_list_has_codes_that_open_the_accounts(account_id: int, now: datetime) -> None:
    roster_id = taken(account_id, now)
    old = codes_of(roster_id, now)
    codes = codes_of(roster_id, now)
    assert set(codes) == {"Hoàng Thị Mỷ", "Vàng A Páo"}
    phone, code = codes["Hoàng Thị Mỷ"]
    offer = activations.look(phone=phone, code=code, now=now)
    assert offer.person.full_name == "Hoàng Thị Mỷ"
    assert offer.roster is not None
    assert offer.roster.source == ABOUT.source
    assert offer.asks_consent
    with pytest.raises(SignInFailed):
        activations.look(phone=phone, code=old["Hoàng Thị Mỷ"][1], now=now)


def test_whoever_has_not_come_in_time_is_forgotten(account_id: int, now: datetime) -> None:
    roster_id = taken(account_id, now)
    phone, code = codes_of(roster_id, now)["Vàng A Páo"]
    who = activations.activate(phone=phone, code=code, password=PASSWORD, consent=True, now=now)
    assert rosters.forget_overdue(now + rosters.KEPT - timedelta(seconds=1)) == 0
    assert rosters.forget_overdue(now + rosters.KEPT) == 1
    assert rosters.forget_overdue(now + rosters.KEPT) == 0
    assert "Hoàng Thị Mỷ" not in names()
    assert people.get_person(who.person_id).full_name == "Vàng A Páo"
    assert rosters.get_roster(roster_id).deleted_at == now + rosters.KEPT
    with pytest.raises(NotFound):
        roster_codes.make_codes(roster_id, account_id=None, now=now)


def test_an_organiser_may_forget_them_at_once_with_all_that_hangs_on_them(
    account_id: int, now: datetime
) -> None:
    roster_id = taken(account_id, now)
    codes_of(roster_id, now)
    with pytest.raises(InvalidRequest) as refused:
        unit_contacts.appoint(
            "organisation", "so-y-te", phone="0912345678", account_id=account_id, now=now
        )
    assert refused.value.errors == (("phone", "waiting"),)
    assert rosters.forget(roster_id, account_id=account_id, now=now) == 2
    assert names() == {"Nguyễn Thị Hạnh", "Trần Quốc Dũng"}
    assert rosters.get_roster(roster_id).people == 0
    _table, plan = rosters.check(LIST, ABOUT)
    assert len(plan.new) == 2
    assert audit.find_broken_link() is None


def test_who_registers_by_themselves_takes_over_the_account_that_waits(
    account_id: int, now: datetime
) -> None:
    roster_id = taken(account_id, now)
    phone, code = codes_of(roster_id, now)["Vàng A Páo"]
    accounts.register(
        phone=phone, password=PASSWORD, full_name="Vàng A Pó", commune=DONG_VAN,
        organisation=None, group="resident", consent=True, now=now,
    )  # fmt: skip
    who = accounts.sign_in(phone=phone, password=PASSWORD, now=now)
    held = people.get_person(who.person_id)
    assert (held.full_name, held.commune_code, len(held.consents)) == ("Vàng A Pó", DONG_VAN, 1)
    assert rosters.get_roster(roster_id).activated == 1
    with pytest.raises(SignInFailed):
        activations.look(phone=phone, code=code, now=now)
    assert people.count_people() == 4


def test_registering_again_never_takes_over_an_account_in_use(
    account_id: int, now: datetime
) -> None:
    roster_id = taken(account_id, now)
    phone, code = codes_of(roster_id, now)["Vàng A Páo"]
    activations.activate(phone=phone, code=code, password=PASSWORD, consent=True, now=now)
    accounts.register(
        phone=phone, password="mot-mat-khau-la-3", full_name="Kẻ Lạ", commune=DONG_VAN,
        organisation=None, group="resident", consent=True, now=now,
    )  # fmt: skip
    assert accounts.sign_in(phone=phone, password=PASSWORD, now=now).full_name == "Vàng A Páo"


def test_a_long_list_comes_in_parts_and_is_whole(account_id: int, now: datetime) -> None:
    rows = [(f"Người Thứ {n}", f"03{n:08d}", None, None, None) for n in range(600)]
    roster_id = taken(account_id, now, a_list(PEOPLE_HEADINGS, *rows))
    assert rosters.get_roster(roster_id).people == 600
    assert len(codes_of(roster_id, now)) == 600
