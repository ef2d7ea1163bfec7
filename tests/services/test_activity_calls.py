"""Calls to units: each unit has a link of its own, and who is missing is known."""

from __future__ import annotations

from datetime import datetime

import pytest
from flask import Flask

from app.domain.errors import InvalidRequest, NotFound
from app.services import activity_calls, audit, units
from tests.activities import DAY, a_call, a_report, a_token, a_unit
from tests.factories import DONG_VAN, an_organisation


@pytest.fixture(autouse=True)
def _database(app: Flask) -> None:
    """Every test here needs one."""


def test_communes_then_organisations_are_asked_each_by_a_link_of_its_own(now: datetime) -> None:
    found = activity_calls.list_units(a_call(now))
    assert [(one.kind, one.name) for one in found] == [
        *(("commune", one.name) for one in units.list_communes()),
        ("organisation", "Sở Khoa học và Công nghệ"),
    ]
    assert len({one.token for one in found}) == 4
    for one in found:
        assert activity_calls.get_unit_by_token(one.token or "").id == one.id


@pytest.mark.parametrize("token", ["", "x", "token-%", "x" * 500, "\x00"])
def test_any_other_link_leads_nowhere(now: datetime, token: str) -> None:
    a_call(now)
    with pytest.raises(NotFound):
        activity_calls.get_unit_by_token(token)


def test_a_link_can_be_taken_back_and_given_anew(now: datetime) -> None:
    unit = a_unit(a_call(now))
    activity_calls.revoke_token(unit.id, account_id=None, now=now)
    with pytest.raises(NotFound):
        activity_calls.get_unit_by_token(unit.token or "")
    activity_calls.renew_token(unit.id, token=lambda: "mới", account_id=None, now=now)
    assert activity_calls.get_unit_by_token("mới").id == unit.id
    assert audit.find_broken_link() is None


def test_who_has_answered_is_counted(now: datetime) -> None:
    call_id = a_call(now)
    a_report(a_unit(call_id), now)
    a_report(a_unit(call_id, "Xã Sơn Dương"), now, send=False)
    a_report(a_unit(call_id, "Phường Minh Xuân"), now + 8 * DAY)
    call = activity_calls.get_call(call_id)
    assert (call.asked, call.answered, call.waiting) == (4, 2, 2)
    assert activity_calls.list_calls() == [call]
    missing = [
        one.name
        for one in activity_calls.list_units(call_id)
        if not activity_calls.has_answered(one)
    ]
    assert missing == ["Xã Sơn Dương", "Sở Khoa học và Công nghệ"]
    assert (a_unit(call_id).late, a_unit(call_id, "Phường Minh Xuân").late) == (0, 1)


def test_more_units_can_be_asked_and_the_others_keep_their_links(now: datetime) -> None:
    call_id = a_call(now, communes=False)
    before = a_unit(call_id, "Sở Khoa học và Công nghệ")
    an_organisation("so-tttt", "Sở Nội vụ")
    activity_calls.edit_call(
        call_id,
        title="Tên mới",
        guidance="",
        deadline_at=now - DAY,
        communes=True,
        organisations=["so-khcn", "so-tttt"],
        token=a_token,
        account_id=None,
        now=now,
    )
    assert activity_calls.get_call(call_id).title == "Tên mới"
    assert len(activity_calls.list_units(call_id)) == 5
    assert a_unit(call_id, "Sở Khoa học và Công nghệ") == before


def test_a_unit_that_has_not_reported_can_be_left_out(now: datetime) -> None:
    call_id = a_call(now)
    unit = a_unit(call_id)
    activity_calls.remove_unit(unit.id, account_id=None, now=now)
    assert len(activity_calls.list_units(call_id)) == 3
    with pytest.raises(NotFound):
        activity_calls.get_unit(unit.id)
    other = a_unit(call_id, "Xã Sơn Dương")
    a_report(other, now, send=False)
    with pytest.raises(InvalidRequest, match="has_reports"):
        activity_calls.remove_unit(other.id, account_id=None, now=now)


def test_what_a_unit_is_asked_for_is_found_by_the_unit(now: datetime) -> None:
    early, late = a_call(now, deadline_at=now + DAY), a_call(now, communes=False)
    organisation = units.find_organisation("so-khcn")
    assert organisation is not None
    asked = activity_calls.list_asked(organisations=[organisation.id])
    assert [call.id for call, _ in asked] == [late, early]
    assert [unit.name for _, unit in activity_calls.list_asked(communes=[DONG_VAN])] == [
        "Xã Đồng Văn"
    ]
    assert activity_calls.list_asked() == []


def test_all_that_is_wrong_is_said_at_once_and_nothing_is_kept(now: datetime) -> None:
    with pytest.raises(InvalidRequest) as refused:
        a_call(now, title="", deadline_at=now, communes=False, organisations=["không-có"])
    assert dict(refused.value.errors) == {
        "title": "missing",
        "deadline_at": "past",
        "organisations": "unknown",
        "communes": "units",
    }
    assert activity_calls.list_calls() == []
