"""What organisers see of people, and what they may do with accounts."""

from __future__ import annotations

from datetime import datetime

import pytest
from flask import Flask

from app.domain.errors import InvalidRequest, NotFound, NotPermitted, SignInFailed
from app.services import accounts, audit, people, people_search, person_duplicates, person_records
from app.services.accounts import SignedIn
from app.services.people_search import Query
from app.services.person_duplicates import SAME
from tests.factories import (
    DONG_VAN,
    MINH_XUAN,
    PASSWORD,
    a_person,
    an_organisation,
    an_organiser,
    some_communes,
)
from tests.factories_contests import a_contest, a_result


@pytest.fixture
def organiser(app: Flask) -> SignedIn:
    some_communes()
    return an_organiser(phone="0977000111")


def named(query: Query, **given: bool) -> list[str]:
    return [row.full_name for row in people_search.list_people(
        query, offset=0, limit=50, **given).rows]  # fmt: skip


def test_people_are_found_by_name_phone_and_unit(organiser: SignedIn) -> None:
    an_organisation("me", "Mẹ")
    an_organisation("con", "Con", parent="me")
    a_person(full_name="Đặng Thị Ánh", phone="0912345678", commune=DONG_VAN, organisation="con")
    a_person(full_name="Hoàng Văn An", phone="0912345999", organisation="me")
    assert named(Query("anh dang")) == ["Đặng Thị Ánh"]
    assert named(Query("0912 345 678")) == ["Đặng Thị Ánh"]
    assert named(Query("999")) == ["Hoàng Văn An"]
    assert named(Query(commune=DONG_VAN)) == ["Đặng Thị Ánh"]
    assert named(Query(organisation="me")) == ["Hoàng Văn An", "Đặng Thị Ánh"]
    assert named(Query(organisation="con")) == ["Đặng Thị Ánh"]
    assert named(Query(organisation="khong-co")) == []
    assert named(Query("%")) == []


def test_more_of_a_phone_than_a_mask_shows_is_searched_by_administrators_only(
    organiser: SignedIn,
) -> None:
    a_person(full_name="A", phone="0912345678")
    a_person(full_name="B", phone="0912341678")
    assert named(Query("5678")) == ["A", "B"]
    assert named(Query("5678"), all_digits=True) == ["A"]


def test_deleted_people_are_not_found(organiser: SignedIn, now: datetime) -> None:
    a_person(full_name="A", phone="0912345678", password=PASSWORD)
    who = accounts.sign_in(phone="0912345678", password=PASSWORD, now=now)
    people.delete_own(identity=who.identity, password=PASSWORD, now=now)
    assert named(Query()) == ["Trần Quốc Dũng"]
    with pytest.raises(NotFound):
        person_records.get_record(who.person_id)


def test_a_record_tells_attempts_roles_and_decisions(organiser: SignedIn, now: datetime) -> None:
    contest = a_contest()
    who = a_person(role="arbiter")
    a_result(who.person_id, contest.rounds[0].id)
    record = person_records.get_record(who.person_id)
    assert record.roles == ("arbiter",)
    assert [(one.contest_slug, one.correct) for one in record.attempts] == [("cuoc-thi", 3)]
    assert (record.notes, record.roster, record.code_until) == ((), None, None)


def test_a_reset_is_recorded_and_organisers_reset_no_powerful_account(
    organiser: SignedIn, now: datetime
) -> None:
    who, arbiter = a_person(), a_person(role="arbiter")
    person_records.reset_password(who.person_id, reason="quên", who=organiser, now=now)
    record = person_records.get_record(who.person_id)
    assert [(one.kind, one.reason, one.by) for one in record.notes] == [
        ("reset", "quên", "Trần Quốc Dũng")
    ]
    assert record.code_until is not None
    for person_id in (arbiter.person_id, organiser.person_id):
        with pytest.raises(NotPermitted):
            person_records.reset_password(person_id, reason="quên", who=organiser, now=now)
    chief = a_person(role="administrator")
    assert person_records.reset_password(arbiter.person_id, reason="quên", who=chief, now=now)
    with pytest.raises(InvalidRequest):
        person_records.reset_password(who.person_id, reason=" ", who=organiser, now=now)
    assert audit.find_broken_link() is None


def test_an_administrator_disables_and_enables_an_account(
    organiser: SignedIn, now: datetime
) -> None:
    chief = a_person(role="administrator")
    a_person(phone="0912345678", password=PASSWORD)
    who = accounts.sign_in(phone="0912345678", password=PASSWORD, now=now)
    person_records.disable(who.person_id, reason="gian lận", who=chief, now=now)
    assert accounts.find_signed_in(who.identity) is None
    with pytest.raises(SignInFailed):
        accounts.sign_in(phone="0912345678", password=PASSWORD, now=now)
    with pytest.raises(InvalidRequest):
        person_records.reset_password(who.person_id, reason="quên", who=chief, now=now)
    person_records.disable(who.person_id, reason="lần nữa", who=chief, now=now)
    person_records.enable(who.person_id, reason="nhầm", who=chief, now=now)
    accounts.sign_in(phone="0912345678", password=PASSWORD, now=now)
    notes = person_records.get_record(who.person_id).notes
    assert [one.kind for one in notes] == ["enable", "disable"]
    for by, person_id in ((organiser, who.person_id), (chief, chief.person_id)):
        with pytest.raises(NotPermitted):
            person_records.disable(person_id, reason="x", who=by, now=now)


def test_people_may_see_what_was_decided_on_them(organiser: SignedIn, now: datetime) -> None:
    who, other = a_person(phone="0912345678", password=PASSWORD), a_person()
    person_duplicates.decide(
        who.person_id, other.person_id, kind=SAME, reason="hỏi rồi", who=organiser, now=now
    )
    held = people.export_own(identity=who.identity, now=now)
    assert held["decisions"] == [{"kind": "same", "reason": "hỏi rồi", "at": now.isoformat()}]
    assert (held["list"], held["contact_of"]) == (None, [])


def test_pairs_come_with_evidence_and_the_decision_on_them(
    organiser: SignedIn, now: datetime
) -> None:
    contest = a_contest()
    one = a_person(full_name="Hoàng Thị Mỷ", phone="0912345678", commune=DONG_VAN)
    two = a_person(full_name="Hoàng Thị Mỷ", phone="0912345679", commune=MINH_XUAN)
    three = a_person(full_name="Hoàng Thị My", phone="0987654321", commune=DONG_VAN)
    for who in (one, two):
        a_result(who.person_id, contest.rounds[0].id)
    found = person_duplicates.find(Query(), offset=0, limit=10)
    assert [(row.first.id, row.second.id, row.pair.reasons) for row in found.rows] == [
        (one.person_id, two.person_id, ("near_phone",)),
        (one.person_id, three.person_id, ("same_commune",)),
    ]
    assert found.rows[0].both_took == ("Cuộc thi",)
    assert (found.total, found.narrowed) == (2, False)
    assert person_duplicates.find(Query(commune=MINH_XUAN), offset=0, limit=10).rows == []
    for kind, reason in (("different", "chưa rõ"), ("same", "đơn vị xác nhận")):
        person_duplicates.decide(
            two.person_id, one.person_id, kind=kind, reason=reason, who=organiser, now=now
        )
    note = person_duplicates.find(Query(), offset=0, limit=10).rows[0].note
    assert note is not None
    assert (note.kind, note.reason) == ("same", "đơn vị xác nhận")
    assert len(person_records.get_record(two.person_id).notes) == 2
    assert people.count_people() == 4
    assert audit.find_broken_link() is None


def test_a_decision_needs_two_others_a_kind_and_a_reason(
    organiser: SignedIn, now: datetime
) -> None:
    one, two = a_person().person_id, a_person().person_id
    for first, second, kind, reason in (
        (one, one, "same", "x"),
        (one, organiser.person_id, "same", "x"),
        (one, two, "maybe", "x"),
        (one, two, "same", " "),
    ):
        with pytest.raises(InvalidRequest):
            person_duplicates.decide(
                first, second, kind=kind, reason=reason, who=organiser, now=now
            )
    with pytest.raises(NotFound):
        person_duplicates.decide(one, 999_999, kind="same", reason="x", who=organiser, now=now)


def test_no_more_people_are_compared_than_the_processor_bears(
    organiser: SignedIn, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(person_duplicates, "COMPARED", 2)
    for _ in range(3):
        a_person()
    found = person_duplicates.find(Query(), offset=0, limit=10)
    assert (found.total, found.narrowed) == (1, True)
