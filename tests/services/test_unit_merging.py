"""Merging: people and parts move, running boards follow, final ones stay, history tells."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from flask import Flask

from app.domain.errors import InvalidRequest, NotFound
from app.services import (
    audit,
    boards,
    contests,
    people,
    unit_contacts,
    unit_editing,
    unit_history,
    unit_merging,
    unit_rewinding,
    unit_rooms,
    units,
)
from tests.factories import a_person, an_organisation
from tests.factories_contests import DAY, a_contest, a_result


@pytest.fixture
def tree(app: Flask) -> None:
    an_organisation("a", "Phòng A", headcount=10)
    an_organisation("a1", "Tổ A1", parent="a", headcount=3)
    an_organisation("b", "Phòng B", headcount=20)


def merge(now: datetime, source: str = "a", into: str = "b", **given: str) -> unit_merging.Merged:
    values = {"headcount": "sum", "reason": "QĐ 13", **given}
    return unit_merging.merge_organisation(source, into=into, account_id=None, now=now, **values)


def board(slug: str) -> dict[object, tuple[int, int | None]]:
    rows = boards.unit_board(slug, "organisation").rows
    return {row.unit.id: (row.participants, row.unit.headcount) for row in rows}


def test_people_and_parts_move_and_running_boards_follow(tree: None, now: datetime) -> None:
    contest = a_contest(min_unit_size=1)
    who = [a_person(organisation=code) for code in ("a", "a1", "b")]
    for one in who:
        a_result(one.person_id, contest.rounds[0].id)
    boards.refresh(now)
    assert board("cuoc-thi") == {"a": (2, 10), "a1": (1, 3), "b": (1, 20)}
    merged = merge(now)
    assert (merged.people, merged.parts) == (1, 1)
    assert people.get_person(who[0].person_id).organisation_code == "b"
    boards.refresh(now)
    assert board("cuoc-thi") == {"a1": (1, 3), "b": (3, 30)}
    place = boards.own_place("cuoc-thi", who[0].person_id)
    assert place is not None
    assert place.organisation_total == 2


def test_final_boards_stay_as_they_were(tree: None, now: datetime) -> None:
    contest = a_contest(min_unit_size=1)
    a_result(a_person(organisation="a").person_id, contest.rounds[0].id)
    boards.refresh(now + 2 * DAY)
    contests.finalise("cuoc-thi", account_id=None, now=now + 2 * DAY)
    before = board("cuoc-thi")
    merge(now + 2 * DAY)
    boards.refresh(now + 2 * DAY)
    assert board("cuoc-thi") == before
    assert before["a"] == (1, 10)


def test_the_old_name_is_found_and_says_where_it_went(tree: None, now: datetime) -> None:
    merge(now)
    found = unit_history.organisation_history("a")
    assert found.now_part_of is not None
    assert found.now_part_of.code == "b"
    assert [(one.change, one.after) for one in found.changes] == [("merge", "Phòng B (b)")]
    taken = unit_history.organisation_history("b")
    assert {(one.change, one.before, one.after) for one in taken.changes} == {
        ("absorb", None, "Phòng A (a)"), ("headcount", "20", "30"),
    }  # fmt: skip
    assert [one.name for one in taken.took_in] == ["Phòng A"]
    moved = unit_history.organisation_history("a1").changes
    assert [(one.before, one.after) for one in moved] == [("Phòng A (a)", "Phòng B (b)")]
    rows = unit_rooms.list_merged("phong a")
    assert [(row.code, row.into_name) for row in rows] == [("a", "Phòng B")]
    assert units.find_organisation("a") is None
    assert audit.find_broken_link() is None


def test_codes_lead_on_through_several_merges(tree: None, now: datetime) -> None:
    an_organisation("c", "Phòng C")
    merge(now)
    merge(now, "b", "c", headcount="keep")
    found = unit_history.living_organisation("a")
    assert found is not None
    assert (found.code, found.headcount) == ("c", 120)
    assert {row.into_code for row in unit_rooms.list_merged()} == {"c"}


def test_circles_and_parts_of_itself_are_refused_and_nothing_changes(
    tree: None, now: datetime
) -> None:
    for into, fault in (("a", "itself"), ("a1", "below"), ("khong", "unknown")):
        with pytest.raises(InvalidRequest) as refused:
            merge(now, "a", into)
        assert refused.value.errors == (("into", fault),)
    for given, path in (({"reason": " "}, "reason"), ({"headcount": "half"}, "headcount")):
        with pytest.raises(InvalidRequest) as refused:
            merge(now, **given)
        assert refused.value.errors[0][0] == path
    assert unit_rooms.list_merged() == []
    merge(now)
    with pytest.raises(NotFound):
        merge(now)
    with pytest.raises(InvalidRequest):
        merge(now, "b", "a")
    with pytest.raises(NotFound):
        unit_editing.standing("a")


def test_a_part_may_be_merged_into_the_whole(tree: None, now: datetime) -> None:
    a_person(organisation="a1")
    assert merge(now, "a1", "a", headcount="keep").people == 1
    assert [(one.code, one.headcount) for one in units.list_organisations()] == [
        ("a", 10), ("b", 20),
    ]  # fmt: skip


def test_contacts_of_the_merged_one_end(tree: None, now: datetime) -> None:
    who = a_person(organisation="a", phone="0912345678")
    unit_contacts.appoint("organisation", "a", phone="0912345678", account_id=None, now=now)
    assert merge(now).contacts_ended == 1
    assert unit_contacts.list_of_account(who.account_id) == []
    assert unit_contacts.list_of_unit("organisation", "b") == []


def test_units_of_a_moment_before_stand_by_themselves(tree: None, now: datetime) -> None:
    before = unit_rewinding.units_at("organisation", now)
    merge(now + timedelta(hours=1))
    assert unit_rewinding.units_at("organisation", now) == before
    assert len(before) == 3
