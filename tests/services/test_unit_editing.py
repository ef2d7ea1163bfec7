"""Units are added, renamed and moved; each change is kept, and boards follow."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask

from app.domain.errors import InvalidRequest, NotFound
from app.services import audit, boards, contests, unit_editing, unit_history, unit_rewinding, units
from app.services.unit_editing import NewValues
from tests.factories import MINH_XUAN, a_person, an_organisation, an_organiser, some_communes
from tests.factories_contests import DAY, a_contest, a_result


def values(code: str = "so-y-te", **given: Any) -> NewValues:
    kept = {"name": "Sở Y tế", "kind": "department", "parent": None, "headcount": 100, **given}
    return NewValues(code=code, **kept)


def history(code: str) -> list[tuple[str, str | None, str | None]]:
    found = unit_history.organisation_history(code).changes
    return [(one.change, one.before, one.after) for one in reversed(found)]


def faults(refused: pytest.ExceptionInfo[InvalidRequest]) -> set[tuple[str, str]]:
    return set(refused.value.errors)


def test_an_organisation_is_added_with_who_and_why(app: Flask, now: datetime) -> None:
    who = an_organiser()
    unit_editing.add_organisation(values(), reason=" QĐ  12 ", account_id=who.account_id, now=now)
    found = unit_history.organisation_history("so-y-te")
    assert (found.unit.name, found.unit.headcount) == ("Sở Y tế", 100)
    change = found.changes[0]
    assert (change.change, change.reason, change.by, change.at) == (
        "add", "QĐ 12", "Trần Quốc Dũng", now,
    )  # fmt: skip
    assert audit.find_broken_link() is None


def test_every_value_that_changes_is_a_line_of_history(app: Flask, now: datetime) -> None:
    an_organisation("me", "Mẹ")
    an_organisation("so-y-te", "Sở Y tế", headcount=100)
    changed = values("syt", name="Sở Y tế tỉnh", kind="agency", parent="me", headcount=120)
    count = unit_editing.edit_organisation("so-y-te", changed, account_id=None, now=now)
    assert count == 5
    assert history("syt") == [
        ("code", "so-y-te", "syt"),
        ("name", "Sở Y tế", "Sở Y tế tỉnh"),
        ("kind", "department", "agency"),
        ("parent", None, "Mẹ (me)"),
        ("headcount", "100", "120"),
    ]
    assert units.list_organisations("sở y tế tỉnh")[0].path == ("Mẹ", "Sở Y tế tỉnh")
    assert unit_editing.edit_organisation("syt", changed, account_id=None, now=now) == 0


def test_the_code_printed_on_a_poster_leads_to_the_unit_for_ever(app: Flask, now: datetime) -> None:
    an_organisation("so-y-te", "Sở Y tế", headcount=100)
    unit_editing.edit_organisation("so-y-te", values("syt"), account_id=None, now=now)
    found = unit_history.living_organisation("so-y-te")
    assert found is not None
    assert found.code == "syt"
    assert unit_history.living_organisation("never-was") is None
    assert unit_history.living_organisation("a\x00b") is None


def test_what_cannot_be_is_refused_beside_its_field(app: Flask, now: datetime) -> None:
    an_organisation("me", "Mẹ")
    an_organisation("con", "Con", parent="me")
    with pytest.raises(InvalidRequest) as refused:
        wrong = values("mã sai", name="", kind="bộ", headcount=-1)
        unit_editing.add_organisation(wrong, account_id=None, now=now)
    assert faults(refused) == {
        ("code", "code_format"), ("name", "empty"), ("kind", "unknown"), ("headcount", "range"),
    }  # fmt: skip
    for given, fault in (
        (values("con"), ("code", "code_taken")),
        (values("x", parent="khong-co"), ("parent", "unknown")),
    ):
        with pytest.raises(InvalidRequest) as refused:
            unit_editing.add_organisation(given, account_id=None, now=now)
        assert faults(refused) == {fault}
    with pytest.raises(InvalidRequest) as refused:
        below = values("me", name="Mẹ", parent="con")
        unit_editing.edit_organisation("me", below, account_id=None, now=now)
    assert faults(refused) == {("parent", "circle")}
    for code in ("khong-co", "a\x00b"):
        with pytest.raises(NotFound):
            unit_editing.edit_organisation(code, values(), account_id=None, now=now)


def test_boards_that_are_not_final_follow_a_new_name_and_headcount(
    app: Flask, now: datetime
) -> None:
    an_organisation("so-y-te", "Sở Y tế", headcount=10)
    running = a_contest(min_unit_size=1)
    final = a_contest("da-xong", min_unit_size=1)
    for contest in (running, final):
        a_result(a_person(organisation="so-y-te").person_id, contest.rounds[0].id)
    boards.refresh(now + 2 * DAY)
    contests.finalise("da-xong", account_id=None, now=now + 2 * DAY)
    changed = values(name="Sở Y tế mới", headcount=4)
    unit_editing.edit_organisation("so-y-te", changed, account_id=None, now=now + 2 * DAY)
    unit_editing.edit_commune(MINH_XUAN, headcount=2, account_id=None, now=now + 2 * DAY)
    boards.refresh(now + 2 * DAY)
    row = boards.unit_board("cuoc-thi", "organisation").rows[0].unit
    assert (row.name, row.headcount) == ("Sở Y tế mới", 4)
    kept = boards.unit_board("da-xong", "organisation").rows[0].unit
    assert (kept.name, kept.headcount) == ("Sở Y tế", 10)
    communes = [row.unit for row in boards.unit_board("cuoc-thi", "commune").rows]
    assert next(one for one in communes if one.id == MINH_XUAN).headcount == 2


def test_a_commune_keeps_its_official_name_and_has_a_history(app: Flask, now: datetime) -> None:
    some_communes()
    assert unit_editing.edit_commune(MINH_XUAN, headcount=2, account_id=None, now=now)
    assert not unit_editing.edit_commune(MINH_XUAN, headcount=2, account_id=None, now=now)
    found = unit_history.commune_history(MINH_XUAN)
    assert [(one.before, one.after) for one in found.changes] == [("1000", "2")]
    with pytest.raises(NotFound):
        unit_editing.edit_commune("99999", headcount=2, account_id=None, now=now)
    with pytest.raises(InvalidRequest):
        unit_editing.edit_commune(MINH_XUAN, headcount=-2, account_id=None, now=now)


def test_units_of_a_moment_are_found_by_undoing_what_came_later(app: Flask, now: datetime) -> None:
    an_organisation("me", "Mẹ", headcount=None)
    an_organisation("so-y-te", "Sở Y tế", parent="me", headcount=100)
    before = unit_rewinding.units_at("organisation", now)
    later = now + timedelta(hours=1)
    unit_editing.add_organisation(values("moi", name="Mới"), account_id=None, now=later)
    top = values("goc", name="Gốc", headcount=7)
    unit_editing.edit_organisation("me", top, account_id=None, now=later)
    changed = values("syt", name="Y tế", parent="moi", headcount=1)
    unit_editing.edit_organisation("so-y-te", changed, account_id=None, now=later)
    assert unit_rewinding.units_at("organisation", now) == before
    assert [one.name for one in unit_rewinding.units_at("organisation", later)] == [
        "Gốc", "Mới", "Y tế",
    ]  # fmt: skip
