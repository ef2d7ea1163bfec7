"""Contacts see the participation of their own unit, with its parts, and of no other."""

from __future__ import annotations

from datetime import datetime

import pytest
from flask import Flask

from app.domain.errors import InvalidRequest, NotFound
from app.services import audit, boards, posters, unit_contacts, unit_participation
from app.services.accounts import SignedIn
from tests.factories import MINH_XUAN, a_person, an_organisation, some_communes
from tests.factories_contests import a_contest, a_finished_attempt, a_result, a_started_attempt
from tests.lists import rows_of

PHONE = "0912345678"


@pytest.fixture
def contact(app: Flask, now: datetime) -> SignedIn:
    some_communes()
    an_organisation("me", "Mẹ", headcount=10)
    an_organisation("con", "Con", parent="me", headcount=4)
    an_organisation("khac", "Khác")
    who = a_person(phone=PHONE, full_name="Đầu Mối", organisation="khac")
    unit_contacts.appoint("organisation", "me", phone=PHONE, account_id=None, now=now)
    return who


def test_a_contact_sees_figures_place_and_who_is_missing(contact: SignedIn, now: datetime) -> None:
    a_contest(min_unit_size=1, attempts_allowed=None)
    a_finished_attempt(a_person(organisation="con", full_name="Đã Thi"))
    a_started_attempt(a_person(organisation="con", full_name="Đang Làm"))
    a_person(organisation="me", full_name="Chưa Thi")
    a_finished_attempt(a_person(organisation="khac", full_name="Người Khác"))
    boards.refresh(now)
    own = unit_participation.watch(contact.account_id, now=now)
    assert (own.unit.name, own.unit.headcount, own.registered) == ("Mẹ", 10, 3)
    only = own.contests[0]
    assert (only.took_part, only.rate) == (1, pytest.approx(0.1))
    assert only.row is not None
    assert only.row.rank is not None
    assert [one.full_name for one in own.absent] == ["Đang Làm", "Chưa Thi"]
    assert [one.attempts for one in own.absent] == [1, 0]
    assert own.absent_total == 2


def test_the_workbook_names_everybody_of_the_unit_and_nobody_else(
    contact: SignedIn, now: datetime
) -> None:
    contest = a_contest()
    a_result(a_person(organisation="con", full_name="=Đã Thi").person_id, contest.rounds[0].id)
    a_person(organisation="me", full_name="Chưa Thi")
    data = unit_participation.export(
        contact.account_id, unit="organisation:me", contest="cuoc-thi", now=now
    )
    rows = [row[:4] for row in rows_of(data)[3:]]
    assert rows == [
        ("Chưa Thi", "Công chức", "Mẹ", "Chưa dự thi"),
        ("=Đã Thi", "Công chức", "Con", "Đã dự thi"),
    ]


def test_other_units_other_contests_and_other_people_are_not_there(
    contact: SignedIn, now: datetime
) -> None:
    a_contest()
    for unit, contest in (("organisation:khac", ""), ("commune:02215", ""), ("", "khong-co")):
        with pytest.raises(NotFound):
            unit_participation.watch(contact.account_id, unit=unit, contest=contest, now=now)
    with pytest.raises(NotFound):
        unit_participation.watch(a_person().account_id, now=now)


def test_a_contact_of_a_commune_sees_its_people(contact: SignedIn, now: datetime) -> None:
    unit_contacts.appoint("commune", MINH_XUAN, phone=PHONE, account_id=None, now=now)
    own = unit_participation.watch(contact.account_id, unit=f"commune:{MINH_XUAN}", now=now)
    assert [one.name for one in own.units] == ["Mẹ", "Phường Minh Xuân"]
    assert (own.registered, own.chosen) == (1, None)


def test_once_ended_nothing_is_seen_any_more(contact: SignedIn, now: datetime) -> None:
    contact_id = unit_contacts.list_of_unit("organisation", "me")[0].id
    unit_contacts.end("organisation", "me", contact_id, account_id=None, now=now)
    with pytest.raises(NotFound):
        unit_participation.watch(contact.account_id, now=now)
    with pytest.raises(NotFound):
        unit_contacts.end("organisation", "me", contact_id, account_id=None, now=now)
    unit_contacts.appoint("organisation", "me", phone=PHONE, account_id=None, now=now)
    assert len(unit_contacts.list_of_account(contact.account_id)) == 1
    assert audit.find_broken_link() is None


def test_only_somebody_who_is_there_is_appointed_and_only_once(
    contact: SignedIn, now: datetime
) -> None:
    for phone, fault in (("12", "phone_invalid"), ("0987654321", "nobody"), (PHONE, "already")):
        with pytest.raises(InvalidRequest) as refused:
            unit_contacts.appoint("organisation", "me", phone=phone, account_id=None, now=now)
        assert refused.value.errors == (("phone", fault),)
    for kind, code in (("organisation", "khong-co"), ("commune", "99999"), ("bộ", "me")):
        with pytest.raises(NotFound):
            unit_contacts.appoint(kind, code, phone=PHONE, account_id=None, now=now)


def test_posters_are_for_known_units_and_come_in_parts(
    contact: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert posters.get_unit("commune", MINH_XUAN).name == "Phường Minh Xuân"
    assert [one.code for one in posters.list_units("organisation", "me")] == ["me"]
    for kind, code in (("commune", "99999"), ("organisation", "khong"), ("x", "me")):
        with pytest.raises(NotFound):
            posters.get_unit(kind, code)
    monkeypatch.setattr(posters, "MOST_PAGES", 2)
    every = posters.list_units("organisation")
    assert [len(posters.pages(every, part)) for part in (1, 2)] == [2, 1]
    for part in (0, 3):
        with pytest.raises(NotFound):
            posters.pages(every, part)
